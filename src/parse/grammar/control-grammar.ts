import type { Expression } from "../../ast/expression.ts";
import type { QuotedText } from "../../ast/name.ts";
import type { ControlClause, ControlDeclaration } from "../../ast/parsed-control.ts";
import { ambiguousBecause, duplicateClause } from "../../diagnostics/syntax-blocks.ts";
import type { GateToken } from "../read-tokens.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { SwitchGrammar } from "./switch-grammar.ts";

/** A sub-clause's condition and the text that stands with it. */
interface Reasoned {
  readonly condition: Expression;
  readonly because: QuotedText | undefined;
}

/** Controls over deployments. */
export abstract class ControlGrammar extends SwitchGrammar {
  readonly control: Rule<ControlDeclaration> = this.rule("control", () => {
    const first = this.CONSUME(keywords.control);
    const name = this.SUBRULE(this.name);
    const title = this.SUBRULE(this.quotedText);
    this.CONSUME(keywords.for);
    this.CONSUME(keywords.each);
    const subject = this.SUBRULE2(this.name);
    const clauses = this.block(this.controlClause);
    return { kind: "control", span: this.spanSince(first), name, title, subject, clauses };
  });

  readonly controlClause: Rule<ControlClause> = this.rule("controlClause", () => {
    const first = this.LA(1);
    return this.OR<ControlClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.group);
          const group = this.SUBRULE(this.name);
          const ordinal = this.SUBRULE(this.wholeNumber);
          return { kind: "group", span: this.spanSince(first), group, ordinal };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.fail);
          const reasoned = this.SUBRULE(this.whenClause);
          return { kind: "fail-when", span: this.spanSince(first), ...reasoned };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.partial);
          const reasoned = this.SUBRULE2(this.whenClause);
          return { kind: "partial", span: this.spanSince(first), ...reasoned };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.require);
          const reasoned = this.SUBRULE(this.requiredCondition);
          return { kind: "require", span: this.spanSince(first), ...reasoned };
        },
      },
      { ALT: () => this.SUBRULE(this.notApplicable) },
      {
        ALT: () => {
          this.CONSUME(keywords.attested);
          this.CONSUME(keywords.by);
          const attestation = this.SUBRULE2(this.name);
          const when = this.OPTION(() => {
            this.CONSUME(tokens.leftBrace);
            this.CONSUME(keywords.when);
            const condition = this.SUBRULE(this.expression);
            this.CONSUME(tokens.rightBrace);
            return condition;
          });
          return { kind: "attested-by", span: this.spanSince(first), attestation, when };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.remedy);
          const platform = this.SUBRULE3(this.name);
          const text = this.SUBRULE(this.quotedText);
          return { kind: "remedy", span: this.spanSince(first), platform, text };
        },
      },
      { ALT: () => this.SUBRULE(this.because) },
      { ALT: () => this.SUBRULE(this.tags) },
    ]);
  });

  /** `when C`, or `{ when C because "…" }`: without braces a `because` would be the control's own. */
  readonly whenClause: Rule<Reasoned> = this.rule("whenClause", () =>
    this.OR<Reasoned>([
      {
        ALT: () => {
          this.CONSUME(keywords.when);
          return { condition: this.SUBRULE(this.expression), because: undefined };
        },
      },
      { ALT: () => this.SUBRULE(this.whenBlock) },
    ]),
  );

  readonly whenBlock: Rule<Reasoned> = this.rule("whenBlock", () => {
    this.CONSUME(tokens.leftBrace);
    const before = this.OPTION(() => this.SUBRULE(this.because));
    this.CONSUME(keywords.when);
    const condition = this.SUBRULE(this.expression);
    const after = this.OPTION2(() => this.SUBRULE2(this.because));
    this.CONSUME(tokens.rightBrace);
    return { condition, because: this.ACTION(() => this.onlyText(before, after)) };
  });

  /** `C`, or `{ C because "…" }` */
  readonly requiredCondition: Rule<Reasoned> = this.rule("requiredCondition", () =>
    this.OR<Reasoned>([
      {
        ALT: () => {
          this.CONSUME(tokens.leftBrace);
          const before = this.OPTION(() => this.SUBRULE(this.because));
          const condition = this.SUBRULE(this.expression);
          const after = this.OPTION2(() => this.SUBRULE2(this.because));
          this.CONSUME(tokens.rightBrace);
          return { condition, because: this.ACTION(() => this.onlyText(before, after)) };
        },
      },
      { ALT: () => ({ condition: this.SUBRULE2(this.expression), because: undefined }) },
    ]),
  );

  /** Its reason may follow on the same line without braces; on the next line it could be the control's own. */
  readonly notApplicable: Rule<ControlClause> = this.rule("notApplicable", () => {
    const first = this.CONSUME(keywords.not);
    this.CONSUME(keywords.applicable);
    const reasoned = this.OR<Reasoned>([
      { ALT: () => this.SUBRULE(this.whenBlock) },
      {
        ALT: () => {
          this.CONSUME(keywords.when);
          const condition = this.SUBRULE(this.expression);
          const reason = this.OPTION(() => this.SUBRULE(this.because));
          this.ACTION(() => this.reportAmbiguousBecause(reason));
          return { condition, because: reason?.text };
        },
      },
    ]);
    return { kind: "not-applicable", span: this.spanSince(first), ...reasoned };
  });

  private onlyText(
    before: { readonly text: QuotedText } | undefined,
    after: { readonly span: QuotedText["span"]; readonly text: QuotedText } | undefined,
  ): QuotedText | undefined {
    if (before !== undefined && after !== undefined) {
      this.report(duplicateClause.at(after.span, { clause: "because", block: "sub-clause" }));
    }
    return (before ?? after)?.text;
  }

  private reportAmbiguousBecause(reason: { readonly span: QuotedText["span"] } | undefined): void {
    const opening = this.LA(-1) as GateToken; // the `because` before its text
    if (reason !== undefined && opening.opensLine) this.report(ambiguousBecause.at(reason.span, {}));
  }
}
