import type { CheckedContextField } from "../ast/checked.ts";
import type { ContextField } from "../ast/parsed-tool.ts";
import { duplicateName } from "../diagnostics/declarations.ts";
import { unknownCurrency, unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import type { FieldType, Type } from "../value/type.ts";
import { poisonedType } from "./poisoned-type.ts";
import { readType } from "./read-type.ts";
import type { Report } from "./report.ts";
import { dotted } from "./scope.ts";

const vouchers = { "verified token": "token", host: "host", model: "model" } as const;

/** The declared fields of `context`, and the record type a path is looked up in. */
export function checkContext(
  fields: readonly ContextField[],
  report: Report,
): { readonly fields: readonly CheckedContextField[]; readonly type: Type } {
  const checked = new Map<string, CheckedContextField>();
  for (const field of fields) {
    const path = dotted(field.path);
    const other = [...checked.values()].find((known) => overlap(known.path, path));
    if (other !== undefined) {
      report.add(
        duplicateName.at(
          field.span,
          { kind: "context field", name: path },
          { related: [{ span: other.span, label: `\`${other.path}\` is declared here` }] },
        ),
      );
      continue;
    }
    const type = readType(field.type, report, (currency) => {
      report.add(unknownCurrency.at(currency.span, { code: dotted(currency.segments), near: undefined }));
      return undefined;
    });
    const from = voucherOf(field, report);
    // The path stays declared after a mistake in its type, so that its uses raise nothing more.
    checked.set(path, { span: field.span, path, type: type ?? poisonedType, from: from ?? "host" });
  }
  const sorted = [...checked.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  return { fields: sorted, type: recordOf(sorted.map(({ path, type }) => ({ segments: path.split("."), type }))) };
}

const overlap = (left: string, right: string): boolean =>
  left === right || left.startsWith(`${right}.`) || right.startsWith(`${left}.`);

function voucherOf(field: ContextField, report: Report): CheckedContextField["from"] | undefined {
  const { text, span } = field.from;
  if (text === "verified token" || text === "host" || text === "model") return vouchers[text];
  const known = Object.keys(vouchers);
  report.add(
    unknownWord.at(span, { word: text, near: text === "token" ? "verified token" : nearMiss(text, known), known }),
  );
  return undefined;
}

function recordOf(fields: readonly { readonly segments: readonly string[]; readonly type: Type }[]): Type {
  const record: Record<string, FieldType> = Object.create(null);
  for (const name of new Set(fields.map((field) => field.segments[0] ?? ""))) {
    const below = fields
      .filter((field) => field.segments[0] === name)
      .map((field) => ({ segments: field.segments.slice(1), type: field.type }));
    const leaf = below.find((field) => field.segments.length === 0);
    record[name] = { type: leaf?.type ?? recordOf(below), required: false };
  }
  return { kind: "record", fields: record, additional: false };
}
