import type { RowResult } from "./run-row.ts";

/** What no output may hold, whatever was read: our own stack, a sequence the terminal obeys, or a flood. */
export function unfitFor({ shown, code }: RowResult): readonly string[] {
  return [
    ...(/^\s+at .*[(/].*:\d+:\d+\)?$/m.test(shown) || code === 70 ? ["a stack trace"] : []),
    ...(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(shown)
      ? ["a control character"]
      : []),
    ...(shown.length > 60_000 ? [`${shown.length} characters`] : []),
  ];
}
