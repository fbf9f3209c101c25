import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isJsonArray, isJsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import { writeJson } from "../json/write-json.ts";
import { readTrace, refusalOf, traceFiles } from "../load/load-traces.ts";
import { escapeControls } from "../report/escape.ts";
import type { Refusal } from "../simulate/simulation.ts";
import type { SourceText } from "../source/span.ts";
import { inferCatalogue } from "../trace/infer-catalogue.ts";
import type { Context } from "./command.ts";

export interface FoundCatalogue {
  readonly files: readonly string[];
  /** The names of its tools; none: there is no catalogue. */
  readonly names: readonly string[];
  readonly tools: readonly JsonValue[];
  /** As a file: one tool a line, because a catalogue is reviewed as a diff. */
  readonly document: string;
  readonly notFound: readonly Diagnostic[];
  readonly refusals: readonly Refusal[];
  readonly notes: readonly string[];
}

/** The tool catalogue of tool lists and traces. Without `inferred`, only tools that a list defines are taken. */
export async function catalogueOf(
  context: Context,
  named: readonly string[],
  inferred: boolean,
): Promise<FoundCatalogue> {
  const { host } = context.shell;
  const { files, diagnostics: notFound, unreadable } = traceFiles(host, named);
  const texts: SourceText[] = [];
  const refusals: Refusal[] = unreadable.map((diagnostic) => refusalOf(diagnostic, undefined));
  for (const file of files) {
    const read = await readTrace(host, file, context.stdinName);
    if ("refusal" in read) refusals.push(read.refusal);
    else texts.push(read);
  }
  const found = inferCatalogue(texts);
  const tools = toolsOf(found.document).filter((tool) => inferred || !isInferred(tool));
  refusals.push(
    ...found.refusals.map(({ file, line, column, code, message }) => ({ file, line, column, code, message })),
  );
  return {
    files,
    names: tools.map(nameOf),
    tools,
    document: documentOf(tools),
    notFound,
    refusals,
    notes: found.notes,
  };
}

const toolsOf = (value: JsonValue): readonly JsonValue[] => {
  const tools = isJsonObject(value) ? memberOf(value, "tools") : undefined;
  return isJsonArray(tools) ? tools : [];
};

const isInferred = (tool: JsonValue): boolean => isJsonObject(tool) && memberOf(tool, "x-inferred") === true;

const nameOf = (tool: JsonValue): string => {
  const name = isJsonObject(tool) ? memberOf(tool, "name") : undefined;
  return typeof name === "string" ? name : "";
};

const documentOf = (tools: readonly JsonValue[]): string =>
  `{"tools": [\n${tools.map((tool) => `  ${escapeControls(writeJson(tool))}`).join(",\n")}\n]}\n`;
