import type {
  BreakGlassClause,
  BreakGlassDeclaration,
  KillSwitchClause,
  KillSwitchDeclaration,
  ParsedQuorum,
} from "../../ast/parsed-switch.ts";
import { duplicateClause } from "../../diagnostics/syntax-blocks.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { DriftGrammar } from "./drift-grammar.ts";

/** What people switch: kill switches and break glasses. */
export abstract class SwitchGrammar extends DriftGrammar {
  readonly killSwitch: Rule<KillSwitchDeclaration> = this.rule("killSwitch", () => {
    const first = this.CONSUME(keywords.kill_switch);
    const name = this.SUBRULE(this.name);
    const clauses = this.block(this.killSwitchClause);
    return { kind: "kill_switch", span: this.spanSince(first), name, clauses };
  });

  readonly killSwitchClause: Rule<KillSwitchClause> = this.rule("killSwitchClause", () => {
    const first = this.LA(1);
    return this.OR<KillSwitchClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.scope);
          const scope = this.SUBRULE(this.name);
          return { kind: "scope", span: this.spanSince(first), scope };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.set);
          const by = this.SUBRULE(this.quorum);
          return { kind: "set-by", span: this.spanSince(first), by };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.cleared);
          const by = this.SUBRULE2(this.quorum);
          return { kind: "cleared-by", span: this.spanSince(first), by };
        },
      },
      { ALT: () => this.SUBRULE(this.because) },
    ]);
  });

  readonly breakGlass: Rule<BreakGlassDeclaration> = this.rule("breakGlass", () => {
    const first = this.CONSUME(keywords.break_glass);
    const name = this.SUBRULE(this.name);
    const clauses = this.block(this.breakGlassClause);
    return { kind: "break_glass", span: this.spanSince(first), name, clauses };
  });

  readonly breakGlassClause: Rule<BreakGlassClause> = this.rule("breakGlassClause", () => {
    const first = this.LA(1);
    return this.OR<BreakGlassClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.gates);
          const gates = this.SUBRULE(this.gateNameList);
          return { kind: "gates", span: this.spanSince(first), gates };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.approval);
          const by = this.SUBRULE(this.quorum);
          return { kind: "approval", span: this.spanSince(first), by };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.max);
          const max = this.SUBRULE(this.durationLiteral);
          return { kind: "max", span: this.spanSince(first), max };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.also);
          const obligation = this.SUBRULE(this.obligation);
          return { kind: "also", span: this.spanSince(first), obligation };
        },
      },
      { ALT: () => this.SUBRULE(this.because) },
    ]);
  });

  /** `by role ciso, count 2, valid 15m` */
  readonly quorum: Rule<ParsedQuorum> = this.rule("quorum", () => {
    const first = this.CONSUME(keywords.by);
    this.CONSUME(keywords.role);
    const role = this.SUBRULE(this.name);
    let options: QuorumOptions = {};
    this.MANY(() => {
      this.CONSUME(tokens.comma);
      const opening = this.LA(1);
      const option = this.SUBRULE(this.quorumOption);
      this.ACTION(() => {
        const [key = ""] = Object.keys(option);
        if (key in options)
          this.report(duplicateClause.at(this.spanOf(opening), { clause: opening.image, block: "clause" }));
        options = { ...option, ...options };
      });
    });
    const { count, valid } = options;
    return { span: this.spanSince(first), role, count, valid };
  });

  readonly quorumOption: Rule<QuorumOptions> = this.rule("quorumOption", () =>
    this.OR<QuorumOptions>([
      {
        ALT: () => {
          this.CONSUME(keywords.count);
          return { count: this.SUBRULE(this.wholeNumber) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.valid);
          return { valid: this.SUBRULE(this.durationLiteral) };
        },
      },
    ]),
  );
}

type QuorumOptions = Partial<Pick<ParsedQuorum, "count" | "valid">>;
