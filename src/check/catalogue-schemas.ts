import { catalogueTooLarge, doubtfulSchema, invalidSchema, openReference } from "../diagnostics/catalogue.ts";
import { formatJsonPath, type JsonPath } from "../json/json-path.ts";
import type { JsonPositions } from "../json/json-positions.ts";
import type { SourceText, Span } from "../source/span.ts";
import { createSchemaReader, type SchemaReader } from "./json-schema-type.ts";
import type { Report } from "./report.ts";
import { shortened, shortText } from "./schema-keywords.ts";
import { createSchemaInspector } from "./schema-mistakes.ts";

/** A catalogue that was read, and where its mistakes go. */
export interface CatalogueFile {
  readonly source: SourceText;
  readonly positions: JsonPositions;
  readonly report: Report;
}

export interface CatalogueSchemas extends Pick<SchemaReader, "isSpent" | "typeOf"> {
  /** An error where more was found than is said at its place. */
  readonly reportUnsaid: (at: Span) => void;
}

/** A server could send as many mistakes, and as many open parts, as the file has room for. */
const mostErrors = 100;
const mostRemarks = 1_000;

/** The schemas of one catalogue as types, with what is wrong in them reported where it stands. */
export function readSchemasOf(file: CatalogueFile): CatalogueSchemas {
  // By place: what references lead to is met again and again.
  const [errors, others] = [new Set<string>(), new Set<string>()];
  const isNew = (found: Set<string>, { start, end }: Span): boolean => {
    const before = found.size;
    return found.add(`${start} ${end}`).size > before;
  };
  const inspect = createSchemaInspector(({ kind, path, problem }) => {
    const span = spanOf(file, path, "value");
    const isError = kind === "malformed";
    const found = isError ? errors : others;
    if (!isNew(found, span) || found.size > (isError ? mostErrors : mostRemarks)) return;
    file.report.add((isError ? invalidSchema : doubtfulSchema).at(span, { path: shownPath(path), problem }));
  });
  const reader = createSchemaReader({
    referred: inspect,
    open({ kind, path, found }) {
      const span = spanOf(file, path, "value");
      if (!isNew(others, span) || others.size > mostRemarks) return;
      const problem =
        kind === "open-reference"
          ? `the reference ${shortText(found)} leads out of this schema`
          : "the schema is too large or too deep from here on";
      file.report.add(openReference.at(span, { path: shownPath(path), problem }));
    },
  });
  return {
    isSpent: reader.isSpent,
    typeOf(schema, path, use) {
      inspect(schema, path);
      return reader.typeOf(schema, path, use);
    },
    reportUnsaid(at) {
      const found =
        errors.size > mostErrors
          ? `${errors.size} mistakes in its schemas; ${mostErrors} are shown`
          : others.size > mostRemarks
            ? `${others.size} parts of schemas that are open or doubtful; ${mostRemarks} are shown`
            : undefined;
      if (found !== undefined) file.report.add(catalogueTooLarge.at(at, { file: file.source.file, found }));
    },
  };
}

/** Names of members may be of any length too. */
const shownPath = (path: JsonPath): string =>
  formatJsonPath(path.map((step) => (typeof step === "string" ? shortened(step) : step)));

/** Where a value of the catalogue, or its key, stands. */
export function spanOf(file: CatalogueFile, path: JsonPath, part: "key" | "value"): Span {
  const location = file.positions.at(path);
  const range = (part === "key" ? location?.key : undefined) ?? location?.value ?? { start: 0, end: 0 };
  return { file: file.source.file, start: range.start, end: range.end };
}
