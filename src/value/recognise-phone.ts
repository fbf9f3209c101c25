import type { TextRange } from "./text-range.ts";

/**
 * Telephone numbers in a spelling that says so: international with `+`, North American in its grouping
 * (`(555) 010-9999`, `555-010-9999`), or national with a leading zero and separated groups of two digits or more. A bare
 * row of digits is none, it could be anything.
 */
export function findPhones(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let from = 0;
  while (from < text.length) {
    const code = text.charCodeAt(from);
    const isStart = code === 0x2b || code === 0x28 || (code >= 0x30 && code <= 0x39);
    // Without this test, one long row of digits would be looked at from each of its digits.
    const end = isStart && !isInner(text, from) ? endOfPhone(text.slice(from, from + maxWritten)) : undefined;
    if (end !== undefined) found.push({ start: from, end: from + end });
    from = end === undefined ? from + 1 : from + end;
  }
  return found;
}

const maxWritten = 32;

/** Does a character that belongs to a longer word or number precede? A digit and a blank do: groups of a card number. */
const isInner = (text: string, at: number): boolean =>
  /[A-Za-z0-9+_.-]$|[0-9] $/.test(text.slice(Math.max(0, at - 2), at)) &&
  !/^[0-9] \+$/.test(text.slice(Math.max(0, at - 2), at + 1));

// Each is tried on at most 32 characters, and nothing stands behind a repetition that could make it try again.
const international = /^\+[1-9][0-9]{0,3}\)?(?:[ .-]?\(?[0-9]{1,5}\)?){1,7}/;
const northAmerican = /^(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}([ .-]))[0-9]{3}[ .-][0-9]{4}/;
const national = /^(?:\(0[1-9][0-9]{0,3}\)|0[1-9][0-9]{0,3}|00[1-9][0-9]{0,2})[ /-][0-9]{2,8}(?:[ -][0-9]{2,8}){0,4}/;

function endOfPhone(window: string): number | undefined {
  for (const shape of [international, northAmerican, national]) {
    const match = shape.exec(window)?.[0];
    if (match === undefined || /^(?:[A-Za-z0-9_]|[:./][0-9])/.test(window.slice(match.length))) continue;
    // Three, two and four digits are a social security number.
    if (shape === national && /^[0-9]{3}-[0-9]{2}-[0-9]{4}$/.test(match)) continue;
    const digits = match.replace(/[^0-9]/g, "").length;
    const [least, most] = shape === international ? [8, 15] : shape === northAmerican ? [10, 11] : [9, 13];
    if (digits >= least && digits <= most) return match.length;
  }
  return undefined;
}
