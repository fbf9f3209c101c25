import type { IToken } from "chevrotain";
import type { ConnectorClause, ConnectorDeclaration } from "../../ast/parsed-connector.ts";
import type { ParsedObligation } from "../../ast/parsed-gate.ts";
import { duplicateClause } from "../../diagnostics/syntax-blocks.ts";
import type { Span } from "../../source/span.ts";
import { keywords, tokens } from "../tokens.ts";
import { AuthorityGrammar } from "./authority-grammar.ts";
import type { Rule } from "./base-grammar.ts";

type Egress = Extract<ConnectorClause, { readonly kind: "egress" }>;
type EgressOptions = Partial<Pick<Egress, "methods" | "ports" | "types">>;

/** Where the tools of a vendor may connect to, and how much of that. */
export abstract class ConnectorGrammar extends AuthorityGrammar {
  readonly connector: Rule<ConnectorDeclaration> = this.rule("connector", () => {
    const first = this.CONSUME(keywords.connector);
    const name = this.SUBRULE(this.name);
    this.CONSUME(keywords.for);
    const tools = this.SUBRULE(this.toolPatternList);
    const clauses = this.block(this.connectorClause);
    return { kind: "connector", span: this.spanSince(first), name, tools, clauses };
  });

  readonly connectorClause: Rule<ConnectorClause> = this.rule("connectorClause", () => {
    const first = this.LA(1);
    return this.OR<ConnectorClause>([
      { ALT: () => this.SUBRULE(this.egressClause) },
      {
        ALT: () => {
          this.CONSUME(keywords.rate);
          const limit = this.SUBRULE(this.placedNumber);
          this.CONSUME(keywords.per);
          const within = this.SUBRULE(this.durationLiteral);
          this.CONSUME2(keywords.per);
          const per = this.SUBRULE(this.name);
          return { kind: "rate", span: this.spanSince(first), limit, within, per };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.quota);
          const limit = this.SUBRULE(this.operand);
          this.CONSUME(keywords.of);
          const path = this.SUBRULE(this.path);
          this.CONSUME3(keywords.per);
          const within = this.SUBRULE2(this.durationLiteral);
          this.CONSUME4(keywords.per);
          const per = this.SUBRULE2(this.name);
          return { kind: "quota", span: this.spanSince(first), limit, path, within, per };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.validate);
          const phases: ("request" | "response")[] = [];
          this.AT_LEAST_ONE_SEP({
            SEP: tokens.comma,
            DEF: () => phases.push(this.SUBRULE(this.validatedPhase)),
          });
          return { kind: "validate", span: this.spanSince(first), phases };
        },
      },
      {
        ALT: () => {
          const redaction = this.SUBRULE(this.redaction);
          return { kind: "redact", span: redaction.span, redaction };
        },
      },
      { ALT: () => this.SUBRULE(this.violationClause) },
    ]);
  });

  readonly egressClause: Rule<Egress> = this.rule("egressClause", () => {
    const first = this.CONSUME(keywords.egress);
    this.CONSUME(keywords.to);
    const hosts = this.SUBRULE(this.bracketTexts);
    let options: EgressOptions = {};
    this.MANY(() => {
      const opening = this.LA(1);
      const option = this.SUBRULE(this.egressOption);
      this.ACTION(() => {
        this.reportRepeatedLimit(opening, option, options);
        options = { ...option, ...options };
      });
    });
    const { methods, ports, types } = options;
    return { kind: "egress", span: this.spanSince(first), hosts, methods, ports, types };
  });

  readonly egressOption: Rule<EgressOptions> = this.rule("egressOption", () =>
    this.OR<EgressOptions>([
      {
        ALT: () => {
          this.CONSUME(keywords.methods);
          return { methods: this.SUBRULE(this.bracketNames) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.ports);
          return { ports: this.SUBRULE(this.bracketNumbers) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.types);
          return { types: this.SUBRULE(this.bracketTexts) };
        },
      },
    ]),
  );

  /** Whole numbers in brackets, where a trailing comma may stand. */
  readonly bracketNumbers: Rule<readonly { readonly span: Span; readonly value: number }[]> = this.rule(
    "bracketNumbers",
    () => {
      this.CONSUME(tokens.leftBracket);
      const numbers = [this.SUBRULE(this.placedNumber)];
      this.MANY({
        // A comma before the closing bracket ends the list.
        MAX_LOOKAHEAD: 2,
        DEF: () => {
          this.CONSUME(tokens.comma);
          numbers.push(this.SUBRULE2(this.placedNumber));
        },
      });
      this.OPTION(() => this.CONSUME2(tokens.comma));
      this.CONSUME(tokens.rightBracket);
      return numbers;
    },
  );

  readonly placedNumber: Rule<{ readonly span: Span; readonly value: number }> = this.rule("placedNumber", () => {
    const first = this.LA(1);
    const value = this.SUBRULE(this.wholeNumber);
    return { span: this.spanSince(first), value };
  });

  readonly validatedPhase: Rule<"request" | "response"> = this.rule("validatedPhase", () =>
    this.OR([
      { ALT: () => this.means(this.CONSUME(keywords.request), "request" as const) },
      { ALT: () => this.means(this.CONSUME(keywords.response), "response" as const) },
    ]),
  );

  /** `on violation deny also alert "soc"` */
  readonly violationClause: Rule<ConnectorClause> = this.rule("violationClause", () => {
    const first = this.CONSUME(keywords.on);
    this.CONSUME(keywords.violation);
    const outcome = this.SUBRULE(this.gateOutcome);
    const also: ParsedObligation[] = [];
    this.MANY(() => {
      this.CONSUME(keywords.also);
      also.push(this.SUBRULE(this.obligation));
    });
    return { kind: "on-violation", span: this.spanSince(first), outcome, also };
  });

  private reportRepeatedLimit(opening: IToken, option: EgressOptions, earlier: EgressOptions): void {
    const [key = ""] = Object.keys(option);
    if (!(key in earlier)) return;
    this.report(duplicateClause.at(this.spanOf(opening), { clause: opening.image, block: "egress" }));
  }
}
