import { defineDiagnostic } from "./diagnostic.ts";
import { code, policyPage } from "./policy-page.ts";

/**
 * Mistakes in imported tool catalogues. An example that opens with `{` is the catalogue `./tools.json` itself; the others
 * are policies beside a `./tools.json` that has one tool, `send`.
 */

export const catalogueNotFound = defineDiagnostic({
  code: "catalogue-not-found",
  severity: "error",
  message: ({ path }: { path: string }) => `the catalogue ${code(path)} cannot be read`,
  help: () => "paths are relative to the policy file; nothing is fetched from the network",
  label: () => "no such file",
  page: policyPage(
    "Without the catalogue no tool has a type, so nothing about its calls could be decided.",
    "",
    'use tools from "./toolz.json"\n',
    'use tools from "./tools.json"\n',
  ),
});

const catalogue = (tool: string): string => `{ "tools": [${tool}] }\n`;
const goodTool =
  '{ "name": "send", "inputSchema": { "type": "object", "properties": { "to": { "type": "string" } } } }';

export const catalogueNotJson = defineDiagnostic({
  code: "catalogue-not-json",
  severity: "error",
  message: ({ file, message }: { file: string; message: string; path: string }) =>
    `${code(file)} is no JSON: ${message}`,
  help: ({ path }: { file: string; message: string; path: string }) =>
    path === "" ? undefined : `while reading ${code(path)}`,
  page: {
    why: "Catalogues are read strictly: duplicate keys and the like are refused, because two readers could see two schemas.",
    bad: '{ "tools": [ }\n',
    good: catalogue(goodTool),
  },
});

export const catalogueNotTools = defineDiagnostic({
  code: "catalogue-without-tools",
  severity: "error",
  message: ({ file, found }: { file: string; found: string }) => `${code(file)} holds ${found} and no tools`,
  help: () =>
    "expected the result of `tools/list`, a tool, an array of tools, `{ NAME: { inputSchema: … } }`, or `{ NAME: SCHEMA }`",
  page: {
    why: "A policy over no tools protects nothing; an error response saved by mistake looks like this.",
    bad: '{ "jsonrpc": "2.0", "id": 1, "error": { "code": -32601, "message": "no such method" } }\n',
    good: catalogue(goodTool),
  },
});

export const catalogueIncomplete = defineDiagnostic({
  code: "catalogue-incomplete",
  severity: "warning",
  message: ({ file }: { file: string }) => `${code(file)} is one page of a longer list: it has a \`nextCursor\``,
  help: () => "save all pages; calls of tools that are not in the catalogue are denied",
  page: {
    why: "`tools/list` answers in pages. Tools of the missing pages are unknown to the policy.",
    bad: `{ "tools": [${goodTool}], "nextCursor": "2" }\n`,
    good: catalogue(goodTool),
  },
});

export const toolNameClash = defineDiagnostic({
  code: "tool-name-clash",
  severity: "error",
  message: ({ names, twice }: { names: readonly string[]; twice: boolean }) =>
    twice ? `the catalogue lists ${list(names)} twice` : `another catalogue has ${list(names)} too`,
  help: ({ twice }: { names: readonly string[]; twice: boolean }) =>
    twice ? "tool names are unique within a server" : 'import one of them under a prefix: `use tools from "…" as NAME`',
  page: policyPage(
    "Two servers may both have a `send`. Which of them a rule covers must not depend on the order of imports.",
    "",
    'use tools from "./tools.json"\nuse tools from "./tools.json"\n',
    'use tools from "./tools.json" as mail\nuse tools from "./tools.json" as chat\n',
  ),
});

const list = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).map(code).join(", ")} and ${names.length - 3} others`
    : names.map(code).join(", ");

export const toolNameInvalid = defineDiagnostic({
  code: "invalid-tool-name",
  severity: "error",
  message: ({ name }: { name: string }) =>
    name === "" ? "this tool has no name" : `${code(name)} cannot be a tool's name`,
  help: () => "names are 1 to 256 letters, digits, `_`, `-`, `.` and `/`",
  page: {
    why: "Names are compared exactly over the alphabet of MCP, so that no two look alike and differ.",
    bad: catalogue('{ "name": "send mail", "inputSchema": { "type": "object" } }'),
    good: catalogue('{ "name": "send_mail", "inputSchema": { "type": "object" } }'),
  },
});

export const invalidSchema = defineDiagnostic({
  code: "invalid-schema",
  severity: "error",
  message: ({ path, problem }: { path: string; problem: string }) => `${problem} (at ${code(path)})`,
  help: () => "mend the catalogue: nothing can be decided of calls that its schemas do not describe",
  page: {
    why: "Arguments are typed by these schemas. What a schema says wrongly would leave a field without a type.",
    bad: catalogue(
      '{ "name": "send", "inputSchema": { "type": "object", "properties": { "to": { "type": "text" } } } }',
    ),
    good: catalogue(goodTool),
  },
});

export const doubtfulSchema = defineDiagnostic({
  code: "doubtful-schema",
  severity: "warning",
  message: ({ path, problem }: { path: string; problem: string }) => `${problem} (at ${code(path)})`,
  help: () => "have the server's schema mended, and save its list of tools again",
  page: {
    why: "JSON Schema passes over keywords it does not know, and over names in `required` that no property has. A slip in one of them is a constraint that nobody checks.",
    bad: catalogue(
      '{ "name": "send", "inputSchema": { "type": "object", "properties": { "to": { "type": "string" } }, "requird": ["to"] } }',
    ),
    good: catalogue(
      '{ "name": "send", "inputSchema": { "type": "object", "properties": { "to": { "type": "string" } }, "required": ["to"] } }',
    ),
  },
});

export const catalogueTooLarge = defineDiagnostic({
  code: "catalogue-too-large",
  severity: "error",
  message: ({ file, found }: { file: string; found: string }) => `${code(file)} has ${found}`,
  help: () => "save the tools that the agents use, in several catalogues if there are so many",
  page: {
    why: "A catalogue is what a server says of itself, so what is read of it is bounded: schemas that refer to one another can be short to write and endless to read.",
    bad: catalogue(`${goodTool}, … 10,001 of them …`),
    good: catalogue(goodTool),
  },
});

export const openReference = defineDiagnostic({
  code: "open-schema",
  severity: "info",
  message: ({ path, problem }: { path: string; problem: string }) =>
    `${problem}, so its type stays open (at ${code(path)})`,
  help: () => "nothing is fetched; state the type in a `tool` block if a rule needs it",
  page: {
    why: "References to other documents are never followed, and very large schemas are cut off. Such fields can be asked for presence and equality.",
    bad: catalogue(
      '{ "name": "send", "inputSchema": { "type": "object", "properties": { "to": { "$ref": "https://example.com/to.json" } } } }',
    ),
    good: catalogue(
      '{ "name": "send", "inputSchema": { "type": "object", "properties": { "to": { "$ref": "#/$defs/to" } }, "$defs": { "to": { "type": "string" } } } }',
    ),
  },
});

export const catalogueDiagnostics = [
  catalogueNotFound,
  catalogueNotJson,
  catalogueNotTools,
  catalogueIncomplete,
  toolNameClash,
  toolNameInvalid,
  invalidSchema,
  doubtfulSchema,
  openReference,
  catalogueTooLarge,
];
