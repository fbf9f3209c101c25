import { gzipSync } from "node:zlib";
import { bytes, type Entry, neighbour, type Row } from "./row.ts";

const header = "policy bad version 1 language 1\n\n";
const still = "role `never_used` is declared and never used";
const beside = (bad: Entry): Row["files"] => ({ "p/bad.gate": bad, "p/neighbour.gate": neighbour });

/** A bad policy file beside a good one: the good one is linted all the same. */
const bad = (name: string, content: Entry, says: readonly string[], words: readonly string[] = []): Row => ({
  name,
  files: beside(content),
  line: ["lint", "p"],
  code: 3,
  says,
  still,
  words,
});

export const policyRows: readonly Row[] = [
  bad("a policy with a NUL", `${header}role a\0b\n`, ["forbidden-character p/bad.gate:3:7"], ["U+0000"]),
  bad("a policy with an escape sequence", `${header}role a\u001b[31mb\n`, ["forbidden-character p/bad.gate:3:7"]),
  bad(
    "a policy of 10 MB",
    () => header + "// a comment\n".repeat(800_000),
    ["file-too-large p/bad.gate:1:1"],
    ["at most 4194304"],
  ),
  bad(
    "a policy of 20 MB",
    () => header + "// a comment\n".repeat(1_600_000),
    ["file-over-limit p/bad.gate:1:1"],
    ["16 MiB"],
  ),
  bad(
    "10,000 nested parentheses",
    `${header}gate x {\n  when ${"(".repeat(10_000)}true${")".repeat(10_000)}\n  deny\n}\n`,
    ["nesting-too-deep p/bad.gate:4:71"],
  ),
  bad("10,000 nested braces", header + "gate x { ".repeat(10_000), ["unclosed-block p/bad.gate:3:89999"]),
  bad("an unclosed brace", `${header}tool a.b {\n  effect reads\n`, ["unclosed-block p/bad.gate:3:10"]),
  bad("an unclosed text", `${header}agent a {\n  subject "spiffe://x/a\n}\n`, ["unterminated-text p/bad.gate:4:11"]),
  bad("an empty policy file", "", ["missing-header p/bad.gate:1:1"]),
  bad("a policy file of blanks", " \n\t\n ", ["missing-header p/bad.gate:1:1"]),
  bad("a policy in UTF-16", bytes(0xff, 0xfe, Buffer.from(header, "utf16le")), ["not-utf8 p/bad.gate:1:1"], ["UTF-16"]),
  bad("a policy with a bad byte", bytes(header, "// caf", 0xe9, "\n"), ["not-utf8 p/bad.gate:3:7"], ["0xe9"]),
  bad("a policy with an encoded surrogate", bytes(header, "// ", 0xed, 0xa0, 0x80), ["not-utf8 p/bad.gate:3:4"]),
  bad("a binary file", bytes(0x7f, "ELF", 2, 1, 1, 0, 0xff), ["not-utf8 p/bad.gate:1:9"]),
  bad("a binary file of ASCII", bytes(0, 1, 2, 3), [
    "forbidden-character p/bad.gate:1:1",
    "missing-header p/bad.gate:1:1",
  ]),
  bad("a lone surrogate in a text", `${header}agent a {\n  subject "\\ud800"\n}\n`, ["bad-escape p/bad.gate:4:11"]),
  bad("a truncated gzip file", gzipSync(header).subarray(0, 20), ["file-unreadable p/bad.gate:1:1"], ["gzip"]),
  bad("a policy that is a link to nothing", { link: "gone.gate" }, ["dangling-link p/bad.gate:1:1"]),
  bad("a policy that is a link to itself", { link: "bad.gate" }, ["dangling-link p/bad.gate:1:1"]),
  bad("a policy that is a pipe", { special: "pipe" }, ["file-unreadable p/bad.gate:1:1"], ["a pipe"]),
  bad("a name that reaches for prototypes", `${header}gate x on __proto__ {\n  deny\n}\n`, [
    "unknown-tool p/bad.gate:3:11",
  ]),
  {
    name: "a policy folder that is called like a file",
    files: { ...beside({ special: "folder" }) },
    line: ["lint", "p"],
    code: 1,
    says: [],
    still,
  },
  {
    name: "an empty folder called like a policy",
    files: { "p/bad.gate": { special: "folder" } },
    line: ["check", "p/bad.gate"],
    code: 2,
    says: ["nothing-matched p/bad.gate:1:1"],
  },
  {
    name: "a policy with a byte order mark and CRLF",
    files: { "p/neighbour.gate": `\ufeff${neighbour.replaceAll("\n", "\r\n")}` },
    line: ["test", "p"],
    code: 0,
    says: [],
    still: "1 passed",
  },
  {
    name: "a broken policy beside one whose tests run",
    files: beside(`${header}gate {`),
    line: ["test", "p"],
    code: 3,
    says: ["unclosed-block p/bad.gate:3:6"],
    still: "pass the neighbour runs",
  },
  {
    name: "a broken policy beside one that is formatted",
    files: { "p/bad.gate": `${header}gate {`, "p/neighbour.gate": `${neighbour}\n\n\n` },
    line: ["fmt", "--check", "p"],
    code: 3,
    says: ["unclosed-block p/bad.gate:3:6"],
    still: "p/neighbour.gate",
  },
  {
    name: "a policy with a bad byte beside one that is checked",
    files: { "p/bad.gate": bytes(header, 0xff), "p/neighbour.gate": `${neighbour}gate x on nothing { deny }\n` },
    line: ["check", "p"],
    code: 3,
    says: ["not-utf8 p/bad.gate:3:1", "unknown-tool p/neighbour.gate:23:11"],
  },
  {
    name: "a hundred and more mistakes",
    files: { "p/bad.gate": header + "role a b\n".repeat(5_000) },
    line: ["check", "p"],
    code: 3,
    says: [
      ...Array.from({ length: 100 }, (_, at) => `missing-comma p/bad.gate:${at + 3}:8`),
      "too-many-mistakes p/bad.gate:103:1",
    ],
    words: ["100 mistakes are shown"],
  },
];
