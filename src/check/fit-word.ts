import type { CheckedOperand } from "../ast/checked-condition.ts";
import { unknownAgent, unknownMember } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { noNull, quoteIt } from "../diagnostics/types-values.ts";
import type { Expected } from "./expected.ts";
import { isTextual } from "./join-types.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { dotted, type Scope, type Typed } from "./scope.ts";

const nullWords: ReadonlySet<string> = new Set(["null", "NULL", "Null", "nil", "None", "undefined"]);

/** A bare word, as a member of the vocabulary that the expected type has; undefined after an error. */
export function fitWord(
  word: Extract<Typed, { readonly kind: "word" }>,
  expected: Expected,
  scope: Scope,
): CheckedOperand | undefined {
  const { type } = expected;
  const text = dotted(word.words);
  if (nullWords.has(text) && !(type.kind === "string" && type.values?.includes(text) === true)) {
    scope.checker.report.add(noNull.at(word.span, { word: text, left: expected.written }));
    return undefined;
  }
  if (type.kind === "principal") return fitAgent(text, word.span, scope);
  if (type.kind === "bool" && scope.place.kind === "subject") {
    const truth = truthWords.get(text);
    if (truth !== undefined) return { kind: "literal", span: word.span, literal: { kind: "bool", value: truth } };
  }
  if (type.kind === "string" && type.values !== undefined && expected.vocabulary) {
    return fitMember(text, word.span, type.values, expected, scope);
  }
  if (isTextual(type) && (word.words.length === 1 || type.kind !== "string")) {
    scope.checker.report.add(
      quoteIt.at(
        word.span,
        { word: text, left: expected.written },
        {
          fixes: [
            {
              title: "quote it",
              safe: true,
              edits: [{ file: word.span.file, start: word.span.start, end: word.span.end, text: JSON.stringify(text) }],
            },
          ],
        },
      ),
    );
    return undefined;
  }
  reportUnknownRoot(word.words, word.span, scope);
  return undefined;
}

/** How a control writes the two values of a flag. */
const truthWords: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["on", true],
  ["no", false],
  ["off", false],
]);

/** A declared agent by its name. */
export function fitAgent(name: string, span: CheckedOperand["span"], scope: Scope): CheckedOperand | undefined {
  const { agents } = scope.checker.names;
  const agent = agents.get(name);
  if (agent !== undefined) return { kind: "literal", span, literal: { kind: "text", text: agent.name.text } };
  if (scope.checker.names.unvalued.has(name)) return undefined;
  scope.checker.report.add(
    unknownAgent.at(span, { name, near: nearMiss(name, agents.keys()), known: [...agents.keys()] }),
  );
  return undefined;
}

function fitMember(
  text: string,
  span: CheckedOperand["span"],
  values: readonly string[],
  expected: Expected,
  scope: Scope,
): CheckedOperand | undefined {
  if (values.includes(text)) return { kind: "literal", span, literal: { kind: "text", text } };
  scope.checker.report.add(
    unknownMember.at(span, { word: text, left: expected.written, near: nearMiss(text, values), known: values }),
  );
  return undefined;
}
