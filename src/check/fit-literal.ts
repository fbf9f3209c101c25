import type { CheckedOperand } from "../ast/checked-condition.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { deadComparison, invalidLiteral, typeMismatch, wrongUnit } from "../diagnostics/types-values.ts";
import { canonicalReaders } from "../value/canonical.ts";
import { formatDecimal, parseDecimal, shiftDecimal } from "../value/decimal.ts";
import { readUrl } from "../value/url.ts";
import type { Expected } from "./expected.ts";
import { fitAgent } from "./fit-word.ts";
import { isTextual } from "./join-types.ts";
import { literalInWords } from "./literal-in-words.ts";
import { isEventRoot } from "./roots.ts";
import type { Scope, TypedValue } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";

/** A literal, read by the expected type: units must agree, texts are brought into canonical form. Undefined after an error. */
export function fitLiteral(value: TypedValue, expected: Expected, scope: Scope): CheckedOperand | undefined {
  const { operand } = value;
  if (operand.kind !== "literal") return undefined;
  const { literal, span } = operand;
  const { type } = expected;
  const { report } = scope.checker;
  const mismatch = (help?: string): undefined => {
    report.add(
      typeMismatch.at(span, {
        left: expected.written,
        expected: typeInWords(type),
        found: literalInWords(literal, value.type),
        help,
      }),
    );
    return undefined;
  };
  const wrong = (suggestion: string, replacement?: string): undefined => {
    const fixes =
      replacement === undefined
        ? []
        : [{ title: `write \`${replacement}\``, safe: false, edits: [{ ...span, text: replacement }] }];
    const args = {
      left: expected.written,
      expected: typeInWords(type),
      found: literalInWords(literal, value.type),
      suggestion,
    };
    report.add(wrongUnit.at(span, args, { fixes }));
    return undefined;
  };
  if (type.kind === "json") return expected.asks === "equality" ? operand : mismatch();
  switch (literal.kind) {
    case "text":
      return fitText(value, literal.text, expected, scope, mismatch);
    case "bool":
      return type.kind === "bool" ? operand : mismatch();
    case "number":
      if (value.type.kind === "percent") return type.kind === "percent" ? operand : mismatch();
      return fitNumber(value, literal.digits, expected, scope, { mismatch, wrong });
    case "money":
      if (type.kind === "int" || type.kind === "decimal") {
        // Only what a tool declares can be given a unit.
        if (isEventRoot(expected.written.split(".")[0] ?? "") && !/^(?:args|result|context)\b/.test(expected.written))
          return wrong(`${expected.written} is a plain number: write \`${literal.digits}\``, literal.digits);
        return wrong(
          `state the unit of ${expected.written} in its \`tool\` block: \`${expected.written} is money ${literal.currency}\`, with \`minor\` if it counts cents`,
        );
      }
      if (type.kind !== "money") return mismatch();
      if (type.currency.kind === "fixed" && type.currency.code !== literal.currency) {
        return wrong(`write the amount in ${type.currency.code}; there is no exchange rate in a policy`);
      }
      return operand;
    case "duration":
      if (type.kind === "duration") return operand;
      return mismatch(
        type.kind === "int" || type.kind === "decimal"
          ? `write a plain number, in the unit that \`${expected.written}\` counts`
          : undefined,
      );
    case "timestamp":
      return type.kind === "timestamp" ? operand : mismatch();
  }
}

interface Complaints {
  readonly mismatch: (help?: string) => undefined;
  readonly wrong: (suggestion: string, replacement?: string) => undefined;
}

function fitNumber(
  value: TypedValue,
  digits: string,
  expected: Expected,
  scope: Scope,
  say: Complaints,
): CheckedOperand | undefined {
  const { type } = expected;
  switch (type.kind) {
    case "decimal":
      return value.operand;
    case "int":
      if (expected.asks === "equality" && digits.includes(".")) {
        scope.checker.report.add(
          deadComparison.at(value.operand.span, { left: expected.written, found: digits, why: "it is a whole number" }),
        );
        return undefined;
      }
      return value.operand;
    case "money": {
      const { currency } = type;
      const amount = `${twoPlaces(digits)} ${currency.kind === "fixed" ? currency.code : "USD"}`;
      // Where the currency is an argument, which one is meant is the author's to say.
      return say.wrong(`write \`${amount}\``, currency.kind === "fixed" ? amount : undefined);
    }
    case "percent":
      return say.wrong(`write \`${asPercent(digits)}\``, asPercent(digits));
    case "duration":
      return say.wrong(`write \`${digits}s\`, \`${digits}m\`, \`${digits}h\` or \`${digits}d\``);
    case "timestamp":
      return say.wrong("write a time as `2027-01-01T00:00:00Z`");
    default:
      return say.mismatch(isTextual(type) ? `write \`"${digits}"\`` : undefined);
  }
}

function fitText(
  value: TypedValue,
  text: string,
  expected: Expected,
  scope: Scope,
  mismatch: Complaints["mismatch"],
): CheckedOperand | undefined {
  const { operand } = value;
  const { type } = expected;
  const { report } = scope.checker;
  const canonical = (canonicalText: string | undefined): CheckedOperand | undefined => {
    if (canonicalText !== undefined)
      return { kind: "literal", span: operand.span, literal: { kind: "text", text: canonicalText } };
    report.add(
      invalidLiteral.at(operand.span, {
        found: JSON.stringify(text),
        expected: typeInWords(type),
        left: expected.written,
      }),
    );
    return undefined;
  };
  switch (type.kind) {
    case "string": {
      if (type.values === undefined) return operand;
      if (type.values.includes(text)) return operand;
      const near = nearMiss(text, type.values);
      report.add(
        deadComparison.at(operand.span, {
          left: expected.written,
          found: JSON.stringify(text),
          why: `it is ${typeInWords(type)}`,
          near,
        }),
      );
      return undefined;
    }
    case "command":
    case "texts":
      return operand;
    case "url":
      return canonical(readUrl(text)?.href);
    case "principal":
      return fitAgent(text, operand.span, scope);
    case "email":
    case "domain":
    case "path":
    case "cidr":
    case "iban":
    case "phone":
      return canonical(canonicalReaders[type.kind](text));
    case "int":
    case "decimal":
      return mismatch(parseDecimal(text) === undefined ? undefined : "remove the quotes");
    default:
      return mismatch();
  }
}

/** `500` is `500.00`, as amounts are written. */
function twoPlaces(digits: string): string {
  const [whole = "", fraction = ""] = digits.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}

/** `0.9` and `90` both meant `90%`. */
function asPercent(digits: string): string {
  const decimal = parseDecimal(digits);
  const shifted =
    decimal !== undefined && digits.includes(".") && !digits.startsWith("-") ? shiftDecimal(decimal, 2) : undefined;
  return `${shifted === undefined || Number(digits) > 1 ? digits : formatDecimal(shifted)}%`;
}
