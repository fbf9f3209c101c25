import type { IToken } from "chevrotain";
import type { Name } from "../../ast/name.ts";
import type { Expectation, GivenSetting, TestStep } from "../../ast/parsed-test.ts";
import { percentToFraction, readPercent } from "../literals.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { DataGrammar } from "./data-grammar.ts";

/** What a test starts from, and what it expects. */
export abstract class ExpectationGrammar extends DataGrammar {
  readonly givenSetting: Rule<GivenSetting> = this.rule("givenSetting", () => {
    const first = this.LA(1);
    return this.OR<GivenSetting>({
      // The words of settings win over envelope fields of these names.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(keywords.agent);
            const name = this.SUBRULE(this.name);
            return { kind: "agent", span: this.spanSince(first), name };
          },
        },
        { ALT: () => this.setting("identity", this.CONSUME(keywords.identity), this.SUBRULE2(this.name)) },
        { ALT: () => this.setting("token", this.CONSUME(keywords.token), this.SUBRULE3(this.name)) },
        { ALT: () => this.setting("task", this.CONSUME(keywords.task), this.SUBRULE4(this.name)) },
        { ALT: () => this.SUBRULE(this.egressSetting) },
        {
          ALT: () => {
            this.CONSUME(keywords.purpose);
            const value = this.SUBRULE(this.data);
            return { kind: "purpose", span: this.spanSince(first), value };
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.on);
            this.CONSUME(keywords.behalf);
            this.CONSUME(keywords.of);
            this.CONSUME(keywords.role);
            const role = this.SUBRULE5(this.name);
            return { kind: "on-behalf-of", span: this.spanSince(first), role };
          },
        },
        { ALT: () => this.SUBRULE(this.confidenceSetting) },
        {
          ALT: () => {
            const { segments } = this.SUBRULE(this.path);
            const value = this.SUBRULE2(this.data);
            return { kind: "field", span: this.spanSince(first), path: segments, value };
          },
        },
      ],
    });
  });

  /** `egress none`, or the whole record of it. */
  readonly egressSetting: Rule<GivenSetting> = this.rule("egressSetting", () => {
    const first = this.CONSUME(keywords.egress);
    return this.OR<GivenSetting>({
      // A bare word is no record.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.setting("egress", first, this.SUBRULE(this.name)) },
        {
          ALT: () => {
            const value = this.SUBRULE(this.data);
            return { kind: "field", span: this.spanSince(first), path: [this.plainName(first)], value };
          },
        },
      ],
    });
  });

  readonly confidenceSetting: Rule<GivenSetting> = this.rule("confidenceSetting", () => {
    const first = this.CONSUME(keywords.confidence);
    const value = this.OR<Extract<GivenSetting, { readonly kind: "confidence" }>["value"]>({
      // A percentage is no test data elsewhere.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(tokens.percent);
            const fraction = percentToFraction(readPercent(token.image) ?? "0");
            return { kind: "percent", span: this.spanOf(token), fraction };
          },
        },
        { ALT: () => this.SUBRULE(this.data) },
      ],
    });
    return { kind: "confidence", span: this.spanSince(first), value };
  });

  readonly expectations: Rule<readonly Expectation[]> = this.rule("expectations", () => {
    const expectations: Expectation[] = [];
    this.MANY(() => expectations.push(this.SUBRULE(this.expectation)));
    return expectations;
  });

  readonly expectation: Rule<Expectation> = this.rule("expectation", () => {
    const first = this.CONSUME(keywords.expect);
    return this.OR<Expectation>({
      // No level is called `unknown`.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(keywords.unknown);
            const { segments } = this.SUBRULE(this.path);
            return { kind: "unknown", span: this.spanSince(first), path: segments };
          },
        },
        {
          ALT: () => {
            const level = this.SUBRULE(this.levelReference);
            const via: Name[] = [];
            this.OPTION(() => {
              this.CONSUME(keywords.via);
              this.AT_LEAST_ONE_SEP({ SEP: tokens.comma, DEF: () => via.push(this.SUBRULE(this.gateReference)) });
            });
            return { kind: "level", span: this.spanSince(first), level, via };
          },
        },
      ],
    });
  });

  /** A level, or the place in a table row that names it: `row.level`. */
  readonly levelReference: Rule<Name> = this.rule("levelReference", () =>
    this.OR([{ ALT: () => this.plainName(this.CONSUME(tokens.path)) }, { ALT: () => this.SUBRULE(this.name) }]),
  );

  /** A gate, a built-in one (`agent:refund:token_ttl`), or the place in a table row that names it: `row.gate`. */
  readonly gateReference: Rule<Name> = this.rule("gateReference", () =>
    this.OR([{ ALT: () => this.plainName(this.CONSUME(tokens.path)) }, { ALT: () => this.SUBRULE(this.gateName) }]),
  );

  /** `expect ZT-ID-3 fail for agent mailer` */
  readonly controlExpectation: Rule<TestStep> = this.rule("controlExpectation", () => {
    const first = this.CONSUME(keywords.expect);
    const control = this.SUBRULE(this.name);
    const verdict = this.SUBRULE2(this.name);
    const subject = this.OPTION(() => {
      this.CONSUME(keywords.for);
      const kind = this.SUBRULE3(this.name);
      return { kind, name: this.SUBRULE4(this.name) };
    });
    return { kind: "expect-control", span: this.spanSince(first), control, verdict, subject };
  });

  private setting(kind: "identity" | "token" | "task" | "egress", first: IToken, state: Name): GivenSetting {
    return { kind, span: this.spanSince(first), state };
  }
}
