export type JsonErrorCode = "syntax" | "duplicate-key" | "depth" | "size" | "lone-surrogate" | "number";

/** A refusal before its path is known. */
export interface JsonFault {
  readonly code: JsonErrorCode;
  readonly message: string;
  readonly offset: number;
}

export const fault = (code: JsonErrorCode, offset: number, message: string): JsonFault => ({ code, message, offset });

/** What stands at an offset, in words for a message: never more than a short word of the document's own text. */
export function describe(text: string, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) return "the end of the text";
  if (text.startsWith("//", at) || text.startsWith("/*", at)) return "a comment";
  if (code === 0x27) return "a single quote";
  if (isWordCode(code)) {
    let end = at;
    while (end - at < 20 && isWordCode(text.charCodeAt(end))) end += 1;
    return `\`${text.slice(at, end)}\``;
  }
  if (code > 0x20 && code < 0x7f) return `\`${String.fromCodePoint(code)}\``;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A piece of the document in quotes, cut to what a message can carry. */
export const quote = (piece: string): string => JSON.stringify(piece.length > 60 ? `${piece.slice(0, 60)}…` : piece);

export const isWordCode = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
