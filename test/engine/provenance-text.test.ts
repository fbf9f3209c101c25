import { describe, expect, it } from "vitest";
import { indexText, matchText, type TextMatch, wantedOf } from "../../src/engine/provenance-text.ts";

const match = (wanted: string, text: string): TextMatch => matchText(wantedOf(wanted), indexText(text));

describe("a value in a text", () => {
  it.each<[string, string, TextMatch]>([
    // e-mail addresses
    ["ann@corp.example", "mail ANN@corp.example!", "whole"],
    ["ann@corp.example", "mailto:ann@corp.example", "whole"],
    ["ann@corp.example", "MAILTO:ann@corp.example", "whole"],
    ["ann@corp.example", "(ann@corp.example)", "whole"],
    ["ann@corp.example", "a,ann@corp.example;b", "whole"],
    ["ann@corp.example", "'ann@corp.example'|x", "whole"],
    ["ann@corp.example", "**ann@corp.example**", "whole"],
    ["ann@corp.example", "to=ann@corp.example", "loose"],
    ["ord_2026_000417", "/a?to=ord_2026_000417&x", "whole"],
    ["ann@corp.example", "joann@corp.example", "loose"],
    ["ann@corp.example", "ann at corp example", "absent"],
    ["ann@corp.example", "ann%40corp%2Eexample", "loose"],
    ["ann@corp.example", "ann%40corp.exampl", "absent"],
    ["ann@corp.example", "%61nn%40corp.example", "loose"],
    ["ann@corp.example", "%62nn%40corp.example", "absent"],
    ["ann@corp.example", "100% ann, corp", "absent"],
    ["ann@corp.example", "bob@corp.example", "absent"],
    // URLs and hosts
    ["https://www.corp.example/a", "see https://www.corp.example/a.", "whole"],
    ["https://www.corp.example/a", "see corp.example", "loose"],
    ["https://www.corp.example/a", "see https://www.corp.example/b", "loose"],
    ["https://www.corp.example/a", "see https://www.other.example/a", "absent"],
    ["corp.example", "at https://corp.example/x/y", "whole"],
    ["corp.example", "at CORP.example", "whole"],
    ["corp.example", "at my.corp.example", "loose"],
    ["corp.example", "at corporal", "absent"],
    // numbers of telephones and accounts
    ["+49301234567", "+49 30 1234567", "whole"],
    ["+49301234567", "call (+49 30 1234567).", "whole"],
    ["+49301234567", "x +49 30 123 45 67 y", "whole"],
    ["+49301234567", "0301234567", "loose"],
    ["+49301234567", "30 123456", "absent"],
    ["+49301234567", "call 1234567", "loose"],
    ["+49301234567", "call 234567", "absent"],
    ["DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "whole"],
    ["DE89370400440532013000", "de89-3704-0044-0532-0130-00", "loose"],
    ["DE89370400440532013000", "89 3704 0044 0532 0130 00", "absent"],
    // identifiers and names
    ["ord_2026_000417", "ORD ord_2026_000417?", "whole"],
    ["ord_2026_000417", "#ord_2026_000417", "whole"],
    ["ord_2026_000417", "ord-2026-000417", "loose"],
    ["ord_2026_000417", "ord_2026_000418", "absent"],
    ["Ann Miller", "for Ann\n  Miller", "whole"],
    ["Ann Miller", "forAnn Miller, then Ann Miller.", "whole"],
    ["Ann Miller", "(Ann Miller)", "whole"],
    ["Ann Miller", "Joann Miller", "loose"],
    ["Ann Miller", "Ann Millers", "loose"],
    ["Ann Miller", "Ann Miller2", "loose"],
    ["Ann Miller", "Ann M.", "absent"],
    // what a text is known by is nothing that it says
    ["email ann@corp.example", "to ann@corp.example", "absent"],
    ["email ann@corp.example", "my email ann@corp.example", "whole"],
    ["phone +49301234567", "+49 30 1234567", "absent"],
    ["host corp.example", "at https://corp.example/x", "absent"],
    ["url https://corp.example/x", "at https://corp.example/x", "absent"],
    // too short to tell
    ["five5", "five5", "whole"],
    ["four", "four", "loose"],
    ["123456", "123456", "whole"],
    ["12345", "12345", "loose"],
    ["1,234", "1,234", "loose"],
    ["-12345", "-12345", "whole"],
    ["", "anything", "loose"],
    ["...", "anything", "loose"],
    // compatibility forms
    ["Straße 5", "STRASSE 5", "absent"],
    ["ｆｕｌｌ１２３４５６７", "full1234567", "loose"],
  ])("%s is found in %s as it is: %s", (wanted, text, found) => {
    expect(match(wanted, text)).toBe(found);
  });
});

describe("what a value says of itself", () => {
  it.each<[string, boolean, boolean]>([
    ["ann@corp.example", true, true],
    ["https://corp.example/", true, true],
    ["corp.example", true, true],
    ["+49301234567", true, true],
    ["DE89370400440532013000", true, true],
    ["abcdefg123", true, true],
    ["abcdef123", false, true],
    ["abcdefgh12", false, true],
    ["abcdefg 123", false, true],
    ["a_b.c:d/e-123", true, true],
    ["abcdefg123!", false, true],
    ["1234567890", true, true],
    ["hello", false, true],
    ["four", false, false],
    ["12345", false, false],
    ["1.2,3", false, false],
    ["1.2,3-4", false, true],
    ["  hello  ", false, true],
    [" four ", false, false],
  ])("%s: strict %s, telling %s", (text, strict, telling) => {
    const { strict: isStrict, telling: isTelling } = wantedOf(text);
    expect([isStrict, isTelling]).toEqual([strict, telling]);
  });
});
