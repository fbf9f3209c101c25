/**
 * Letters that print like a letter of ASCII, by their code, with that letter behind it: Cyrillic, Greek, others. Kept short on
 * purpose: what every usual font shows alike.
 */
const pairs = [
  "0430a 0435e 043eo 0440p 0441c 0443y 0445x 0456i 0458j 0455s 0501d 04bbh 051bq 051dw",
  "0410A 0412B 0415E 041aK 041cM 041dH 041eO 0420P 0421C 0422T 0425X 0423Y 0406I 0408J 0405S",
  "03bfo 03b1a 03bdv 03c1p 03b9i 03bak 0391A 0392B 0395E 0396Z 0397H 0399I",
  "039aK 039cM 039dN 039fO 03a1P 03a4T 03a5Y 03a7X",
  "0585o 057du 0570h 0578n 0131i 0261g 2113l 212aK 017fs",
].join(" ");

const latinOf: ReadonlyMap<string, string> = new Map(
  pairs.split(" ").map((pair) => [String.fromCharCode(Number.parseInt(pair.slice(0, 4), 16)), pair.slice(4)] as const),
);

/** A character that is not what it looks like, and what it looks like in words. */
export interface LookAlike {
  readonly character: string;
  readonly looks: string;
}

/**
 * The first character of a text that a reader takes for another one: a letter of another script in a word of Latin letters, or
 * in one of nothing but such letters; full-width forms; blanks that are no space; letters and accents in two parts.
 */
export function findLookAlike(text: string): LookAlike | undefined {
  if (/^[\u0000-\u007f]*$/.test(text)) return undefined;
  const blank = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/.exec(text);
  if (blank !== null) return { character: blank[0], looks: "a space" };
  const wide = /[\uff01-\uff5e]/.exec(text);
  if (wide !== null) return { character: wide[0], looks: `\`${String.fromCharCode(wide[0].charCodeAt(0) - 0xfee0)}\`` };
  const part = /\p{L}(\p{M})/u.exec(text);
  if (part !== null && text.normalize("NFC") !== text)
    return { character: part[1] ?? "", looks: "a part of the letter before it" };
  for (const [word] of text.matchAll(/\p{L}+/gu)) {
    const odd = [...word].find((letter) => latinOf.has(letter));
    if (odd === undefined) continue;
    const isDisguised = /[A-Za-z]/.test(word) || ![...text.matchAll(/\p{L}/gu)].some(([letter]) => isForeign(letter));
    if (isDisguised) return { character: odd, looks: `\`${latinOf.get(odd)}\`` };
  }
  return undefined;
}

/** A letter beyond ASCII that shows what script it is of. */
const isForeign = (letter: string): boolean => letter > "\u007f" && !latinOf.has(letter);
