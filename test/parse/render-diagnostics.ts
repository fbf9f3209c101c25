import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { indexLines } from "../../src/source/span.ts";

/** One diagnostic a paragraph: place, code, the text it points at, message, help, other places. */
export function renderDiagnostics(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = indexLines(text);
  const at = (offset: number): string => {
    const { line, column } = lines.at(offset);
    return `${line}:${column}`;
  };
  const rendered = diagnostics.map(({ code, message, help, spans: [primary, ...others], fixes }) => {
    if (primary === undefined) return `${code}: ${message}`;
    return [
      `${at(primary.start)}-${at(primary.end)} ${code}: ${message}`,
      `  at: ${JSON.stringify(text.slice(primary.start, primary.end))}`,
      ...(help === undefined ? [] : [`  help: ${help}`]),
      ...others.map((other) => `  also ${at(other.start)}: ${other.label ?? ""}`),
      ...fixes.map((fix) => `  fix: ${fix.title}`),
    ].join("\n");
  });
  return `${rendered.join("\n")}\n${diagnostics.length} diagnostics\n`;
}
