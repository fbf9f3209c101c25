import { describe, expect, it } from "vitest";
import { checkText, textUnder, world } from "./check-text.ts";

const tool = `tool a.b {
  args.mail is email
  args.mails is list of email
  args.host is domain
  args.url is url
  args.iban is iban
  args.phone is phone
  args.note is string
  args.place.host is string
  args.run is command
  args.tool.name is string
  args.tool.flags is list of string
}
`;
const gate = (condition: string): string => `${tool}gate g on a.b {\n  when ${condition}\n  deny\n}\n`;
const codes = (condition: string): readonly string[] => checkText(gate(condition)).codes;

describe("a text that a canonical form never holds", () => {
  it.each([
    ['args.mail ends with "@Evil.example"', '"@Evil.example"'],
    ['args.mail starts with "Ann"', '"Ann"'],
    ['args.mail contains "Evil"', '"Evil"'],
    ['args.mail contains any ["evil", "Bad"]', '"Bad"'],
    ['args.mail contains "a b"', '"a b"'],
    ['args.mail matches ".*@Evil[.]example"', '".*@Evil[.]example"'],
    ['args.mail matches "(A|B).*"', '"(A|B).*"'],
    ['args.mail matches "[A-Z]+@x[.]example"', '"[A-Z]+@x[.]example"'],
    ['any x in args.mails: x ends with "@Evil.example"', '"@Evil.example"'],
    ['args.host ends with ".Evil.example"', '".Evil.example"'],
    ['args.host contains "https://"', '"https://"'],
    ['args.url.scheme == "HTTPS"', '"HTTPS"'],
    ['args.url.scheme != "https:"', '"https:"'],
    ['"HTTPS" == args.url.scheme', '"HTTPS"'],
    ['args.url.scheme in ["https", "HTTP"]', '"HTTP"'],
    ['args.url.scheme not in ["HTTPS"]', '"HTTPS"'],
    ['args.url.host == "Evil.example"', '"Evil.example"'],
    ['args.url.host ends with ".Evil.example"', '".Evil.example"'],
    ['egress.type == "Application/JSON"', '"Application/JSON"'],
    ['egress.type in ["text/html; charset=utf-8"]', '"text/html; charset=utf-8"'],
    ['args.url.host == "evil.example:8080"', '"evil.example:8080"'],
    ['args.url.host == "https://evil.example/x"', '"https://evil.example/x"'],
    ['args.url.host == "[::1]"', '"[::1]"'],
    ['any p in args.run.programs: p.name == "/bin/rm"', '"/bin/rm"'],
    ['any p in args.run.programs: p.name in ["rm", "RM"]', '"RM"'],
    ['any p in args.run.programs: p.flags contains "force"', '"force"'],
    ['any p in args.run.programs: p.flags contains any ["-f", "--force=yes"]', '"--force=yes"'],
    ['args.url.origin == "https://evil.example/"', '"https://evil.example/"'],
    ['args.url.origin starts with "HTTPS://"', '"HTTPS://"'],
    ['args.iban starts with "de"', '"de"'],
    ['args.iban contains "DE89 3704"', '"DE89 3704"'],
    ['args.phone starts with "0049 30"', '"0049 30"'],
  ])("is an error beside it: %s", (condition, under) => {
    const checked = checkText(gate(condition));
    expect(checked.codes).toEqual(["dead-comparison"]);
    expect(textUnder(checked, "dead-comparison", world + gate(condition))).toBe(under);
  });

  it.each([
    'args.mail ends with "@evil.example"',
    'args.mail == "Ann@Evil.example"',
    'args.mail in ["Ann@Evil.example"]',
    'args.mails contains "Ann@Evil.example"',
    'args.mail matches "[A-Za-z]+@x[.]example"',
    'args.mail matches "(A|b).*"',
    'args.mail matches "A?nn.*"',
    'args.mail matches "[^A-Z]*"',
    'args.url.scheme == "https"',
    'args.url.host == "evil.example"',
    'args.url.host in ["::1", "127.0.0.1", "::ffff:10.0.0.1"]',
    'any p in args.run.programs: p.name == "rm"',
    'any p in args.run.programs: p.path == "/opt/RM"',
    'any p in args.run.programs: p.flags contains any ["-rf", "--force", "-Wl,a"]',
    'any p in args.run.programs: p.args contains "force=yes"',
    'args.tool.name == "/bin/RM"',
    'args.tool.flags contains "force"',
    'egress.type == "application/json"',
    'args.url.path starts with "/Admin"',
    'args.url.origin == "https://evil.example"',
    'args.url.origin starts with "https://"',
    'args.iban starts with "DE"',
    'args.phone starts with "+49"',
    'args.note ends with "@Evil.example"',
    'args.note matches "[A-Z]+"',
    'args.place.host == "Evil.example"',
  ])("is none where it can be: %s", (condition) => {
    expect(codes(condition)).toEqual([]);
  });

  it("is mended where only its letters are wrong", () => {
    const fixes = checkText(gate('args.mail ends with "@Evil.example"')).diagnostics[0]?.fixes;
    expect(fixes).toMatchObject([{ edits: [{ text: '"@evil.example"' }] }]);
    const flag = (text: string) =>
      checkText(gate(`any p in args.run.programs: p.flags contains "${text}"`)).diagnostics[0]?.fixes[0]?.edits[0]
        ?.text;
    expect(["f", "rf", "force", "--force=yes"].map(flag)).toEqual(['"-f"', '"-rf"', '"--force"', '"--force"']);
    const origin = checkText(gate('args.url.origin == "https://Evil.example/a/b"')).diagnostics[0]?.fixes;
    expect(origin).toMatchObject([{ edits: [{ text: '"https://evil.example"' }] }]);
    expect(checkText(gate('args.phone starts with "none"')).diagnostics[0]?.fixes).toEqual([]);
  });
});

describe("a pattern", () => {
  it("that no text matches is an error", () => {
    expect(codes('args.note matches "[^\\\\s\\\\S]"')).toEqual(["bad-pattern"]);
    expect(codes('args.note matches "a|[^\\\\s\\\\S]"')).toEqual([]);
  });
});

describe("a value", () => {
  it("is never compared with itself", () => {
    for (const operator of ["==", "!=", "<", ">="])
      expect(
        codes(
          `args.place.host == "x" or count(started a.b) within 1h per agent ${operator} count(started a.b) within 1h per agent`,
        ),
      ).toEqual(["same-on-both-sides"]);
    expect(codes("args.note == args.note")).toEqual(["same-on-both-sides"]);
    expect(codes("any x in args.mails: x != x")).toEqual(["same-on-both-sides"]);
    expect(codes("any x in args.mails: any y in args.mails: x != y")).toEqual([]);
    expect(codes("args.note == args.place.host")).toEqual([]);
  });
});
