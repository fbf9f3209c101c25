/**
 * Texts from policies, traces and manifests may carry terminal sequences, direction overrides and invisible letters. Every
 * reporter passes them through the function of its medium. What is invisible is shown as `\u{202e}`.
 */
export function visible(text: string, ascii = false): string {
  if (!ascii && !suspicious.test(text)) return text;
  let shown = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\n") shown += "\\n";
    else if (character === "\r") shown += "\\r";
    else if (character === "\t") shown += "\\t";
    else if (isInvisible(code) || (ascii && code > 0x7e)) shown += `\\u{${code.toString(16)}}`;
    else shown += character;
  }
  return shown;
}

/** Controls, direction marks, zero-width and format characters, fillers, variation selectors, tags, lone surrogates. */
export function isInvisible(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code <= 0xa0)) return true;
  if (code < 0xad) return false;
  return invisibleRanges.some(([first, last]) => code >= first && code <= last);
}

const invisibleRanges: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x600, 0x605],
  [0x61c, 0x61c],
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const suspicious = /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u034e]/u;

/** For XML text and quoted attributes. */
export const escapeXml = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * For running Markdown text. Pairs of backticks, which our messages use, become code spans; everything else that could
 * start markup, a link, a mention or an issue reference is defused. `table` also escapes `|` inside code.
 */
export function escapeMarkdown(text: string, table = false): string {
  const parts = visible(text).split("`");
  const balanced = parts.length % 2 === 1;
  return parts
    .map((part, index) => {
      const last = index === parts.length - 1;
      if (index % 2 === 1 && (balanced || !last)) return part === "" ? "\\`\\`" : markdownCode(part, table);
      return `${!balanced && last ? "\\`" : ""}${markdownText(part)}`;
    })
    .join("");
}

/** A text as one code span: nothing inside is markup. */
export function markdownCode(text: string, table = false): string {
  const shown = visible(text);
  const fence = "`".repeat(longestRun(shown, "`") + 1);
  const padded = shown.startsWith("`") || shown.endsWith("`") || shown === "" ? ` ${shown} ` : shown;
  return `${fence}${table ? padded.replaceAll("|", "\\|") : padded}${fence}`;
}

const markdownText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\*_[\]~|]/g, "\\$&")
    .replace(/^(\s*)([-+#=]|\d+[.)])/, "$1\\$2")
    .replaceAll("@", "@<!-- -->")
    .replace(/#(?=\d)/g, "#<!-- -->")
    .replace(/:\/\//g, ":<!-- -->//")
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}<!-- -->.`);

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const current of text) {
    run = current === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** For the message of a GitHub workflow command. Line breaks we wrote ourselves (between `lines`) survive as `%0A`. */
export const escapeCommandData = (lines: readonly string[]): string =>
  lines.map((line) => visible(line).replaceAll("%", "%25")).join("%0A");

/** For a property of a GitHub workflow command, which also ends at `:` and `,`. */
export const escapeCommandProperty = (text: string): string =>
  visible(text).replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll(",", "%2C");

/**
 * JSON text that is safe to look at: invisible characters are written as JSON escapes, so that a parser gets the exact
 * text and a terminal shows nothing it should not.
 */
export const escapeJson = (value: unknown): string => escapeControls(JSON.stringify(value, undefined, 2));

/** The same for JSON that was written elsewhere. */
export function escapeControls(text: string): string {
  if (!/[^\n\x20-\x7e]/.test(text)) return text;
  let shown = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    shown += character !== "\n" && isInvisible(code) ? jsonEscapes(character) : character;
  }
  return shown;
}

const jsonEscapes = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");

/** A relative URI reference of a `/` path: every segment percent-encoded, so that `:` `#` `?` and spaces stay a path. */
export const escapeUri = (path: string): string =>
  path
    .split("/")
    .map((segment) => encodeURIComponent(replaceLoneSurrogates(segment)))
    .join("/");

const replaceLoneSurrogates = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");
