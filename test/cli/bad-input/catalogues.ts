import { bytes, type Entry, neighbour, type Row } from "./row.ts";

const policy = 'policy bad version 1 language 1\n\nuse tools from "./tools.json"\n';
const still = "role `never_used` is declared and never used";

const bad = (name: string, catalogue: Entry, says: readonly string[], code = 3): Row => ({
  name,
  files: { "p/bad.gate": policy, "p/tools.json": catalogue, "p/neighbour.gate": neighbour },
  line: ["lint", "p"],
  code,
  says,
  still,
});

const tool = (schema: string): string => `{"tools": [\n  {"name": "a", "inputSchema": ${schema}}\n]}\n`;

export const catalogueRows: readonly Row[] = [
  bad("a catalogue that breaks off", '{"tools": [\n  {"name": "a",\n', ["catalogue-not-json p/tools.json:3:1"]),
  bad("an empty catalogue", "", ["catalogue-not-json p/tools.json:1:1"]),
  bad("a catalogue with a key twice", '{"tools": [],\n "tools": []}', ["catalogue-not-json p/tools.json:2:2"]),
  bad("a catalogue that is a list of numbers", "[1, 2]", [
    "invalid-tool-name p/tools.json:1:2",
    "invalid-tool-name p/tools.json:1:5",
  ]),
  bad("a catalogue with a tool without a name", '{"tools": [\n  {"inputSchema": {}}\n]}', [
    "invalid-tool-name p/tools.json:2:3",
  ]),
  bad(
    "a catalogue with one tool twice",
    '{"tools": [\n {"name": "a", "inputSchema": {"type":"object"}},\n {"name": "a", "inputSchema": {"type":"object"}}]}',
    ["tool-name-clash p/bad.gate:3:16"],
  ),
  bad("a catalogue of 20 MB", () => `{"tools": [${"1,".repeat(10_000_000)}1]}`, ["file-over-limit p/bad.gate:3:16"]),
  bad("a catalogue with 10,000 nested lists", "[".repeat(10_000), ["catalogue-not-json p/tools.json:1:65"]),
  bad("a catalogue with a bad byte", bytes('{"tools":\n "', 0xe9, '"}'), ["not-utf8 p/tools.json:2:3"]),
  bad("a catalogue with a remote reference", tool('{"$ref": "https://example.com/a.json"}'), [
    "invalid-schema p/tools.json:2:32",
  ]),
  bad("a catalogue that refers to itself", tool('{"type": "object", "properties": {"x": {"$ref": "#"}}}'), [], 1),
  bad(
    "a catalogue with a pattern that backtracks",
    tool('{"type": "object", "properties": {"x": {"type": "string", "pattern": "(a+)+$"}}}'),
    [],
    1,
  ),
  bad(
    "a catalogue with __proto__",
    tool('{"type": "object", "properties": {"__proto__": {"type": "string"}}, "__proto__": {"x": 1}}'),
    [],
    1,
  ),
  bad("a catalogue that is a folder", { special: "folder" }, ["file-unreadable p/bad.gate:3:16"]),
  bad("a catalogue that is a pipe", { special: "pipe" }, ["file-unreadable p/bad.gate:3:16"]),
  bad("a catalogue that is a link to nothing", { link: "gone" }, ["dangling-link p/bad.gate:3:16"]),
  {
    name: "a catalogue on a server",
    files: {
      "p/bad.gate": policy.replace("./tools.json", "https://example.com/t.json"),
      "p/neighbour.gate": neighbour,
    },
    line: ["lint", "p"],
    code: 3,
    says: ["catalogue-is-remote p/bad.gate:3:16"],
    still,
  },
  {
    name: "a catalogue that is not there",
    files: { "p/bad.gate": policy, "p/neighbour.gate": neighbour },
    line: ["lint", "p"],
    code: 3,
    says: ["catalogue-not-found p/bad.gate:3:16"],
    still,
  },
];
