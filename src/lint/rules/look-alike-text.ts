import type { ParsedFile } from "../../ast/parsed.ts";
import { example, guarded } from "../example.ts";
import { findLookAlike } from "../look-alikes.ts";
import { defineRule, type Finding } from "../rule.ts";

interface Words {
  readonly code: string;
  readonly looks: string;
}

export const lookAlikeText = defineRule<Words>({
  code: "look-alike-text",
  severity: "warning",
  why: "Texts are compared character by character. With one letter of another alphabet in it a text reads as before and equals nothing that anybody sends, and no review sees the difference.",
  bad: example(`${guarded}gate tables on look { when args.query contains "w\u0131pe"  deny }\n`),
  good: example(`${guarded}gate tables on look { when args.query contains "wipe"  deny }\n`),
  message: ({ code, looks }) => `this text holds U+${code}, which looks like ${looks} and is another character`,
  help: ({ code }) =>
    `write the plain character; if this one is meant, say so with the escape \`\\u${code.toLowerCase()}\``,
  *find({ policy }) {
    for (const file of [...policy.files, ...policy.packs.flatMap(({ files }) => files)]) yield* inFile(file);
  },
});

/** In texts that are compared or sent; not in reasons and titles, which people read, nor in tests, which hold what attackers write. */
function* inFile({ file, text, declarations, comments }: ParsedFile): Iterable<Finding<Words>> {
  if (/^[\u0000-\u007f]*$/.test(text)) return;
  for (const declaration of declarations) {
    if (declaration.kind === "test") continue;
    const written = text.slice(declaration.span.start, declaration.span.end);
    for (const match of written.matchAll(/(\b(?:because|remedy [a-z]+|control [\w.-]+)\s*)?"(?:[^"\\\r\n]|\\.)*"/g)) {
      const start = declaration.span.start + match.index;
      if (match[1] !== undefined || comments.some(({ span }) => span.start <= start && start < span.end)) continue;
      const found = findLookAlike(match[0]);
      if (found === undefined) continue;
      const code = (found.character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      yield { span: { file, start, end: start + match[0].length }, args: { code, looks: found.looks } };
    }
  }
}
