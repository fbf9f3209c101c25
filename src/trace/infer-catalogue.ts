import { type JsonObject, type JsonValue, jsonObject } from "../json/json-value.ts";
import type { ImportTraceOptions } from "./import-trace.ts";
import { importTrace } from "./import-trace.ts";
import type { TraceFile, TraceRefusal } from "./importer.ts";
import { nothingSeen, type SeenValues, schemaOfSeen, seeValue } from "./infer-schema.ts";
import { quoteText } from "./json-members.ts";
import { listedTools } from "./listed-tools.ts";
import { readDocument } from "./read-document.ts";
import { sameJson } from "./same-json.ts";

export interface InferredCatalogue {
  /** `{"tools": […]}` as MCP's `tools/list` gives it, sorted by name; inferred tools carry `"x-inferred": true`. */
  readonly document: JsonValue;
  readonly notes: readonly string[];
  readonly refusals: readonly TraceRefusal[];
}

interface CalledTool {
  readonly args: SeenValues;
  calls: number;
  unrecorded: number;
}

/**
 * A catalogue from traces: tool lists they hold, as they stand, and for tools that were only called a schema inferred
 * from the arguments seen. An inferred schema states no `additionalProperties`, so an argument never seen is still denied as
 * undeclared. The result does not depend on the order of calls; of two lists that disagree the first counts, with a note.
 */
export function inferCatalogue(files: readonly TraceFile[], options: ImportTraceOptions = {}): InferredCatalogue {
  const listed = new Map<string, JsonObject>();
  const called = new Map<string, CalledTool>();
  const notes: string[] = [];
  const refusals: TraceRefusal[] = [];
  for (const file of files) {
    const found = addLists(file, listed, notes);
    const imported = importTrace(file, options);
    // A file of tool lists alone is no trace of an agent, but it has said what it was asked for.
    const listsOnly = found && imported.sessions.length === 0;
    refusals.push(...imported.refusals.filter(({ code }) => !listsOnly || !excusedByList.includes(code)));
    for (const { events } of imported.sessions) {
      for (const event of events) if (event.kind === "call") addCall(called, event.tool, event.args);
    }
  }
  const inferred = [...called].filter(([name]) => !listed.has(name)).map(([name, tool]) => inferTool(name, tool));
  const missing = [...called].filter(([name, { unrecorded }]) => unrecorded > 0 && !listed.has(name));
  for (const [name, { unrecorded }] of missing.sort(([left], [right]) => (left < right ? -1 : 1))) {
    notes.push(`${quoteText(name)}: the arguments of ${unrecorded} of its calls are not recorded, so none is required`);
  }
  const tools = [...[...listed].map(([name, tool]) => ({ name, tool })), ...inferred];
  tools.sort((left, right) => (left.name < right.name ? -1 : 1));
  return { document: jsonObject([["tools", tools.map(({ tool }) => tool)]]), notes, refusals };
}

const excusedByList = ["trace-no-events", "trace-fragment", "trace-unknown-format"];

function addLists(file: TraceFile, listed: Map<string, JsonObject>, notes: string[]): boolean {
  let found = false;
  for (const { value } of readDocument(file).records) {
    for (const { name, definition } of listedTools(value)) {
      found = true;
      const known = listed.get(name);
      if (known === undefined) listed.set(name, definition);
      else if (!sameJson(known, definition)) {
        notes.push(`${quoteText(name)} is listed with two definitions; the first one counts, not that of ${file.file}`);
      }
    }
  }
  return found;
}

function addCall(called: Map<string, CalledTool>, name: string, args: JsonObject | undefined): void {
  const tool = called.get(name) ?? { args: nothingSeen(), calls: 0, unrecorded: 0 };
  called.set(name, tool);
  tool.calls += 1;
  if (args === undefined) tool.unrecorded += 1;
  else seeValue(tool.args, args);
}

function inferTool(name: string, { args, calls, unrecorded }: CalledTool): { name: string; tool: JsonObject } {
  const description = `Inferred from ${calls} recorded call${calls === 1 ? "" : "s"}.`;
  const schema = unrecorded === calls ? jsonObject([["type", "object"]]) : schemaOfSeen(args, unrecorded === 0);
  const tool = jsonObject([
    ["name", name],
    ["description", description],
    ["inputSchema", schema],
    ["x-inferred", true],
  ]);
  return { name, tool };
}
