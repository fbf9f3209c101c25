import type { Expression, ParsedPastEvent } from "../ast/expression.ts";
import type { Name } from "../ast/name.ts";
import { assertNever } from "../source/assert-never.ts";
import { formatDuration } from "../value/duration.ts";
import { escapeForbidden } from "./forbidden-characters.ts";

/** The canonical text of a condition or value, on one line: literals as written, parentheses where the tree has them. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "text":
      return quote(expression.text);
    case "number":
      return expression.digits;
    case "percent":
      return `${expression.digits}%`;
    case "money":
      return `${expression.digits} ${expression.currency.text}${expression.minor ? " minor" : ""}`;
    case "duration":
    case "timestamp":
      return expression.lexeme;
    case "bool":
      return String(expression.value);
    case "list":
      return `[${expression.items.map(printExpression).join(", ")}]`;
    case "path":
      return printPath(expression.segments);
    case "path-of":
      return `${printPath(expression.segments)} of ${printName(expression.of)}`;
    case "group":
      return `(${printExpression(expression.inner)})`;
    case "not":
      return `not ${printOperand(expression.operand)}`;
    case "all":
      return expression.operands.map(printOperand).join(" and ");
    case "any":
      return expression.operands.map(printOperand).join(" or ");
    case "has":
      return `has ${printExpression(expression.operand)}`;
    case "origin":
      return `origin(${printExpression(expression.operand)})`;
    case "sum":
      return `${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)}`;
    case "relation":
      return `${printExpression(expression.left)} ${expression.operator} ${printExpression(expression.right)}`;
    case "emptiness":
      return `${printExpression(expression.operand)} is ${expression.negated ? "not " : ""}empty`;
    case "quantifier": {
      const { quantifier, binding, nonempty, list, where, body } = expression;
      const filter = where === undefined ? "" : ` where ${printExpression(where)}`;
      const source = `${nonempty ? "nonempty " : ""}${printExpression(list)}`;
      return `${quantifier} ${binding.text} in ${source}${filter}: ${printOperand(body)}`;
    }
    case "history": {
      const { word, path, events, within, per } = expression;
      const of = path === undefined ? "" : `${printPath(path.segments)} of `;
      const limits = [
        ...(within === undefined ? [] : [`within ${formatDuration(within.ms)}`]),
        ...(per === undefined ? [] : [`per ${per.text}`]),
      ];
      return [`${word.text}(${of}${events.map(printPastEvent).join(", ")})`, ...limits].join(" ");
    }
    default:
      return assertNever(expression);
  }
}

function printPastEvent({ phase, pattern, with: equalities }: ParsedPastEvent): string {
  const withs = equalities === undefined ? "" : ` with ${printExpression(equalities)}`;
  return `${phase.text} ${printName(pattern)}${withs}`;
}

/** Connectives below a connective stand in parentheses, also in trees that were not read from a text. */
function printOperand(expression: Expression): string {
  const printed = printExpression(expression);
  return expression.kind === "all" || expression.kind === "any" ? `(${printed})` : printed;
}

/** A name as it is written: unusual ones quoted. */
const printName = ({ text, quoted }: Name): string => (quoted ? quote(text) : text);

const printPath = (segments: readonly Name[]): string => segments.map(({ text }) => text).join(".");

/** JSON's quoting, with what may not stand in a policy escaped. */
const quote = (text: string): string => escapeForbidden(JSON.stringify(text));
