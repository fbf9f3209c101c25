import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { auditDeployment } from "../../src/audit/audit-deployment.ts";
import type { AuditReport, SubjectVerdict } from "../../src/audit/audit-result.ts";
import { type ReadDeployment, type ReadDeploymentOptions, readDeployment } from "../../src/manifest/read-deployment.ts";
import type { SourceText } from "../../src/source/span.ts";
import { compileFolder } from "../support/policy-folder.ts";

const compiled = compileFolder("policies/zero-trust");
const messages = compiled.diagnostics.map(({ code, message }) => `${code}: ${message}`);
export const controls = compiled.checked?.controls ?? [];
export const policyTests = compiled.checked?.tests ?? [];
export const compileMessages = messages;

/** The first of June 2026: attestations of the cases end then or later. */
export const asOfMs = 1_780_272_000_000;

export interface Case {
  readonly name: string;
  readonly files: readonly SourceText[];
  readonly options: ReadDeploymentOptions;
  readonly expected: readonly Expected[];
}

export interface Expected {
  readonly item: string;
  readonly verdict: string;
  readonly subject: string;
  /** `file:line` of a place that the evidence must show. */
  readonly at: string | undefined;
}

const root = "fixtures/audit";
export const caseNames: readonly string[] = readdirSync(root).sort();

/** Manifests of one folder, named relative to it, and what its `expected.txt` demands; the first line there says why. */
export function readCase(name: string): Case {
  const folder = join(root, name);
  const files = manifestsIn(folder);
  const [, ...lines] = readFileSync(join(folder, "expected.txt"), "utf8").trimEnd().split("\n");
  const words = (lead: string): readonly string[] =>
    lines
      .filter((line) => line.startsWith(`${lead} `))
      .flatMap((line) => line.slice(lead.length + 1).split(","))
      .map((word) => word.trim());
  const expected = lines.flatMap((line) => {
    const match = /^(ZT-\S+) (\S+) for (.+?)(?: at (\S+))?$/.exec(line);
    const [, item = "", verdict = "", subject = "", at] = match ?? [];
    return match === null ? [] : [{ item, verdict, subject, at }];
  });
  return {
    name,
    files,
    options: {
      complete: words("complete"),
      agents: words("agents").map((agent) => ({ name: agent })),
      knownFiles: files.map(({ file }) => file),
    },
    expected,
  };
}

/** Every manifest below a folder, named relative to it. */
export function manifestsIn(folder: string): readonly SourceText[] {
  const walk = (path: string): readonly string[] =>
    statSync(path).isDirectory() ? readdirSync(path).flatMap((entry) => walk(join(path, entry))) : [path];
  return walk(folder)
    .filter((path) => /\.(?:ya?ml|json)$/.test(path))
    .map((path) => ({ file: relative(folder, path), text: readFileSync(path, "utf8") }));
}

export const nothingElse = {
  asOfMs,
  accepted: [],
  refusals: [],
  unclaimed: [],
  proposals: [],
  inputDigest: "",
  files: 1,
} as const;

export function auditFiles(
  files: readonly SourceText[],
  options: ReadDeploymentOptions,
): { readonly read: ReadDeployment; readonly report: AuditReport } {
  const read = readDeployment(files, options);
  return { read, report: auditDeployment(controls, read.deployment, nothingElse) };
}

/** The rows of a report that a control judged. */
export const rowsOf = (report: AuditReport): readonly (SubjectVerdict & { readonly item: string })[] =>
  report.items
    .filter(({ controlled }) => controlled)
    .flatMap(({ id, subjects }) => subjects.map((subject) => ({ ...subject, item: id })));

/** `ZT-ID-1 agent mailer` -> verdict. */
export const verdictsOf = (report: AuditReport): ReadonlyMap<string, string> =>
  new Map(rowsOf(report).map(({ item, subject, verdict }) => [`${item} ${subject}`, verdict]));
