import type { DiagnosticKind } from "../diagnostics/diagnostic.ts";
import type { Position } from "../source/span.ts";
import type { TraceRefusal } from "./importer.ts";

/** One refusal: the words come from the diagnostic, the help follows the message. */
export function refusal<A>(
  kind: DiagnosticKind<A>,
  file: string,
  position: Position | undefined,
  args: A,
): TraceRefusal {
  const { code, message, help } = kind.at({ file, start: 0, end: 0 }, args);
  return {
    file,
    ...(position === undefined ? {} : { line: position.line, column: position.column }),
    code,
    message: help === undefined ? message : `${message} (${help})`,
  };
}
