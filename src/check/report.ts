import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** Collects what is found. The same mistake met twice, as in a `let` that is used twice, is said once. */
export interface Report {
  readonly add: (diagnostic: Diagnostic) => void;
  /** In the order of files, places and codes, whatever the order of finding. */
  readonly all: () => readonly Diagnostic[];
}

export function createReport(): Report {
  const found = new Map<string, Diagnostic>();
  return {
    add(diagnostic) {
      const key = identity(diagnostic);
      if (!found.has(key)) found.set(key, diagnostic);
    },
    all: () => [...found.values()].sort(byPlace),
  };
}

const primarySpan = (diagnostic: Diagnostic) => diagnostic.spans.find((span) => span.primary);

function identity(diagnostic: Diagnostic): string {
  const span = primarySpan(diagnostic);
  return JSON.stringify([diagnostic.code, span?.file, span?.start, span?.end]);
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [a, b] = [primarySpan(left), primarySpan(right)];
  return (
    compareTexts(a?.file ?? "", b?.file ?? "") ||
    (a?.start ?? 0) - (b?.start ?? 0) ||
    (a?.end ?? 0) - (b?.end ?? 0) ||
    compareTexts(left.code, right.code)
  );
}

const compareTexts = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
