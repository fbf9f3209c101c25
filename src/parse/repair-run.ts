import { malformedNumber, unquotedText } from "../diagnostics/syntax-literals.ts";
import type { Enclosure } from "./enclosing-blocks.ts";
import { type GateToken, retype } from "./read-tokens.ts";
import type { RepairedTokens } from "./repair.ts";
import { keywords, rawTokens, tokens as types } from "./tokens.ts";

/** Tokens without blanks between them that were meant as one: `1,000`, or a path without quotes after `use tools from`. */
export function repairRun(
  file: string,
  declaration: readonly GateToken[],
  index: number,
  enclosure: Enclosure,
): (RepairedTokens & { readonly length: number }) | undefined {
  const first = declaration[index];
  if (first === undefined) return undefined;
  const isPath =
    declaration[0]?.tokenType === keywords.use && index > 0 && declaration[index - 1]?.tokenType === keywords.from;
  if (isPath && first.tokenType !== types.text && !quoted.has(first.tokenType) && !first.opensLine) {
    return joinRun(
      file,
      declaration,
      index,
      adjoining(declaration, index, () => true),
      (image) => ({
        type: types.text,
        written: `"${image}"`,
        diagnostic: unquotedText,
      }),
    );
  }
  if (first.tokenType !== types.number || enclosure === "list" || enclosure === "data") return undefined;
  const length = adjoining(
    declaration,
    index,
    (token) => token.tokenType === types.comma || /^\d{3}(?:\.\d+)?$/.test(token.image),
  );
  const image = imageOf(declaration, index, length);
  if (!/^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(image)) return undefined;
  return joinRun(file, declaration, index, length, () => ({
    type: types.number,
    written: image.replaceAll(",", "_"),
    diagnostic: undefined,
  }));
}

const quoted = new Set([rawTokens.openText, rawTokens.singleQuoted, rawTokens.curlyQuoted]);

/** How many tokens from `index` on stand without blanks between them. */
function adjoining(declaration: readonly GateToken[], index: number, belongs: (token: GateToken) => boolean): number {
  let length = 1;
  for (;;) {
    const [last, next] = [declaration[index + length - 1], declaration[index + length]];
    if (last === undefined || next === undefined || next.startOffset !== last.endOffset + 1 || !belongs(next))
      return length;
    length += 1;
  }
}

const imageOf = (declaration: readonly GateToken[], index: number, length: number): string =>
  declaration
    .slice(index, index + length)
    .map((token) => token.image)
    .join("");

function joinRun(
  file: string,
  declaration: readonly GateToken[],
  index: number,
  length: number,
  meant: (image: string) => {
    readonly type: GateToken["tokenType"];
    readonly written: string;
    readonly diagnostic: typeof unquotedText | undefined;
  },
): (RepairedTokens & { readonly length: number }) | undefined {
  const [first, last] = [declaration[index], declaration[index + length - 1]];
  if (first === undefined || last === undefined) return undefined;
  const image = imageOf(declaration, index, length);
  const { type, written, diagnostic } = meant(image);
  const span = { file, start: first.startOffset, end: last.endOffset + 1 };
  const details = { fixes: [{ title: `write \`${written}\``, safe: true, edits: [{ ...span, text: written }] }] };
  const mistake =
    diagnostic === undefined
      ? malformedNumber.at(
          span,
          { lexeme: image, expected: `a number; digits are grouped by \`_\`: \`${written}\`` },
          details,
        )
      : diagnostic.at(span, { found: image, written }, details);
  return { tokens: [{ ...retype(first, type, written), endOffset: last.endOffset }], mistakes: [mistake], length };
}
