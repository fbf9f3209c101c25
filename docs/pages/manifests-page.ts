import { agentDeploymentShape, completenessWords } from "../../src/manifest/native/agent-deployment-shape.ts";
import { type Member, type ObjectShape, type Shape, textPatterns } from "../../src/manifest/native/shape.ts";
import { readers } from "../../src/manifest/readers/index.ts";
import { assertNever } from "../../src/source/assert-never.ts";
import { bullets, cell, codeCell, pageHead, pageOf, table, words, wrapped } from "./markdown.ts";

/** The readers with what they claim, and every field of an AgentDeployment. */
export const manifestsPage = (): string =>
  pageOf([
    ...pageHead(
      "Manifests",
      "`sallyport audit` reads YAML (several documents in a file) and JSON. The first reader that claims a document reads it; no two claim the same form. What nobody claims is listed " +
        "in the report and takes part in no verdict. A document that cannot be read is refused alone, with its place, and makes the run incomplete (exit 4).",
      "What the readers make of it is the [deployment model](facts.md). How verdicts come about is told in [the audit](audit.md).",
    ),
    table(
      ["reader", "reads", "claims"],
      readers.map(({ name, title, claimed }) => [
        `[\`${name}\`](#${name})`,
        cell(title),
        claimed.map(claim).join("<br>"),
      ]),
    ),
    ...readers.flatMap(({ name, remarks }) => [`## ${name}`, bullets(remarks.map(words))]),
    "## Fields of an AgentDeployment",
    wrapped(
      "`agent-deployment.schema.json` says the same to editors. A field in **bold** must be given where the field above it is. `[]` stands for each element of a list. A duration has its " +
        "unit (`15m`, `1h30m`, `P400D`), a date is `2027-01-31`, and a reference is a file or `Kind/name` or `Kind/namespace/name` that should be in the scan.",
    ),
    table(["field", "value", "what it says"], fieldRows("", agentDeploymentShape)),
    wrapped(
      `\`spec.complete\` takes what the scan holds all of: ${completenessWords.map((word) => `\`${word}\``).join(", ")}.`,
    ),
  ]);

const claim = (claimed: string): string => (/^[\w.]+(?:\/\w+)?$/.test(claimed) ? codeCell(claimed) : cell(claimed));

function fieldRows(path: string, shape: ObjectShape): readonly (readonly string[])[] {
  return Object.entries(shape.members).flatMap(([key, member]) => {
    const own = path === "" ? key : `${path}.${key}`;
    const needed = shape.required.includes(key);
    const field = needed ? `**${codeCell(own)}**` : codeCell(own);
    const inner = innerShape(member.shape);
    const below = inner === undefined ? [] : fieldRows(own + "[]".repeat(inner.lists), inner.shape);
    return [[field, valueWords(member.shape), cell(aboutOf(key, member, shape))], ...below];
  });
}

/** The object at the end of a member, below so many lists. */
function innerShape(shape: Shape): { readonly shape: ObjectShape; readonly lists: number } | undefined {
  if (shape.kind === "object") return { shape, lists: 0 };
  const inner = shape.kind === "list" ? innerShape(shape.element) : undefined;
  return inner === undefined ? undefined : { ...inner, lists: inner.lists + 1 };
}

function aboutOf(key: string, { about }: Member, { needs }: ObjectShape): string {
  const demanded = needs
    .filter(({ demands }) => demands === key)
    .map(({ key: other, value }) => `demanded where \`${other}\` is \`${value}\``);
  return [about, ...demanded].join("; ");
}

function valueWords(shape: Shape): string {
  switch (shape.kind) {
    case "text":
      return shape.format === undefined ? "text" : cell(textPatterns[shape.format].words.replace(/^an? /, ""));
    case "enum":
      return shape.values.map(codeCell).join(" ");
    case "bool":
      return "`true` `false`";
    case "duration":
      return shape.zero ? "duration, or `0s`" : "duration";
    case "date":
      return "date";
    case "count":
      return "whole number above 0";
    case "number":
      return "number, not negative";
    case "reference":
      return "reference";
    case "host":
      return 'host, or `{ host: "*.…", reason: … }`';
    case "object":
      return "";
    case "list": {
      const element = valueWords(shape.element);
      return `list${element === "" ? "" : ` of ${element}`}${shape.least === 0 ? "" : `, at least ${shape.least}`}`;
    }
    default:
      return assertNever(shape);
  }
}
