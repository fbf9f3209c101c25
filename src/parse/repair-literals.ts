import {
  badEscape,
  malformedDuration,
  malformedNumber,
  malformedTimestamp,
  nonAsciiName,
  unexpectedCharacter,
  unquotedText,
  wrongQuotes,
} from "../diagnostics/syntax-literals.ts";
import { regexLiteral } from "../diagnostics/syntax-slips.ts";
import { decodeText, readDuration } from "./literals.ts";
import { dropped, type Place, type RepairedTokens, repaired, spanOf } from "./repair.ts";
import { tokens as types } from "./tokens.ts";

export function reportEscapes({ file, token }: Place): RepairedTokens | undefined {
  const { mistakes } = decodeText(token.image);
  if (mistakes.length === 0) return undefined;
  return {
    tokens: [token],
    mistakes: mistakes.map(({ start, end }) =>
      badEscape.at(
        { file, start: token.startOffset + start, end: token.startOffset + end },
        { found: token.image.slice(start, end) },
      ),
    ),
  };
}

export function repairNumeric({ file, token }: Place): RepairedTokens {
  const span = spanOf(file, token);
  const lexeme = token.image;
  if (/^\d{4}-\d{2}-\d{2}/.test(lexeme)) {
    return repaired(
      token,
      lexeme.length === 10 ? types.date : types.timestamp,
      malformedTimestamp.at(span, { lexeme }),
    );
  }
  if (/[A-Za-z]/.test(lexeme) && !/[eE][+-]?\d*$/.test(lexeme) && !lexeme.endsWith("%")) {
    const near = shortUnit(lexeme);
    const isDuration = near !== undefined && readDuration(near) !== undefined;
    const fixes = isDuration ? [{ title: `write \`${near}\``, safe: true, edits: [{ ...span, text: near }] }] : [];
    return repaired(
      token,
      types.duration,
      malformedDuration.at(span, { lexeme, ...(near === undefined ? {} : { near }) }, { fixes }),
      // Any duration that no later check finds too short.
      isDuration ? near : "1s",
    );
  }
  const isPercent = lexeme.endsWith("%");
  const expected = isPercent ? "a percentage" : "a number";
  return repaired(
    token,
    isPercent ? types.percent : types.number,
    malformedNumber.at(span, { lexeme, expected }),
    isPercent ? "0%" : "0",
  );
}

/** A URL without quotes: its `//` would open a comment, so it is one token. */
export function repairUrl({ file, token }: Place): RepairedTokens {
  const span = spanOf(file, token);
  const written = `"${token.image.replace(/["\\]/g, "\\$&")}"`;
  const fixes = [{ title: `write \`${written}\``, safe: true, edits: [{ ...span, text: written }] }];
  return repaired(token, types.text, unquotedText.at(span, { found: token.image, written }, { fixes }), written);
}

/** `15min`, `30sec`, `2hours`, `7days` */
function shortUnit(lexeme: string): string | undefined {
  const parts = /^(\d+)(s|m|h|d)(?:ec|in|our|ay|r)[a-z]*$/i.exec(lexeme);
  return parts === null ? undefined : `${parts[1]}${parts[2]?.toLowerCase()}`;
}

export function repairNonAscii({ file, token }: Place): RepairedTokens {
  const span = spanOf(file, token);
  const isName = /^[\p{L}\p{M}\p{N}_.-]+$/u.test(token.image);
  if (isName) return repaired(token, types.word, nonAsciiName.at(span, { name: token.image }));
  return dropped(
    unexpectedCharacter.at(span, { characters: token.image, hint: "text and data stand in double quotes" }),
  );
}

const characterHints: ReadonlyMap<string, string> = new Map([
  [".", "a path is written without spaces: `context.ticket.status`"],
  ["$", "an amount is written `500.00 USD`"],
  ["%", "a percentage is written without a space: `90%`"],
  ["/", "there is no division; a comment starts with `//`"],
  ["@", "an address is data: quote it"],
  ["\\", "backslashes stand in quoted texts only"],
]);

export function reportUnknown({ file, token }: Place): RepairedTokens {
  const hint = characterHints.get(token.image);
  return dropped(
    unexpectedCharacter.at(spanOf(file, token), { characters: token.image, ...(hint === undefined ? {} : { hint }) }),
  );
}

export function repairQuotes({ file, token }: Place): RepairedTokens {
  const inner = token.image.replace(/^./, "").replace(/['`\u2018-\u201f\u00bb]$/, "");
  const written = `"${inner.replace(/["\\]/g, "\\$&")}"`;
  const span = spanOf(file, token);
  const fixes = [{ title: `write ${written}`, safe: true, edits: [{ ...span, text: written }] }];
  return repaired(token, types.text, wrongQuotes.at(span, { quoted: token.image, written }, { fixes }), written);
}

export function repairRegex({ file, token }: Place): RepairedTokens {
  const pattern = token.image.slice(1, token.image.lastIndexOf("/"));
  const written = `"${pattern.replace(/["\\]/g, "\\$&")}"`;
  return repaired(token, types.text, regexLiteral.at(spanOf(file, token), { found: token.image, written }), written);
}
