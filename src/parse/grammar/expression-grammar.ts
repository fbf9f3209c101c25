import type { IToken } from "chevrotain";
import type { Expression, RelationOperator } from "../../ast/expression.ts";
import type { Span } from "../../source/span.ts";
import { joinConditions } from "../join-conditions.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { OperandGrammar } from "./operand-grammar.ts";

interface WrittenOperator {
  readonly operator: RelationOperator;
  readonly span: Span;
}

/** Conditions: connectives, quantifiers, relations. */
export abstract class ExpressionGrammar extends OperandGrammar {
  /** Conditions joined by one connective; a mixture is reported, and read as if `and` bound tighter. */
  readonly expression: Rule<Expression> = this.rule("expression", () => {
    const operands = [this.SUBRULE(this.condition)];
    const connectives: IToken[] = [];
    this.MANY(() => {
      connectives.push(this.OR([{ ALT: () => this.CONSUME(keywords.and) }, { ALT: () => this.CONSUME(keywords.or) }]));
      operands.push(this.SUBRULE2(this.condition));
    });
    return this.ACTION(() => {
      const joined = joinConditions(this.source, operands, connectives);
      for (const mistake of joined.mistakes) this.report(mistake);
      return joined.expression;
    });
  });

  /** `not` binds one relation or quantifier. */
  readonly condition: Rule<Expression> = this.rule("condition", () => {
    const first = this.LA(1);
    const negation = this.OPTION(() => this.CONSUME(keywords.not));
    const operand = this.OR({
      // An operator word at the start of a condition is the operator.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.quantifier) },
        { ALT: () => this.SUBRULE(this.presence) },
        { ALT: () => this.SUBRULE(this.relation) },
      ],
    });
    return negation === undefined ? operand : { kind: "not", span: this.spanSince(first), operand };
  });

  readonly quantifier: Rule<Expression> = this.rule("quantifier", () => {
    const first = this.LA(1);
    const quantifier = this.OR([
      { ALT: () => this.means(this.CONSUME(keywords.every), "every" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.any), "any" as const) },
    ]);
    const binding = this.boundName(this.CONSUME(tokens.word));
    this.CONSUME(keywords.in);
    const nonempty = this.OPTION(() => this.CONSUME(keywords.nonempty)) !== undefined;
    const list = this.SUBRULE(this.operand);
    const where = this.OPTION2(() => {
      this.CONSUME(keywords.where);
      return this.SUBRULE(this.expression);
    });
    this.CONSUME(tokens.colon);
    const body = this.SUBRULE(this.condition);
    return { kind: "quantifier", span: this.spanSince(first), quantifier, binding, nonempty, list, where, body };
  });

  readonly presence: Rule<Expression> = this.rule("presence", () => {
    const first = this.CONSUME(keywords.has);
    const operand = this.SUBRULE(this.fieldOperand);
    return { kind: "has", span: this.spanSince(first), operand };
  });

  readonly relation: Rule<Expression> = this.rule("relation", () => {
    const first = this.LA(1);
    const left = this.SUBRULE(this.sum);
    return (
      this.OPTION(() =>
        this.OR<Expression>([
          {
            ALT: () => {
              this.CONSUME(keywords.is);
              const negated = this.OPTION2(() => this.CONSUME(keywords.not)) !== undefined;
              this.CONSUME(keywords.empty);
              return { kind: "emptiness", span: this.spanSince(first), operand: left, negated };
            },
          },
          {
            ALT: () => {
              const written = this.SUBRULE(this.relationOperator);
              const right = this.SUBRULE2(this.sum);
              return {
                kind: "relation",
                span: this.spanSince(first),
                operator: written.operator,
                operatorSpan: written.span,
                left,
                right,
              };
            },
          },
        ]),
      ) ?? left
    );
  });

  readonly relationOperator: Rule<WrittenOperator> = this.rule("relationOperator", () => {
    const first = this.LA(1);
    const operator = this.OR<RelationOperator>([
      { ALT: () => this.means(this.CONSUME(tokens.equal), "==") },
      { ALT: () => this.means(this.CONSUME(tokens.unequal), "!=") },
      { ALT: () => this.means(this.CONSUME(tokens.atMost), "<=") },
      { ALT: () => this.means(this.CONSUME(tokens.atLeast), ">=") },
      { ALT: () => this.means(this.CONSUME(tokens.below), "<") },
      { ALT: () => this.means(this.CONSUME(tokens.above), ">") },
      { ALT: () => this.SUBRULE(this.membership) },
      {
        ALT: () => {
          this.CONSUME(keywords.not);
          return `not ${this.SUBRULE2(this.membership)}` as const;
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.contains);
          return (
            this.OPTION(() =>
              this.OR2<RelationOperator>([
                { ALT: () => this.means(this.CONSUME(keywords.any), "contains any") },
                { ALT: () => this.means(this.CONSUME(keywords.all), "contains all") },
              ]),
            ) ?? "contains"
          );
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.starts);
          return this.means(this.CONSUME(keywords.with), "starts with");
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.ends);
          return this.means(this.CONSUME2(keywords.with), "ends with");
        },
      },
      { ALT: () => this.means(this.CONSUME(keywords.matches), "matches") },
    ]);
    return { operator, span: this.spanSince(first) };
  });

  readonly membership: Rule<"in" | "in domain" | "in path" | "in cidr"> = this.rule("membership", () => {
    this.CONSUME(keywords.in);
    return (
      this.OPTION(() =>
        this.OR([
          { ALT: () => this.means(this.CONSUME(keywords.domain), "in domain" as const) },
          { ALT: () => this.means(this.CONSUME(keywords.path), "in path" as const) },
          { ALT: () => this.means(this.CONSUME(keywords.cidr), "in cidr" as const) },
        ]),
      ) ?? "in"
    );
  });
}
