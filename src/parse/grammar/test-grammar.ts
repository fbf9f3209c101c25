import type { Name } from "../../ast/name.ts";
import type { TestDeclaration, TestRows, TestStep } from "../../ast/parsed-test.ts";
import { duplicateClause } from "../../diagnostics/syntax-blocks.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { ExpectationGrammar } from "./expectation-grammar.ts";

type Response = Pick<
  Extract<TestStep, { readonly kind: "approve" | "confirm" | "verify" | "reject" }>,
  "by" | "role" | "agent"
>;

/** Tests over events and over deployments. */
export abstract class TestGrammar extends ExpectationGrammar {
  /** What the test being parsed stands on decides what its `expect` says. */
  private overDeployment = false;

  readonly test: Rule<TestDeclaration> = this.rule("test", () => {
    const first = this.CONSUME(keywords.test);
    const title = this.SUBRULE(this.quotedText);
    const on = this.OPTION(() => {
      this.CONSUME(keywords.on);
      return this.SUBRULE2(this.quotedText);
    });
    this.ACTION(() => {
      this.overDeployment = on !== undefined;
    });
    const headRows = this.OPTION2(() => this.SUBRULE(this.testRows));
    const steps: TestStep[] = [];
    let rows = headRows;
    this.CONSUME(tokens.leftBrace);
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            const opening = this.LA(1);
            const more = this.SUBRULE2(this.testRows);
            this.ACTION(() => {
              if (rows !== undefined) {
                this.report(duplicateClause.at(this.spanOf(opening), { clause: "for each", block: "test" }));
              }
              rows = more;
            });
          },
        },
        { ALT: () => steps.push(this.SUBRULE(this.testStep)) },
      ]),
    );
    this.CONSUME(tokens.rightBrace);
    return { kind: "test", span: this.spanSince(first), title, on, rows, steps };
  });

  readonly testRows: Rule<TestRows> = this.rule("testRows", () => {
    const first = this.CONSUME(keywords.for);
    this.CONSUME(keywords.each);
    const binding = this.plainName(this.CONSUME(tokens.word));
    this.CONSUME(keywords.in);
    const rows = this.SUBRULE(this.dataItems);
    return { span: this.spanSince(first), binding, rows };
  });

  readonly testStep: Rule<TestStep> = this.rule("testStep", () => {
    const first = this.LA(1);
    return this.OR<TestStep>([
      {
        ALT: () => {
          this.CONSUME(keywords.given);
          const settings = this.block(this.givenSetting);
          return { kind: "given", span: this.spanSince(first), settings };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.prompt);
          const text = this.SUBRULE(this.data);
          const expect = this.SUBRULE(this.expectations);
          return { kind: "prompt", span: this.spanSince(first), text, expect };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.system);
          const text = this.SUBRULE2(this.data);
          const expect = this.SUBRULE7(this.expectations);
          return { kind: "system", span: this.spanSince(first), text, expect };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.output);
          const text = this.SUBRULE3(this.data);
          const expect = this.SUBRULE2(this.expectations);
          return { kind: "output", span: this.spanSince(first), text, expect };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.message);
          this.CONSUME(keywords.to);
          const to = this.SUBRULE(this.name);
          const text = this.SUBRULE4(this.data);
          const expect = this.SUBRULE3(this.expectations);
          return { kind: "message", span: this.spanSince(first), to, text, expect };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.call);
          const tool = this.SUBRULE(this.toolPattern);
          const args = this.SUBRULE5(this.data);
          const expect = this.SUBRULE4(this.expectations);
          return { kind: "call", span: this.spanSince(first), tool, args, expect };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.result);
          const value = this.SUBRULE6(this.data);
          const expect = this.SUBRULE5(this.expectations);
          return { kind: "result", span: this.spanSince(first), value, expect };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.error);
          const text = this.SUBRULE7(this.data);
          return { kind: "error", span: this.spanSince(first), text };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.started);
          const expect = this.SUBRULE6(this.expectations);
          return { kind: "started", span: this.spanSince(first), expect };
        },
      },
      { ALT: () => this.SUBRULE(this.responseStep) },
      {
        ALT: () => {
          this.CONSUME(keywords.revoke);
          const subject = this.SUBRULE(this.revokedSubject);
          return { kind: "revoke", span: this.spanSince(first), subject };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.after);
          const duration = this.SUBRULE(this.durationLiteral);
          return { kind: "after", span: this.spanSince(first), duration };
        },
      },
      { ALT: () => this.SUBRULE(this.stateStep) },
      { GATE: () => this.overDeployment, ALT: () => this.SUBRULE(this.controlExpectation), IGNORE_AMBIGUITIES: true },
      {
        ALT: () => {
          const expect = [this.SUBRULE(this.expectation)];
          this.MANY(() => expect.push(this.SUBRULE2(this.expectation)));
          return { kind: "expect", span: this.spanSince(first), expect };
        },
      },
    ]);
  });

  readonly responseStep: Rule<TestStep> = this.rule("responseStep", () => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => this.means(this.CONSUME(keywords.approve), "approve" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.confirm), "confirm" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.verify), "verify" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.reject), "reject" as const) },
    ]);
    const response = this.SUBRULE(this.responder);
    const expect = this.SUBRULE(this.expectations);
    return { kind, span: this.spanSince(first), ...response, expect };
  });

  /** `kill stop_all by "ann" role ciso` */
  readonly stateStep: Rule<TestStep> = this.rule("stateStep", () => {
    const first = this.LA(1);
    const action = this.OR([
      { ALT: () => this.means(this.CONSUME(keywords.kill), "kill" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.clear), "clear" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.open), "open" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.close), "close" as const) },
    ]);
    const subject = this.SUBRULE(this.name);
    this.CONSUME(keywords.by);
    const by = this.SUBRULE(this.data);
    const role = this.OPTION(() => {
      this.CONSUME(keywords.role);
      return this.SUBRULE2(this.name);
    });
    const expect = this.SUBRULE(this.expectations);
    return { kind: "state", span: this.spanSince(first), action, subject, by, role, expect };
  });

  /** `by "ann" role finance`, `by agent reviewer` */
  readonly responder: Rule<Response> = this.rule("responder", () => {
    const by = this.OPTION(() => {
      this.CONSUME(keywords.by);
      return this.OR<Pick<Response, "by" | "agent">>({
        // A person called `agent` is quoted.
        IGNORE_AMBIGUITIES: true,
        DEF: [
          {
            ALT: () => {
              this.CONSUME(keywords.agent);
              return { by: undefined, agent: this.SUBRULE(this.name) };
            },
          },
          { ALT: () => ({ by: this.SUBRULE(this.data), agent: undefined }) },
        ],
      });
    });
    const role = this.OPTION2(() => {
      this.CONSUME(keywords.role);
      return this.SUBRULE2(this.name);
    });
    return { by: by?.by, role, agent: by?.agent };
  });

  /** `revoke refund` or `revoke agent refund` */
  readonly revokedSubject: Rule<Name> = this.rule("revokedSubject", () => {
    this.OPTION(() => this.CONSUME(keywords.agent));
    return this.SUBRULE(this.name);
  });
}
