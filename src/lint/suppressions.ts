import type { Comment, ParsedFile } from "../ast/parsed.ts";
import { type Diagnostic, type DiagnosticKind, defineDiagnostic } from "../diagnostics/diagnostic.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { indexLines } from "../source/span.ts";
import { parseTimestamp } from "../value/timestamp.ts";

const header = "policy desk version 1 language 1\n";
const body = 'tool read { effect reads }\nagent a { subject "a" }\ngrant g { to agent a  tools read }\n';

export const unusedIgnore = defineDiagnostic<{ code: string }>({
  code: "unused-ignore",
  severity: "warning",
  message: ({ code }) => `nothing here raises \`${code}\`, so this ignore does nothing`,
  help: () => "remove the comment; an ignore left behind would hide the next finding",
  page: {
    why: "An ignore outlives what it was written for and then hides something new.",
    bad: `${header}// sallyport-ignore gate-without-grant: checked by hand\n${body}`,
    good: `${header}${body}`,
  },
});

export const expiredIgnore = defineDiagnostic<{ code: string; until: string }>({
  code: "expired-ignore",
  severity: "warning",
  message: ({ code, until }) => `this ignore of \`${code}\` ended on ${until} and has no effect any more`,
  help: () => "fix the finding, or look at it again and set a new date",
  page: {
    why: "A dated ignore is a promise to look again; after the date the finding counts.",
    bad: `${header}// sallyport-ignore gate-without-grant until 2020-01-31: until the new tool lands\n${body}`,
    good: `${header}${body}`,
  },
});

export const unknownIgnore = defineDiagnostic<{ code: string; near: string | undefined }>({
  code: "unknown-ignore",
  severity: "warning",
  message: ({ code }) => `\`${code}\` is not a code of any rule`,
  help: ({ near }) =>
    near === undefined
      ? "`sallyport rules` lists the codes"
      : `did you mean \`${near}\`? \`sallyport rules\` lists the codes`,
  page: {
    why: "A misspelt ignore hides nothing, and its author believes it does.",
    bad: `${header}// sallyport-ignore gate-witout-grant: checked by hand\n${body}`,
    good: `${header}${body}`,
  },
});

export const ignoreWithoutReason = defineDiagnostic<{ code: string }>({
  code: "ignore-without-reason",
  severity: "warning",
  message: ({ code }) => `this ignore of \`${code}\` gives no reason, so it has no effect`,
  help: ({ code }) =>
    `write \`// sallyport-ignore ${code}: why this is safe\`, optionally with \`until 2027-01-31\` before the colon`,
  page: {
    why: "Whoever audits the policy must be able to judge an exception without asking its author.",
    bad: `${header}// sallyport-ignore gate-without-grant\n${body}`,
    good: `${header}${body}`,
  },
});

export const suppressionDiagnostics: readonly DiagnosticKind<never>[] = [
  unusedIgnore,
  expiredIgnore,
  unknownIgnore,
  ignoreWithoutReason,
];

interface Ignore {
  readonly comment: Comment;
  readonly code: string;
  readonly until: { readonly text: string; readonly ms: number } | undefined;
  readonly reason: string;
  readonly file: string;
  /** Offsets the ignore covers. */
  readonly start: number;
  readonly end: number;
}

/** What is left, with what is to be said of the ignores themselves, and what they cover. */
export interface Suppressed {
  readonly found: readonly Diagnostic[];
  readonly ignored: readonly Diagnostic[];
}

/**
 * Takes out findings that a `// sallyport-ignore CODE [until DATE]: reason` covers: on the same line, on the next line, on the whole
 * declaration when it stands directly above one, or on the whole file as `sallyport-ignore-file`.
 */
export function applySuppressions(
  files: readonly ParsedFile[],
  found: readonly Diagnostic[],
  known: ReadonlySet<string>,
  asOfMs: number,
): Suppressed {
  const ignores = files.flatMap(ignoresOf);
  const said: Diagnostic[] = [];
  const active: Ignore[] = [];
  for (const ignore of ignores) {
    const { span } = ignore.comment;
    if (!known.has(ignore.code))
      said.push(unknownIgnore.at(span, { code: ignore.code, near: nearMiss(ignore.code, known) }));
    else if (ignore.reason === "") said.push(ignoreWithoutReason.at(span, { code: ignore.code }));
    else if (ignore.until !== undefined && !(asOfMs < ignore.until.ms)) {
      said.push(expiredIgnore.at(span, { code: ignore.code, until: ignore.until.text }));
    } else active.push(ignore);
  }
  const used = new Set<Ignore>();
  const left: Diagnostic[] = [];
  const ignored: Diagnostic[] = [];
  for (const diagnostic of found) {
    const covering = active.filter((ignore) => covers(ignore, diagnostic));
    for (const ignore of covering) used.add(ignore);
    (covering.length === 0 ? left : ignored).push(diagnostic);
  }
  for (const ignore of active) {
    if (!used.has(ignore)) said.push(unusedIgnore.at(ignore.comment.span, { code: ignore.code }));
  }
  return { found: [...left, ...said], ignored };
}

function covers(ignore: Ignore, diagnostic: Diagnostic): boolean {
  const primary = diagnostic.spans.find((span) => span.primary);
  if (primary === undefined || diagnostic.code !== ignore.code || primary.file !== ignore.file) return false;
  return primary.start >= ignore.start && primary.start < ignore.end;
}

function ignoresOf(file: ParsedFile): readonly Ignore[] {
  const lines = indexLines(file.text);
  return file.comments.flatMap((comment) => {
    const written =
      /^\/\/\s*sallyport-ignore(-file)?\s+([a-z0-9-]+)\s*(?:until\s+(\d{4}-\d{2}-\d{2}))?\s*(?::(.*))?$/.exec(
        comment.text.trimEnd(),
      );
    if (written === null) return [];
    const [, wholeFile, code = "", date, reason = ""] = written;
    const line = lines.at(comment.span.start).line;
    const next = file.declarations.find(
      ({ span }) => span.start >= comment.span.end && lines.at(span.start).line === line + 1,
    );
    const start = wholeFile === undefined ? file.text.lastIndexOf("\n", comment.span.start - 1) + 1 : 0;
    const end =
      wholeFile !== undefined
        ? file.text.length
        : comment.ownLine
          ? (next?.span.end ?? lineEnd(file.text, line + 1))
          : comment.span.end;
    const endOfDate = date === undefined ? undefined : parseTimestamp(`${date}T00:00:00Z`);
    return [
      {
        comment,
        code,
        until: date === undefined || endOfDate === undefined ? undefined : { text: date, ms: endOfDate },
        reason: reason.trim(),
        file: file.file,
        start,
        end,
      },
    ];
  });
}

function lineEnd(text: string, line: number): number {
  let offset = 0;
  for (let seen = 1; seen <= line; seen += 1) {
    const found = text.indexOf("\n", offset);
    if (found < 0) return text.length;
    offset = found + 1;
  }
  return offset;
}
