import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../../src/cli/main.ts";
import { nodeHost } from "../../../src/load/node-host.ts";
import type { Entry, Row } from "./row.ts";

export interface RowResult {
  readonly code: number;
  /** Standard output and standard error, one after the other. */
  readonly shown: string;
  /** Errors of the report and refused inputs as `code file:line:column`; a usage error as `usage WORDS`. */
  readonly says: readonly string[];
}

/** Lays out the files of a row in a folder of its own on the real machine, and runs its line there. */
export async function runRow(row: Row): Promise<RowResult> {
  const root = mkdtempSync(join(tmpdir(), "sallyport-bad-input-"));
  try {
    const folder = join(root, "work");
    mkdirSync(folder);
    for (const [path, entry] of Object.entries(row.files)) layOut(join(folder, path), entry);
    let out = "";
    let err = "";
    const code = await run(withReport(row.line), {
      host: nodeHost(folder, chunksOf(row.stdin ?? "")),
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      env: { CI: "1" },
      outIsTerminal: false,
      errIsTerminal: false,
      columns: undefined,
      today: "2026-03-15",
    });
    return {
      code,
      shown: `${out}${err}`.replaceAll(root, "ROOT"),
      says: [...reported(join(root, "report.json")), ...usage(err)],
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Every command writes the report that the row is judged by; a row that names one of its own has none besides. */
const withReport = ([command = "", ...rest]: readonly string[]): readonly string[] =>
  rest.includes("--report") ? [command, ...rest] : [command, "--report", "json=../report.json", ...rest];

function layOut(path: string, entry: Entry): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof entry === "function") writeFileSync(path, entry());
  else if (typeof entry === "string" || entry instanceof Uint8Array) writeFileSync(path, entry);
  else if ("link" in entry) symlinkSync(entry.link, path);
  else if (entry.special === "folder") mkdirSync(path);
  else execFileSync("mkfifo", [path]);
}

async function* chunksOf(stdin: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof stdin === "string" ? Buffer.from(stdin) : stdin;
}

interface Reported {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly spans: readonly Span[];
  }[];
  readonly simulation?: { readonly refusals: readonly Refusal[] };
  readonly audit?: { readonly refusals: readonly Refusal[] };
}

interface Span {
  readonly primary: boolean;
  readonly file: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

interface Refusal {
  readonly code: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

function reported(file: string): readonly string[] {
  let report: Reported;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
  const errors = report.diagnostics.filter(({ severity }) => severity === "error");
  const refusals = [...(report.simulation?.refusals ?? []), ...(report.audit?.refusals ?? [])];
  return [
    ...errors.map(({ code, spans }) => {
      const { file, startLine, startColumn } = spans.find(({ primary }) => primary) ?? spans[0] ?? { file: "" };
      return placed(code, [file, startLine, startColumn]);
    }),
    ...refusals.map(({ code, file, line, column }) => placed(code, [file, line, column])),
  ];
}

const placed = (code: string, place: readonly unknown[]): string =>
  `${code} ${place.filter((part) => part !== undefined).join(":")}`;

/** The message of a mistake in the command line, which no report holds. */
const usage = (err: string): readonly string[] =>
  [...err.matchAll(/^error: (.*)$/gm)].map(([, words = ""]) => `usage ${words}`);
