import type { DriftClause, DriftDeclaration, DriftRow } from "../../ast/parsed-drift.ts";
import type { ParsedObligation } from "../../ast/parsed-gate.ts";
import { malformedNumber } from "../../diagnostics/syntax-literals.ts";
import type { Span } from "../../source/span.ts";
import { readDecimal } from "../literals.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { GateGrammar } from "./gate-grammar.ts";

/** What is usual, and what happens beyond it. */
export abstract class DriftGrammar extends GateGrammar {
  readonly drift: Rule<DriftDeclaration> = this.rule("drift", () => {
    const first = this.CONSUME(keywords.drift);
    const name = this.SUBRULE(this.name);
    this.CONSUME(keywords.per);
    const per = this.plainName(this.CONSUME(tokens.word));
    const clauses = this.block(this.driftClause);
    return { kind: "drift", span: this.spanSince(first), name, per, clauses };
  });

  readonly driftClause: Rule<DriftClause> = this.rule("driftClause", () => {
    const first = this.LA(1);
    return this.OR<DriftClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.metric);
          const name = this.plainName(this.CONSUME(tokens.word));
          this.CONSUME(tokens.is);
          const term = this.SUBRULE(this.historyTerm);
          return { kind: "metric", span: this.spanSince(first), name, term };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.baseline);
          const path = this.SUBRULE(this.quotedText);
          const sha256 = this.OPTION1(() => {
            this.CONSUME(keywords.sha256);
            return this.SUBRULE2(this.quotedText);
          });
          const minDeviation = this.OPTION2(() => {
            this.CONSUME(keywords.min_deviation);
            return this.SUBRULE1(this.decimalNumber);
          });
          return { kind: "baseline", span: this.spanSince(first), path, sha256, minDeviation };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.warmup);
          const events = this.SUBRULE(this.wholeNumber);
          const row = this.SUBRULE1(this.driftRow);
          return { kind: "warmup", events, ...row, span: this.spanSince(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.over);
          const sigmas = this.SUBRULE2(this.decimalNumber);
          this.CONSUME(keywords.sigma);
          const row = this.SUBRULE2(this.driftRow);
          return { kind: "over", sigmas, ...row, span: this.spanSince(first) };
        },
      },
      { ALT: () => this.SUBRULE(this.because) },
    ]);
  });

  /** `-> log also alert "soc"` */
  readonly driftRow: Rule<DriftRow> = this.rule("driftRow", () => {
    const first = this.CONSUME(tokens.arrow);
    const outcome = this.SUBRULE(this.gateOutcome);
    const also: ParsedObligation[] = [];
    this.MANY(() => {
      this.CONSUME(keywords.also);
      also.push(this.SUBRULE(this.obligation));
    });
    return { span: this.spanSince(first), outcome, also };
  });

  /** An exact number as its digits. */
  readonly decimalNumber: Rule<{ readonly span: Span; readonly digits: string }> = this.rule("decimalNumber", () => {
    const token = this.CONSUME(tokens.number);
    return this.ACTION(() => {
      const span = this.spanOf(token);
      const digits = readDecimal(token.image);
      if (digits === undefined) this.report(malformedNumber.at(span, { lexeme: token.image, expected: "a number" }));
      return { span, digits: digits ?? "0" };
    });
  });
}
