import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readEvent } from "../../src/event/read-event.ts";
import { importTrace } from "../../src/trace/import-trace.ts";
import type { ImportResult } from "../../src/trace/importer.ts";

const corpus = new URL("../../../shared/corpus/traces/", import.meta.url).pathname;

/** Every file below a folder of the corpus, unpacked, by its path from the corpus. */
function filesBelow(folder: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(join(corpus, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jsonl?(\.gz)?$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
      return { file: path.slice(corpus.length), text };
    })
    .sort((left, right) => (left.file < right.file ? -1 : 1));
}

const importAll = (folder: string): ReadonlyMap<string, ImportResult> =>
  new Map(filesBelow(folder).map((file) => [file.file, importTrace(file)]));

const callsOf = (result: ImportResult | undefined): number =>
  (result?.sessions ?? []).flatMap(({ events }) => events).filter(({ kind }) => kind === "call").length;

/** Imported or refused with a reason: never neither. */
function unaccounted(results: ReadonlyMap<string, ImportResult>): readonly string[] {
  return [...results]
    .filter(([, { sessions, refusals }]) => sessions.length === 0 && refusals.length === 0)
    .map(([file]) => file);
}

function invalidEvents(results: ReadonlyMap<string, ImportResult>): readonly string[] {
  return [...results.values()].flatMap(({ sessions }) =>
    sessions.flatMap(({ events }) =>
      events.flatMap((event) => {
        const read = readEvent(event);
        return "kind" in read ? [`${event.id} ${read.path}: ${read.message}`] : [];
      }),
    ),
  );
}

describe.skipIf(!existsSync(corpus))("the corpus of real traces", () => {
  it("of AgentDojo is imported whole, with every call that its labels count", () => {
    const results = importAll("agentdojo");
    const rows = readFileSync(join(corpus, "agentdojo/labels.tsv"), "utf8").trim().split("\n").slice(1);
    const labelled = rows.map((row) => row.split("\t"));
    const counted = labelled.map(([file]) => [file, callsOf(results.get((file ?? "").replace(/^traces\//, "")))]);
    expect(counted).toEqual(labelled.map((columns) => [columns[0], Number(columns[10])]));
    expect(results.size).toBe(695);
    expect(labelled).toHaveLength(695);
    expect([...results.values()].filter(({ format }) => format !== "agentdojo")).toEqual([]);
    expect([...results.values()].flatMap(({ refusals }) => refusals)).toEqual([]);
    expect(invalidEvents(results)).toEqual([]);
  });

  it("of tau-bench is imported, but for the demonstrations in plain text", () => {
    const results = importAll("tau-bench");
    expect(unaccounted(results)).toEqual([]);
    expect(invalidEvents(results)).toEqual([]);
    const [prose, runs] = [...results.values()];
    expect(prose?.refusals.map(({ code }) => code)).toEqual(prose?.refusals.map(() => "trace-prose-only"));
    expect(prose?.sessions).toEqual([]);
    expect(runs?.format).toBe("openai-chat");
    expect(runs?.refusals).toEqual([]);
    expect(runs?.sessions).toHaveLength(68);
    expect(callsOf(runs)).toBe(375);
  });

  it("of MCP messages is imported where a file holds a call, and refused with a reason elsewhere", () => {
    const results = importAll("mcp-jsonrpc-examples");
    expect(unaccounted(results)).toEqual([]);
    expect(invalidEvents(results)).toEqual([]);
    const codes = new Map<string, number>();
    for (const { refusals, sessions } of results.values()) {
      const outcome = sessions.length > 0 ? "imported" : (refusals[0]?.code ?? "");
      codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
    }
    expect(results.size).toBe(41);
    expect(Object.fromEntries(codes)).toEqual({
      imported: 1,
      "trace-fragment": 28,
      "trace-no-events": 11,
      "trace-unmatched-result": 1,
    });
  });

  it("of Claude Code transcripts is imported, every odd line reported", () => {
    const results = importAll("claude-code-log");
    expect(unaccounted(results)).toEqual([]);
    expect(invalidEvents(results)).toEqual([]);
    for (const { file, text } of filesBelow("claude-code-log")) {
      const result = results.get(file);
      expect(result?.format).toBe("claude-code");
      expect(text.trim().split("\n").length).toBeGreaterThan(0);
    }
    const odd = [...results.values()].flatMap(({ skipped }) => skipped.map(({ line }) => line));
    expect(odd).toEqual([8, 10, 11, 13, 14, 15, 16, 18, 19]);
    const events = [...results.values()].flatMap(({ sessions }) => sessions.flatMap((session) => session.events));
    expect(events.filter(({ kind }) => kind === "call")).toHaveLength(3);
    expect(events.filter(({ kind }) => kind === "error")).toHaveLength(1);
  });

  it("of formats that are not read is refused by name", () => {
    const results = importAll("inspect-ai");
    expect(unaccounted(results)).toEqual([]);
    expect([...results.values()].flatMap(({ sessions }) => sessions)).toEqual([]);
  });
});
