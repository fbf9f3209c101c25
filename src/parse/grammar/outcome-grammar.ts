import type { IToken } from "chevrotain";
import type { DurationLiteral, Name } from "../../ast/name.ts";
import type { GateTarget, ParsedObligation, ParsedOutcome } from "../../ast/parsed-gate.ts";
import { duplicateClause } from "../../diagnostics/syntax-blocks.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { ExpressionGrammar } from "./expression-grammar.ts";

type Approval = Extract<ParsedOutcome, { readonly kind: "approval" }>;
type ApprovalOptions = Partial<Pick<Approval, "count" | "valid" | "reusable" | "escalate">>;

/** Where gates and bands act, what they demand and what the host must do besides. */
export abstract class OutcomeGrammar extends ExpressionGrammar {
  readonly gateTargets: Rule<readonly GateTarget[]> = this.rule("gateTargets", () => {
    const targets: GateTarget[] = [];
    this.CONSUME(keywords.on);
    this.AT_LEAST_ONE_SEP({ SEP: tokens.comma, DEF: () => targets.push(this.SUBRULE(this.gateTarget)) });
    return targets;
  });

  readonly gateTarget: Rule<GateTarget> = this.rule("gateTarget", () => {
    const first = this.LA(1);
    return this.OR<GateTarget>({
      // The words of the phases win over tools of these names, which are quoted.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(keywords.effect);
            const effects = this.SUBRULE(this.bracketNames);
            return { kind: "effect", span: this.spanSince(first), effects };
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.result);
            this.CONSUME(keywords.of);
            const pattern = this.SUBRULE(this.toolPattern);
            return { kind: "result", span: this.spanSince(first), pattern };
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.message);
            const to = this.OPTION(() => {
              this.CONSUME(keywords.to);
              return this.SUBRULE(this.name);
            });
            return { kind: "message", span: this.spanSince(first), to };
          },
        },
        { ALT: () => ({ kind: "prompt", span: this.spanOf(this.CONSUME(keywords.prompt)) }) },
        { ALT: () => ({ kind: "output", span: this.spanOf(this.CONSUME(keywords.output)) }) },
        {
          ALT: () => {
            const pattern = this.SUBRULE2(this.toolPattern);
            return { kind: "tool", span: pattern.span, pattern };
          },
        },
      ],
    });
  });

  /** `log`, `deny`. */
  readonly plainOutcome: Rule<ParsedOutcome> = this.rule("plainOutcome", () =>
    this.OR<ParsedOutcome>([
      { ALT: () => ({ kind: "log", span: this.spanOf(this.CONSUME(keywords.log)) }) },
      { ALT: () => ({ kind: "deny", span: this.spanOf(this.CONSUME(keywords.deny)) }) },
    ]),
  );

  /** `log`, `deny`, `require …`. */
  readonly gateOutcome: Rule<ParsedOutcome> = this.rule("gateOutcome", () => {
    const first = this.LA(1);
    return this.OR<ParsedOutcome>([
      { ALT: () => this.SUBRULE(this.plainOutcome) },
      {
        ALT: () => {
          this.CONSUME(keywords.require);
          const requirement = this.SUBRULE(this.requirement);
          return { ...requirement, span: this.spanSince(first) };
        },
      },
    ]);
  });

  /** A row of bands may allow; a gate may not. */
  readonly bandOutcome: Rule<ParsedOutcome> = this.rule("bandOutcome", () =>
    this.OR<ParsedOutcome>([
      { ALT: () => ({ kind: "allow", span: this.spanOf(this.CONSUME(keywords.allow)) }) },
      { ALT: () => this.SUBRULE(this.gateOutcome) },
    ]),
  );

  readonly requirement: Rule<ParsedOutcome> = this.rule("requirement", () => {
    const first = this.LA(1);
    return this.OR<ParsedOutcome>([
      {
        ALT: () => {
          this.CONSUME(keywords.verification);
          this.CONSUME(keywords.by);
          const kind = this.OR2([
            { ALT: () => this.means(this.CONSUME(keywords.agent), "agent" as const) },
            { ALT: () => this.means(this.CONSUME(keywords.rule), "rule" as const) },
          ]);
          const name = this.SUBRULE(this.name);
          return { kind: "verification", span: this.spanSince(first), by: { kind, name } };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.confirmation);
          this.CONSUME2(keywords.by);
          this.CONSUME(keywords.user);
          return { kind: "confirmation", span: this.spanSince(first) };
        },
      },
      { ALT: () => this.SUBRULE(this.approval) },
    ]);
  });

  readonly approval: Rule<ParsedOutcome> = this.rule("approval", () => {
    const first = this.CONSUME(keywords.approval);
    this.CONSUME(keywords.by);
    this.CONSUME(keywords.role);
    const role = this.SUBRULE(this.name);
    let options: ApprovalOptions = {};
    this.MANY(() => {
      this.CONSUME(tokens.comma);
      const opening = this.LA(1);
      const option = this.SUBRULE(this.approvalOption);
      this.ACTION(() => {
        this.reportRepeatedOption(opening, option, options);
        options = { ...option, ...options };
      });
    });
    const { count, valid, reusable, escalate } = options;
    return { kind: "approval", span: this.spanSince(first), role, count, valid, reusable, escalate };
  });

  readonly approvalOption: Rule<ApprovalOptions> = this.rule("approvalOption", () =>
    this.OR<ApprovalOptions>([
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
      {
        ALT: () => {
          this.CONSUME(keywords.reusable);
          return { reusable: this.SUBRULE2(this.wholeNumber) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.escalate);
          this.CONSUME(keywords.after);
          const after: DurationLiteral = this.SUBRULE2(this.durationLiteral);
          this.CONSUME(keywords.to);
          this.CONSUME(keywords.role);
          const role: Name = this.SUBRULE(this.name);
          return { escalate: { after, role } };
        },
      },
    ]),
  );

  readonly obligation: Rule<ParsedObligation> = this.rule("obligation", () => {
    const first = this.LA(1);
    return this.OR<ParsedObligation>([
      { ALT: () => this.SUBRULE(this.redaction) },
      {
        ALT: () => {
          this.CONSUME(keywords.record);
          this.CONSUME(keywords.full);
          return { kind: "record-full", span: this.spanSince(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.alert);
          const target = this.SUBRULE(this.quotedText);
          return { kind: "alert", span: this.spanSince(first), target };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.notify);
          const target = this.SUBRULE2(this.quotedText);
          return { kind: "notify", span: this.spanSince(first), target };
        },
      },
    ]);
  });

  /** `redact [card] in args by mask` */
  readonly redaction: Rule<Extract<ParsedObligation, { readonly kind: "redact" }>> = this.rule("redaction", () => {
    const first = this.CONSUME(keywords.redact);
    const recognisers = this.SUBRULE(this.bracketNames);
    this.CONSUME(keywords.in);
    const path = this.SUBRULE(this.path);
    this.CONSUME(keywords.by);
    const by = this.SUBRULE(this.name);
    return { kind: "redact", span: this.spanSince(first), recognisers, path, by };
  });

  private reportRepeatedOption(opening: IToken, option: ApprovalOptions, earlier: ApprovalOptions): void {
    const [key = ""] = Object.keys(option);
    if (!(key in earlier)) return;
    this.report(duplicateClause.at(this.spanOf(opening), { clause: opening.image, block: "approval" }));
  }
}
