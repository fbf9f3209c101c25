import type { BandRow, BandsDeclaration, GateClause, GateDeclaration } from "../../ast/parsed-gate.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { ConnectorGrammar } from "./connector-grammar.ts";

/** What restricts: gates and confidence bands. */
export abstract class GateGrammar extends ConnectorGrammar {
  readonly gate: Rule<GateDeclaration> = this.rule("gate", () => {
    const first = this.CONSUME(keywords.gate);
    const name = this.SUBRULE(this.name);
    const on = this.SUBRULE(this.gateTargets);
    const clauses = this.block(this.gateClause);
    return { kind: "gate", span: this.spanSince(first), name, on, clauses };
  });

  readonly gateClause: Rule<GateClause> = this.rule("gateClause", () => {
    const first = this.LA(1);
    return this.OR<GateClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.when);
          const condition = this.SUBRULE(this.expression);
          return { kind: "when", span: this.spanSince(first), condition };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.unless);
          const condition = this.SUBRULE2(this.expression);
          return { kind: "unless", span: this.spanSince(first), condition };
        },
      },
      {
        ALT: () => {
          const outcome = this.SUBRULE(this.plainOutcome);
          return { kind: "outcome", span: outcome.span, outcome };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.require);
          return this.OR2<GateClause>([
            {
              ALT: () => {
                this.CONSUME(keywords.schema);
                const path = this.SUBRULE2(this.quotedText);
                return { kind: "schema", span: this.spanSince(first), path };
              },
            },
            {
              ALT: () => {
                const requirement = this.SUBRULE(this.requirement);
                const span = this.spanSince(first);
                return { kind: "outcome", span, outcome: { ...requirement, span } };
              },
            },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.also);
          const obligation = this.SUBRULE(this.obligation);
          return { kind: "also", span: this.spanSince(first), obligation };
        },
      },
      { ALT: () => ({ kind: "overridable", span: this.spanOf(this.CONSUME(keywords.overridable)) }) },
      {
        ALT: () => {
          this.CONSUME(keywords.observe);
          this.CONSUME(keywords.until);
          const until = this.SUBRULE(this.moment);
          this.CONSUME(keywords.owner);
          const owner = this.SUBRULE(this.quotedText);
          return { kind: "observe", span: this.spanSince(first), until, owner };
        },
      },
      { ALT: () => this.SUBRULE(this.because) },
      { ALT: () => this.SUBRULE(this.tags) },
    ]);
  });

  readonly bands: Rule<BandsDeclaration> = this.rule("bands", () => {
    const first = this.CONSUME(keywords.bands);
    const subject = this.SUBRULE(this.name);
    const on = this.SUBRULE(this.gateTargets);
    const rows = this.block(this.bandRow);
    return { kind: "bands", span: this.spanSince(first), subject, on, rows };
  });

  readonly bandRow: Rule<BandRow> = this.rule("bandRow", () => {
    const first = this.LA(1);
    const bound = this.OR<BandRow["bound"]>([
      {
        ALT: () => {
          this.CONSUME(keywords.above);
          return { kind: "above", value: this.SUBRULE(this.operand) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.from);
          return { kind: "from", value: this.SUBRULE2(this.operand) };
        },
      },
      { ALT: () => this.means(this.CONSUME(keywords.otherwise), { kind: "otherwise" }) },
    ]);
    this.CONSUME(tokens.arrow);
    const outcome = this.SUBRULE(this.bandOutcome);
    return { span: this.spanSince(first), bound, outcome };
  });
}
