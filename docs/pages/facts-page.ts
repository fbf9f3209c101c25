import { type EntityKind, entityKinds } from "../../src/model/model.ts";
import { field, type ModelField, type ModelFields, type ModelType, text } from "../../src/model/model-type.ts";
import { subjectFields } from "../../src/model/subject-types.ts";
import type { Type } from "../../src/value/type.ts";
import { cell, codeCell, pageHead, pageOf, table, wrapped } from "./markdown.ts";

/** Every field of the deployment model, subject by subject. */
export const factsPage = (): string =>
  pageOf([
    ...pageHead(
      "Facts",
      "The deployment model: what a control can read, the same for every platform. Every field may hold a value, be absent (what should hold it was read completely and has no such " +
        "thing) or be unrecorded (nobody in the scan says). `sallyport audit FILES --list-facts` prints the facts of a scan with file, line and basis.",
      "`[]` stands for each element of a list, which a control binds: `any token in agent.tokens: token.lifetime > 30m`. The last column says what would decide the fact where it is unrecorded; where it " +
        `is empty, ${usual} does. \`spec\` is that of an [AgentDeployment](manifests.md#fields-of-an-agentdeployment). A field \`NAME_found\` says whether what \`NAME\` refers to is in the scan.`,
    ),
    ...entityKinds.flatMap(subjectBlocks),
  ]);

const usual = field(text, "").decidedBy;

/** How a subject is named in reports, and what it is. */
const about: Readonly<Record<EntityKind, string>> = {
  agent:
    "Whoever decides with a model: declared, selected, or told by its configuration. Named `mailer`, or `support/mailer` where two share a name.",
  connector: "One thing an agent connects to. Named `mailer/stripe`.",
  channel: "One connection, seen from both ends: from an agent to a connector or to another agent.",
  store: "One place where an agent's data lies. Named `mailer/conversations`.",
  deployment: "Everything that was scanned, once.",
};

const subjectBlocks = (kind: EntityKind): readonly string[] => [
  `## ${kind}`,
  wrapped(about[kind]),
  table(["field", "type", "what it says", "decided by"], fieldRows(kind, subjectFields[kind])),
];

function fieldRows(path: string, fields: ModelFields): readonly (readonly string[])[] {
  return Object.entries(fields).flatMap(([name, one]) => {
    const own = `${path}.${name}`;
    const joined = joinedSubject(one.type);
    const row = [
      codeCell(own),
      typeWords(one.type),
      cell(one.about),
      one.decidedBy === usual ? "" : cell(one.decidedBy),
    ];
    if (joined === undefined) return [row, ...belowRows(own, one)];
    const { kind, beside } = joined;
    const also = Object.keys(beside).length === 0 ? "" : ", and more";
    return [[row[0] ?? "", `list of [${kind}](#${kind})${also}`, ...row.slice(2)], ...fieldRows(`${own}[]`, beside)];
  });
}

function belowRows(path: string, { type }: ModelField): readonly (readonly string[])[] {
  if (type.kind === "record") return fieldRows(path, type.fields);
  if (type.kind === "list") return belowRows(`${path}[]`, { type: type.element, about: "", decidedBy: "" });
  return [];
}

/** A list whose elements have all fields of a subject: these stand there once. `beside` are the others. */
function joinedSubject(type: ModelType): { readonly kind: EntityKind; readonly beside: ModelFields } | undefined {
  const fields = type.kind === "list" && type.element.kind === "record" ? type.element.fields : undefined;
  if (fields === undefined) return undefined;
  const kind = entityKinds.find((one) =>
    Object.entries(subjectFields[one]).every(([name, own]) => fields[name] === own),
  );
  if (kind === undefined) return undefined;
  const beside = Object.entries(fields).filter(([name]) => !Object.hasOwn(subjectFields[kind], name));
  return { kind, beside: Object.fromEntries(beside) };
}

function typeWords(type: ModelType): string {
  switch (type.kind) {
    case "plain":
      return plainWords(type.type);
    case "record":
      return "record";
    case "list": {
      const element = typeWords(type.element);
      return element === "record" ? "list" : `list of ${element}`;
    }
  }
}

/** As the language names it; a closed set is written as bare words. */
const plainWords = (type: Type): string =>
  type.kind === "string" && type.values !== undefined ? type.values.map(codeCell).join(" ") : type.kind;
