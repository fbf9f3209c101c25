import { utf8Bytes } from "../json/sha256.ts";

/**
 * The path of a URL with dot segments resolved and one spelling for every character: unreserved ones plain, all others
 * that must be encoded as upper-case escapes (RFC 3986, 6.2.2). Undefined where the text can be read in two ways: a `%`
 * that is no escape, an encoded NUL, what is encoded twice without need, or encoded slashes around dot segments (`..%2f`), which some servers decode.
 */
export function canonicalUrlPath(text: string): string | undefined {
  const encoded = canonicalEscapes(text, inPath);
  if (encoded === undefined || encoded.includes("%00") || encodedTwice.test(encoded)) return undefined;
  const segments: string[] = [];
  const raw = encoded.split("/").slice(1);
  for (const [index, segment] of raw.entries()) {
    const isLast = index === raw.length - 1;
    if (segment === "..") segments.pop();
    else if (segment !== ".") segments.push(segment);
    if (isLast && (segment === "." || segment === "..")) segments.push("");
    if (segment.split(/%2F|%5C/).some((part, _, parts) => parts.length > 1 && /^\.\.?$/.test(part))) return undefined;
  }
  return `/${segments.join("/")}`;
}

/** Letters, digits, `-`, `.`, `_`, `~`, slashes and NUL, encoded twice: nobody needs it, and servers that decode twice read another path. */
const encodedTwice = /%25(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|2[DEFdef]|5[CFcf]|7[Ee]|00)/;

/** A query with one spelling for every character; undefined for a `%` that is no escape. */
export const canonicalUrlQuery = (text: string): string | undefined => canonicalEscapes(text, inQuery);

/** A fragment, with its `#`, likewise. */
export const canonicalUrlFragment = (text: string): string | undefined => canonicalEscapes(text, inFragment);

// What the WHATWG URL Standard encodes in a path, in the query of a special scheme, in a fragment.
const inPath = new Set(' "#<>?^`{}');
const inQuery = new Set(" \"<>'");
const inFragment = new Set(' "<>`');

function canonicalEscapes(text: string, encoded: ReadonlySet<string>): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text) || /[\ud800-\udfff]/u.test(text)) return undefined;
  return text.replace(/%[0-9A-Fa-f]{2}|[^\u0021-\u007e]|["#<>?^`{}']/gu, (piece) => {
    if (piece.startsWith("%")) {
      const character = String.fromCharCode(Number.parseInt(piece.slice(1), 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : piece.toUpperCase();
    }
    if (encoded.has(piece) || piece > "\u007e") return percentEncode(piece);
    return piece;
  });
}

const percentEncode = (character: string): string =>
  Array.from(utf8Bytes(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
