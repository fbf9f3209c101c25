import { defineDiagnostic } from "./diagnostic.ts";
import { code, deskAgent, policyPage } from "./policy-page.ts";

/** Mistakes in `require schema`. The examples stand beside `./answer.json`, a schema, and `./tools.json`, which is none that can be decided. */

const demands = (file: string): string => `gate shape on output {\n  require schema "./${file}"\n  deny\n}\n`;

export const schemaNotFound = defineDiagnostic({
  code: "schema-not-found",
  severity: "error",
  message: ({ path }: { path: string }) => `the schema ${code(path)} cannot be read`,
  help: () => "paths are relative to the policy file; nothing is fetched from the network",
  label: () => "no such file",
  page: policyPage(
    "Without the schema nobody can say what satisfies it.",
    deskAgent,
    demands("anwser.json"),
    demands("answer.json"),
  ),
});

export const schemaUnusable = defineDiagnostic({
  code: "schema-unusable",
  severity: "error",
  message: ({ path, place, found }: { path: string; place: string; found: string }) =>
    `${code(path)} cannot be decided: ${code(place)} has ${found}`,
  help: () =>
    "use `type` with `properties`, `required`, `additionalProperties`, `items`, and `enum` of texts; other keywords are not read",
  page: policyPage(
    "What a gate demands is decided whole or not at all. A keyword that is not read would be a demand that nobody checks.",
    deskAgent,
    demands("tools.json"),
    demands("answer.json"),
  ),
});

export const schemaOnCall = defineDiagnostic({
  code: "schema-on-call",
  severity: "error",
  message: () => "the arguments of a call have the schema of their tool",
  help: () => "remove the clause: what contradicts the tool's schema is denied by itself",
  page: policyPage(
    "`require schema` is for what has no schema otherwise: prompts, results, messages and outputs.",
    "tool find {\n  args.query is string\n  effect reads\n}\n",
    'gate shape on find {\n  require schema "./answer.json"\n  deny\n}\n',
    'gate shape on result of find {\n  require schema "./answer.json"\n  deny\n}\n',
  ),
});

export const schemaDiagnostics = [schemaNotFound, schemaUnusable, schemaOnCall] as const;
