import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { forbiddenCharacter } from "../diagnostics/syntax-file.ts";
import type { SourceText } from "../source/span.ts";
import { mostMistakes } from "./limits.ts";

/**
 * Refuses characters that make a text look different from what it says: control, bidirectional and invisible ones, and
 * lone surrogates (https://trojansource.codes). The answer's text has blanks in their place, offsets unchanged. A byte
 * order mark that opens the file is a blank too.
 */
export function reportForbiddenCharacters({ file, text }: SourceText): {
  readonly text: string;
  readonly mistakes: readonly Diagnostic[];
} {
  const mistakes: Diagnostic[] = [];
  let last: { readonly end: number } | undefined;
  const clean = text.replace(forbidden, (characters, start: number) => {
    const blank = " ".repeat(characters.length);
    if (start === 0 && characters === "\ufeff") return blank;
    // A run of them is one mistake.
    if (last?.end !== start && mistakes.length <= mostMistakes) {
      const code = characters.codePointAt(0) ?? 0;
      const hex = code.toString(16).toUpperCase().padStart(4, "0");
      mistakes.push(
        forbiddenCharacter.at(
          { file, start, end: start + characters.length },
          { character: `U+${hex}`, name: nameOf(code), written: escapeOf(characters) },
          {
            fixes: [
              { title: "remove it", safe: false, edits: [{ file, start, end: start + characters.length, text: "" }] },
            ],
          },
        ),
      );
    }
    last = { end: start + characters.length };
    return blank;
  });
  return { text: clean, mistakes };
}

/** The text with a `\u` escape for each character that may not stand in a policy. */
export const escapeForbidden = (text: string): string => text.replace(forbidden, escapeOf);

/**
 * C0 but tab, line feed and carriage return; DEL and C1; soft hyphen; combining grapheme joiner; Arabic letter mark; Hangul and Khmer
 * fillers; Mongolian selectors; zero-width and directional marks; line and paragraph separators; bidi controls; invisible
 * operators; braille blank; variation selectors; BOM; annotations; musical controls; tags.
 */
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5]|\u034f|[\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164]|[\ufe00-\ufe0f]|[\ufeff\uffa0\ufff0-\ufffb]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

function nameOf(code: number): string {
  if (code === 0) return "NUL";
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return "a control character";
  if (code >= 0xd800 && code <= 0xdfff) return "half of a surrogate pair";
  if (bidirectional.has(code)) return "a bidirectional control";
  return "an invisible character";
}

const bidirectional: ReadonlySet<number> = new Set([
  0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
]);

const escapeOf = (characters: string): string =>
  Array.from({ length: characters.length }, (_, index) => characters.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
