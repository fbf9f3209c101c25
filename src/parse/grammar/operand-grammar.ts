import type { IToken } from "chevrotain";
import type { Expression } from "../../ast/expression.ts";
import type { Name } from "../../ast/name.ts";
import { minusNeedsSpaces } from "../../diagnostics/syntax-clauses.ts";
import { nestingTooDeep } from "../../diagnostics/syntax-file.ts";
import { malformedNumber } from "../../diagnostics/syntax-literals.ts";
import { deepestNesting } from "../limits.ts";
import { decodeText, readDate, readDecimal, readDuration, readPercent, readTimestamp } from "../literals.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { HistoryGrammar } from "./history-grammar.ts";

/** What stands on either side of a relation: sums, literals, lists, fields. */
export abstract class OperandGrammar extends HistoryGrammar {
  readonly sum: Rule<Expression> = this.rule("sum", () => {
    const first = this.LA(1);
    let sum = this.SUBRULE(this.operand);
    let terms = 1;
    this.MANY(() => {
      const operator = this.OR([{ ALT: () => this.CONSUME(tokens.plus) }, { ALT: () => this.CONSUME(tokens.minus) }]);
      const right = this.SUBRULE2(this.operand);
      this.ACTION(() => {
        terms += 1;
        this.checkSumOperator(operator, terms);
        // A longer sum is reported above; leaving it out keeps the tree's depth bounded.
        if (terms > deepestNesting) return;
        const sign = operator.image === "+" ? "+" : "-";
        sum = { kind: "sum", span: this.spanSince(first), operator: sign, left: sum, right };
      });
    });
    return sum;
  });

  readonly operand: Rule<Expression> = this.rule("operand", () =>
    this.OR({
      // `true`, `false`, `origin(` and `count(` win over fields of these names.
      MAX_LOOKAHEAD: 2,
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.numberLiteral) },
        { ALT: () => this.literal(this.CONSUME(tokens.percent)) },
        { ALT: () => this.literal(this.CONSUME(tokens.duration)) },
        { ALT: () => this.literal(this.CONSUME(tokens.date)) },
        { ALT: () => this.literal(this.CONSUME(tokens.timestamp)) },
        { ALT: () => this.literal(this.CONSUME(tokens.text)) },
        { ALT: () => this.literal(this.CONSUME(keywords.true)) },
        { ALT: () => this.literal(this.CONSUME(keywords.false)) },
        { ALT: () => this.SUBRULE(this.historyTerm) },
        { ALT: () => this.SUBRULE(this.originCall) },
        { ALT: () => this.SUBRULE(this.listLiteral) },
        { ALT: () => this.SUBRULE(this.group) },
        { ALT: () => this.SUBRULE(this.fieldOperand) },
      ],
    }),
  );

  readonly numberLiteral: Rule<Expression> = this.rule("numberLiteral", () => {
    const number = this.CONSUME(tokens.number);
    return (
      this.OPTION((): Expression => {
        const currency = this.plainName(this.CONSUME(tokens.currency));
        const minor = this.OPTION2(() => this.CONSUME(keywords.minor)) !== undefined;
        const digits = this.ACTION(() => this.exactDigits(number));
        return { kind: "money", span: this.spanSince(number), digits, currency, minor };
      }) ?? this.literal(number)
    );
  });

  readonly originCall: Rule<Expression> = this.rule("originCall", () => {
    const first = this.CONSUME(keywords.origin);
    this.CONSUME(tokens.leftParenthesis);
    const operand = this.SUBRULE(this.fieldOperand);
    this.CONSUME(tokens.rightParenthesis);
    return { kind: "origin", span: this.spanSince(first), operand };
  });

  readonly group: Rule<Expression> = this.rule("group", () => {
    const first = this.CONSUME(tokens.leftParenthesis);
    const inner = this.SUBRULE(this.expression);
    this.CONSUME(tokens.rightParenthesis);
    return { kind: "group", span: this.spanSince(first), inner };
  });

  readonly listLiteral: Rule<Expression> = this.rule("listLiteral", () => {
    const first = this.CONSUME(tokens.leftBracket);
    const items: Expression[] = [];
    this.OPTION(() => {
      items.push(this.SUBRULE(this.listItem));
      this.MANY({
        // A comma before the closing bracket ends the list.
        MAX_LOOKAHEAD: 2,
        DEF: () => {
          this.CONSUME(tokens.comma);
          items.push(this.SUBRULE2(this.listItem));
        },
      });
      this.OPTION2(() => this.CONSUME2(tokens.comma));
    });
    this.CONSUME(tokens.rightBracket);
    return { kind: "list", span: this.spanSince(first), items };
  });

  /** In a list a bare tool name or pattern may stand too: it names an origin. */
  readonly listItem: Rule<Expression> = this.rule("listItem", () =>
    this.OR([
      { ALT: () => this.bareName(this.CONSUME(tokens.pattern)) },
      { ALT: () => this.bareName(this.CONSUME(tokens.hyphenated)) },
      { ALT: () => this.SUBRULE(this.sum) },
    ]),
  );

  /** A field, a bound name or a vocabulary word; `result.email of crm.get_customer` says whose result. */
  readonly fieldOperand: Rule<Expression> = this.rule("fieldOperand", () => {
    const { span, segments } = this.SUBRULE(this.path);
    const of = this.OPTION((): Name => {
      this.CONSUME(keywords.of);
      return this.SUBRULE(this.toolPattern);
    });
    return this.ACTION(() =>
      of === undefined
        ? { kind: "path", span, segments }
        : { kind: "path-of", span: { ...span, end: of.span.end }, segments, of },
    );
  });

  private bareName(token: IToken): Expression {
    return { kind: "path", span: this.spanOf(token), segments: this.segmentsOf(token) };
  }

  private literal(token: IToken): Expression {
    const span = this.spanOf(token);
    const lexeme = token.image;
    switch (token.tokenType) {
      case tokens.percent:
        return { kind: "percent", span, digits: readPercent(lexeme) ?? "0" };
      case tokens.duration:
        return { kind: "duration", span, ms: readDuration(lexeme) ?? 0, lexeme };
      case tokens.date:
        return { kind: "timestamp", span, ms: readDate(lexeme) ?? 0, lexeme };
      case tokens.timestamp:
        return { kind: "timestamp", span, ms: readTimestamp(lexeme) ?? 0, lexeme };
      case tokens.text:
        return { kind: "text", span, text: decodeText(lexeme).text };
      case tokens.number:
        return { kind: "number", span, digits: this.exactDigits(token) };
      default:
        return { kind: "bool", span, value: lexeme === "true" };
    }
  }

  /** A number of a policy is written out: test data may have an exponent, a condition may not. */
  private exactDigits(token: IToken): string {
    const digits = readDecimal(token.image);
    if (digits !== undefined) return digits;
    this.report(malformedNumber.at(this.spanOf(token), { lexeme: token.image, expected: "a number without exponent" }));
    return "0";
  }

  private checkSumOperator(operator: IToken, terms: number): void {
    if (terms === deepestNesting + 1) {
      this.report(nestingTooDeep.at(this.spanOf(operator), { limit: deepestNesting }));
    }
    const { text } = this.source;
    const isSpaced = (offset: number): boolean => /\s/.test(text[offset] ?? " ");
    if (operator.image === "-" && !(isSpaced(operator.startOffset - 1) && isSpaced(operator.startOffset + 1))) {
      this.report(minusNeedsSpaces.at(this.spanOf(operator), {}));
    }
  }
}
