import type { CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression, ParsedPastEvent } from "../ast/expression.ts";
import {
  type HistoryKey,
  type HistoryPath,
  type HistoryTerm,
  historyKeys,
  messageWord,
  nameTerm,
  type PastEvent,
  type PastPhase,
  pastPhases,
  typeOfTerm,
} from "../ast/history.ts";
import type { Name, ParsedPath } from "../ast/name.ts";
import {
  emptyWindow,
  historyOfDeployment,
  historyType,
  historyWithoutLimit,
  pastMessage,
  unknownHistoryKey,
  unknownPhase,
} from "../diagnostics/history.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import type { Type } from "../value/type.ts";
import { readEqualities } from "./history-equalities.ts";
import { isKeptValue, typePastPath } from "./past-path.ts";
import { resolvePattern } from "./resolve-tools.ts";
import { type Checker, dotted, type Scope, type Typed, typedError } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";

type HistoryExpression = Extract<Expression, { readonly kind: "history" }>;

/** A history term: a number, the value of the path, or (`previously`, `never`, `since`) a condition. */
export function typeHistory(expression: HistoryExpression, scope: Scope): Typed {
  const { report, terms } = scope.checker;
  const word = expression.word.text;
  if (scope.place.kind === "subject") {
    report.add(historyOfDeployment.at(expression.word.span, { word }));
    return typedError;
  }
  const limits = readLimits(expression, scope);
  const events = expression.events.map((event) => readPastEvent(event, expression.path, scope));
  const [event, after] = events;
  const path = event === undefined ? undefined : readPath(expression, event, scope);
  if (limits === undefined || event === undefined || events.includes(undefined)) return typedError;
  const term = termOf(word, { ...limits, event }, after, path);
  if (term === undefined) return typedError;
  terms.set(term.name, term);
  const { span } = expression;
  const operand: CheckedOperand = { kind: "history", span, term: term.name, type: typeOfTerm(term) };
  if (word !== "never") return { kind: "value", operand, type: operand.type, vocabulary: false };
  return { kind: "condition", condition: { kind: "not", span, operand: { kind: "holds", span, operand } } };
}

interface Limited {
  readonly withinMs: number;
  readonly per: HistoryKey;
  readonly event: PastEvent;
}

/** Undefined where the path or the second event was reported. */
function termOf(
  word: string,
  limited: Limited,
  after: PastEvent | undefined,
  path: (HistoryPath & { readonly type: Type }) | undefined,
): HistoryTerm | undefined {
  if (word === "count") return nameTerm({ kind: "count", ...limited });
  if (word === "previously" || word === "never") return nameTerm({ kind: "previously", ...limited });
  if (word === "since") return after === undefined ? undefined : nameTerm({ kind: "since", ...limited, after });
  if (path === undefined) return undefined;
  const { type, ...plain } = path;
  if (word === "distinct") return nameTerm({ kind: "distinct", ...limited, path: plain });
  return nameTerm({ kind: word === "sum" ? "sum" : "last", ...limited, path: plain, type });
}

function readLimits({ word, within, per, span }: HistoryExpression, scope: Scope): Omit<Limited, "event"> | undefined {
  const { report } = scope.checker;
  const missing = (limit: "within" | "per", text: string): void => {
    // A window stands before the key, so one that is missing before a key has no place at the end.
    const at = limit === "within" && per !== undefined ? undefined : span.end;
    const fixes =
      at === undefined
        ? []
        : [{ title: `add \`${text.trim()}\``, safe: false, edits: [{ file: span.file, start: at, end: at, text }] }];
    report.add(historyWithoutLimit.at(span, { word: word.text, missing: limit }, { fixes }));
  };
  if (within === undefined) missing("within", per === undefined ? " within 1h per session" : " within 1h");
  else if (within.ms <= 0) report.add(emptyWindow.at(within.span, {}));
  if (per === undefined) {
    if (within !== undefined) missing("per", " per session");
    return undefined;
  }
  const key = resolveHistoryKey(per, scope.checker);
  return key === undefined || within === undefined || within.ms <= 0 ? undefined : { withinMs: within.ms, per: key };
}

/** Whose past is counted. */
export function resolveHistoryKey(per: Name, { report }: Pick<Checker, "report">): HistoryKey | undefined {
  const key = historyKeys.find((known) => known === per.text);
  if (key === undefined) {
    const near = nearMiss(per.text, historyKeys);
    report.add(unknownHistoryKey.at(per.span, { word: per.text, near, known: historyKeys }));
  }
  return key;
}

function readPastEvent(parsed: ParsedPastEvent, path: ParsedPath | undefined, scope: Scope): PastEvent | undefined {
  const phase = resolvePhase(parsed, scope);
  if (parsed.pattern.text === messageWord && !parsed.pattern.quoted) return readPastMessage(parsed, phase, path, scope);
  const pattern = resolvePattern(parsed.pattern, scope.checker);
  if (phase === undefined || pattern === undefined) return undefined;
  const plain: PastEvent = { phase, patterns: [pattern.pattern], tools: pattern.tools, with: [] };
  if (parsed.with === undefined) return plain;
  const equalities = readEqualities(parsed.with, plain, scope);
  return equalities === undefined ? undefined : { ...plain, with: equalities };
}

/** A message has no tool: nothing of it is summed or compared, and it neither starts nor returns. */
function readPastMessage(
  { span, with: compared }: ParsedPastEvent,
  phase: PastPhase | undefined,
  path: ParsedPath | undefined,
  { checker }: Scope,
): PastEvent | undefined {
  if (phase === undefined) return undefined;
  const isCounted = path === undefined && compared === undefined && (phase === "attempted" || phase === "denied");
  if (isCounted) return { phase, messages: true, patterns: [], tools: [], with: [] };
  checker.report.add(pastMessage.at(path?.span ?? compared?.span ?? span, {}));
  return undefined;
}

function resolvePhase({ phase }: ParsedPastEvent, scope: Scope): PastPhase | undefined {
  const known = pastPhases.find((one) => one === phase.text);
  if (known === undefined) {
    const near = nearMiss(phase.text, pastPhases);
    scope.checker.report.add(unknownPhase.at(phase.span, { word: phase.text, near, known: pastPhases }));
  }
  return known;
}

/** The path of `sum`, `distinct` and `last` with its type; undefined for the others, and after an error. */
function readPath(
  { word, path }: HistoryExpression,
  event: PastEvent,
  scope: Scope,
): (HistoryPath & { readonly type: Type }) | undefined {
  if (path === undefined) return undefined;
  const typed = typePastPath(path.segments, path.span, event, scope);
  if (typed === undefined) return undefined;
  if (fits(word.text, typed.type)) return typed;
  scope.checker.report.add(
    historyType.at(path.span, { word: word.text, written: dotted(path.segments), type: typeInWords(typed.type) }),
  );
  return undefined;
}

function fits(word: string, type: Type): boolean {
  if (word === "sum") return type.kind === "int" || type.kind === "decimal" || type.kind === "money";
  if (word === "distinct" && type.kind === "list") return isKeptValue(type.element);
  return isKeptValue(type);
}
