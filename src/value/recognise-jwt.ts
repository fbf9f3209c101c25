import type { TextRange } from "./text-range.ts";
import { type TextToken, textTokens } from "./text-token.ts";

/** JSON Web Tokens, signed: three base64url parts joined by dots, the first two JSON objects, which start with `{"`. */
export function findJwts(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let header: TextToken | undefined;
  let payload: TextToken | undefined;
  for (const signature of textTokens(text)) {
    if (header !== undefined && payload !== undefined && isJwt(text, header, payload, signature)) {
      found.push({ start: header.start, end: signature.end });
    }
    header = payload;
    payload = signature;
  }
  return found;
}

const isJwt = (text: string, header: TextToken, payload: TextToken, signature: TextToken): boolean =>
  header.end + 1 === payload.start &&
  payload.end + 1 === signature.start &&
  text[header.end] === "." &&
  text[payload.end] === "." &&
  header.text.startsWith("eyJ") &&
  payload.text.startsWith("eyJ") &&
  signature.text.length >= 8;
