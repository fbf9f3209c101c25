import type { TextRange } from "./text-range.ts";

/**
 * Private keys in PEM and in OpenPGP armour: from `-----BEGIN … PRIVATE KEY-----` to the matching end, or to the end of the text
 * where that is missing. Also the one-line secret keys of age.
 */
export function findPrivateKeys(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let start = text.indexOf("-----BEGIN ");
  while (start >= 0) {
    const head = /^-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/.exec(text.slice(start, start + 110));
    let next = start + 11;
    if (head !== null) {
      const footer = text.indexOf("-----END ", start + head[0].length);
      const close = footer < 0 ? -1 : text.indexOf("-----", footer + 9);
      next = close < 0 ? text.length : close + 5;
      found.push({ start, end: next });
    }
    start = text.indexOf("-----BEGIN ", next);
  }
  return [...found, ...findAgeKeys(text)];
}

function findAgeKeys(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  const prefix = "AGE-SECRET-KEY-1";
  let start = text.indexOf(prefix);
  while (start >= 0) {
    const rest = /^[AC-HJ-NP-Z02-9]{58}(?![A-Za-z0-9])/.exec(
      text.slice(start + prefix.length, start + prefix.length + 59),
    );
    if (rest !== null) found.push({ start, end: start + prefix.length + 58 });
    start = text.indexOf(prefix, start + prefix.length);
  }
  return found;
}
