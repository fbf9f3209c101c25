import { bytes, type Entry, neighbour, type Row } from "./row.ts";

const bad = (name: string, config: Entry, says: readonly string[], more: Partial<Row> = {}): Row => ({
  name: `a configuration ${name}`,
  files: { "sallyport.yaml": config, "p/neighbour.gate": neighbour },
  line: ["lint", "p"],
  code: 2,
  says,
  ...more,
});

export const configurationRows: readonly Row[] = [
  bad("that is no YAML", "policies: [p\nrules: {}\n", ["config-invalid sallyport.yaml:2:1"]),
  bad("with a tab", "rules:\n\tx: off\n", ["config-invalid sallyport.yaml:2:1"]),
  bad("with a key twice", "policies: [p]\npolicies: [q]\n", ["config-invalid sallyport.yaml:2:1"]),
  bad("with an unknown key", "policies: [p]\nrulez: {}\n", ["config-invalid sallyport.yaml:2:1"], {
    words: ["did you mean `rules`?"],
  }),
  bad("with an unknown rule", "rules:\n  unused-declarations: off\n", ["config-invalid sallyport.yaml:2:3"], {
    words: ["did you mean `unused-declaration`?"],
  }),
  bad("with an unknown level", "rules:\n  unused-declaration: of\n", ["config-invalid sallyport.yaml:2:23"]),
  bad("with a wrong type", "policies: p\n", ["config-invalid sallyport.yaml:1:11"]),
  bad("with a wrong type in a list", "policies: [7]\n", ["config-invalid sallyport.yaml:1:12"]),
  bad("that is a list", "- policies\n", ["config-invalid sallyport.yaml:1:1"]),
  bad("that is a text", "policies\n", ["config-invalid sallyport.yaml:1:1"]),
  bad("with two documents", "policies: [p]\n---\nrules: {}\n", ["config-invalid sallyport.yaml:3:1"]),
  bad("that extends itself", "extends: sallyport.yaml\n", ["config-invalid sallyport.yaml:1:10"]),
  bad("that extends what is not there", "policies: [p]\nextends: gone.yaml\n", ["config-invalid sallyport.yaml:2:10"]),
  bad("that extends a server", "extends: https://example.com/x.yaml\n", ["config-invalid sallyport.yaml:1:10"]),
  bad(
    "with a bomb of aliases",
    `rules: &a {}\n${[..."bcdefgh"].map((name, at) => `x${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[at]}`).join(", ")}]`).join("\n")}\n`,
    ["config-invalid sallyport.yaml:1:1"],
  ),
  bad("with an unknown alias", "policies: *gone\n", ["config-invalid sallyport.yaml:1:11"]),
  bad("with __proto__", "__proto__:\n  policies: [p]\n", ["config-invalid sallyport.yaml:1:1"]),
  bad("with a key that is a list", "? [a, b]\n: c\n", ["config-invalid sallyport.yaml:1:3"]),
  bad("with a NUL", "policies: [p\0]\n", ["config-invalid sallyport.yaml:1:13"]),
  bad("with a terminal sequence", 'policies: [p]\n"\\e[31mx": 1\n', ["config-invalid sallyport.yaml:2:1"]),
  bad("with a bad byte", bytes("policies:\n  - caf", 0xe9, "\n"), ["not-utf8 sallyport.yaml:2:8"]),
  bad("in UTF-16", bytes(0xff, 0xfe, Buffer.from("policies: [p]", "utf16le")), ["not-utf8 sallyport.yaml:1:1"]),
  bad("with 10,000 nested lists", `policies: ${"[".repeat(10_000)}\n`, ["config-invalid sallyport.yaml:1:511"]),
  bad("with 10,000 nested and closed lists", `policies: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`, [
    "config-invalid sallyport.yaml:1:511",
  ]),
  bad("of 20 MB", () => "# x\n".repeat(5_000_000), ["file-over-limit sallyport.yaml:1:1"]),
  bad("of 5 MB of keys", () => Array.from({ length: 300_000 }, (_, at) => `key${at}: yyyy\n`).join(""), [
    "config-invalid sallyport.yaml:1:1",
  ]),
  bad("that is a folder", { special: "folder" }, ["file-unreadable sallyport.yaml:1:1"]),
  bad("that is a pipe", { special: "pipe" }, ["file-unreadable sallyport.yaml:1:1"]),
  bad("that is a link to nothing", { link: "gone" }, ["dangling-link sallyport.yaml:1:1"]),
  bad("that is empty", "", [], { code: 1, still: "never_used" }),
  bad("with a byte order mark and CRLF", "\ufeffpolicies:\r\n  - p\r\n", [], { code: 1, still: "never_used" }),
  bad("whose policies are not there", "policies: [gone]\n", ["file-not-found gone:1:1"], { line: ["lint"] }),
  bad(
    "without policies, and none named",
    "rules: {}\n",
    ["usage name policy files or folders, or list them as `policies` in sallyport.yaml"],
    { line: ["lint"] },
  ),
  bad(
    "with an assumption that is none",
    "policies: [p]\nsimulate:\n  assume: [nonsense]\n",
    ["usage cannot assume `nonsense`: write PATH=VALUE, for example confidence=95%"],
    {
      line: ["simulate", "p/neighbour.gate", "--policy", "p"],
    },
  ),
  bad(
    "with a day that does not exist",
    "audit:\n  accept:\n    - { item: ZT-ID-1, owner: a, reason: b, until: 2026-02-30 }\n",
    ["config-invalid sallyport.yaml:3:52"],
  ),
  bad("named, and not there", "", ["file-not-found gone.yaml:1:1"], { line: ["lint", "p", "--config", "gone.yaml"] }),
  bad("in a circle of two", "extends: a.yaml\n", ["config-invalid a.yaml:2:10"], {
    files: {
      "sallyport.yaml": "extends: a.yaml\n",
      "a.yaml": "rules: {}\nextends: sallyport.yaml\n",
      "p/neighbour.gate": neighbour,
    },
  }),
];
