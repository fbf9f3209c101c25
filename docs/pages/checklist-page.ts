import type { CheckedControl, ControlCondition } from "../../src/ast/checked-control.ts";
import { type ChecklistItem, checklist } from "../../src/audit/checklist.ts";
import { pathsRead } from "../../src/audit/paths-read.ts";
import { qualifyCondition } from "../../src/audit/subject-paths.ts";
import { checkPolicy } from "../../src/check/check-policy.ts";
import { describeCondition } from "../../src/engine/describe.ts";
import { packagedPolicy } from "../../src/load/packaged.ts";
import type { ModelFields, ModelType } from "../../src/model/model-type.ts";
import { subjectFields } from "../../src/model/subject-types.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { bullets, cell, codeCell, pageHead, pageOf, table, words, wrapped } from "./markdown.ts";

/** The 31 items: the control of each in words, or what would decide it. */
export function checklistPage(): string {
  const controls = new Map(shippedControls().map((control) => [control.name, control]));
  const groups = [...new Set(checklist.map(({ group }) => group))];
  const controlled = checklist.filter(({ id }) => controls.has(id)).length;
  return pageOf([
    ...pageHead(
      "The zero-trust agent checklist",
      `Six groups, ${checklist.length} items. ${controlled} have a control in [\`policies/zero-trust\`](../policies/zero-trust); the others are listed as \`unknown\` by every audit. [The audit](audit.md) tells in which ` +
        "order the clauses of a control are judged; [Facts](facts.md) explains the fields.",
      "Tags say which framework's text asks for the item (`=`) and which it supports (`~`): `LLM25` OWASP Top 10 for LLM Applications 2025, `LLM1.1` its 2023/24 list, `ASI` OWASP Top 10 for Agentic Applications " +
        "2026, `ZTA` NIST SP 800-207 tenets, `RMF` NIST AI RMF 1.0, `42001` ISO/IEC 42001:2023 Annex A, `AIA` EU AI Act articles, `SOC2` Trust Services Criteria, `ATLAS` MITRE ATLAS. They help a reader to find the " +
        "place; they are no statement of conformity.",
    ),
    table(
      ["item", "title", "control"],
      checklist.map(({ id, title }) => [
        `[${id}](#${anchor(id, title)})`,
        cell(title),
        controls.has(id) ? "yes" : "none",
      ]),
    ),
    ...groups.flatMap((group) => [
      `## ${group.slice(0, 1).toUpperCase()}${group.slice(1)}`,
      ...checklist.filter((item) => item.group === group).flatMap((item) => itemBlocks(item, controls.get(item.id))),
    ]),
  ]);
}

/** As GitHub makes it of a heading. */
const anchor = (id: string, title: string): string =>
  `${id} ${title}`
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");

function shippedControls(): readonly CheckedControl[] {
  const files = packagedPolicy("zero-trust").map((source) => parseFile(source).file);
  const checked = checkPolicy(files, { read: () => undefined });
  if (!checked.ok) throw new Error(`the shipped checklist does not compile: ${checked.diagnostics[0]?.message}`);
  return checked.value.controls;
}

function itemBlocks({ id, title, decidedBy }: ChecklistItem, control: CheckedControl | undefined): readonly string[] {
  const heading = `### ${id} ${title}`;
  const deciding = wrapped(`Decided by: ${words(decidedBy)}.`);
  if (control === undefined)
    return [heading, "No control is written for this item: every audit lists it as `unknown`.", deciding];
  const clauses = [
    ...rows("not applicable", control.notApplicable, control),
    ...rows("fails", control.failWhen, control),
    ...rows("requires", control.require, control),
    ...rows("partial", control.partial, control),
    ...control.attestedBy.map(({ attestation, when }) => [
      "attested by",
      codeCell(attestation),
      when === undefined ? "" : codeCell(describeCondition(qualifyCondition(when, control.subject))),
    ]),
  ];
  return [
    heading,
    wrapped(`For each ${control.subject}.${control.because === undefined ? "" : ` ${words(control.because)}.`}`),
    table(["clause", "because", "when"], clauses),
    deciding,
    wrapped(
      `Reads: ${fieldsRead(control)
        .map((path) => `\`${path}\``)
        .join(", ")}.`,
    ),
    ...(control.remedies.length === 0
      ? []
      : [bullets(control.remedies.map(({ platform, text }) => `*${platform}:* ${words(text)}`))]),
    ...(control.tags.length === 0 ? [] : [wrapped(`Tags: ${control.tags.map((tag) => `\`${tag}\``).join(" · ")}`)]),
  ];
}

const rows = (
  clause: string,
  conditions: readonly ControlCondition[],
  { subject }: CheckedControl,
): readonly (readonly string[])[] =>
  conditions.map(({ condition, because }) => [
    clause,
    cell(because ?? ""),
    codeCell(describeCondition(qualifyCondition(condition, subject))),
  ]);

const fieldsRead = (control: CheckedControl): readonly string[] =>
  [...new Set(pathsRead(control).map((path) => fieldPath(path, control.subject)))].sort();

/** As the page of facts names it: with `[]` behind a list whose elements are read. */
function fieldPath(path: readonly string[], subject: CheckedControl["subject"]): string {
  let written: string = subject;
  let fields: ModelFields | undefined = subjectFields[subject];
  for (const [index, name] of path.entries()) {
    let type: ModelType | undefined = fields?.[name]?.type;
    written += `.${name}`;
    if (type?.kind === "list" && index < path.length - 1) {
      type = type.element;
      written += "[]";
    }
    fields = type?.kind === "record" ? type.fields : undefined;
  }
  return written;
}
