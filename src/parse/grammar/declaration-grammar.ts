import type { IParserConfig } from "chevrotain";
import type { Expression } from "../../ast/expression.ts";
import type { Name } from "../../ast/name.ts";
import type {
  Declaration,
  LetDeclaration,
  ParamDeclaration,
  ParamValue,
  PolicyHeader,
  RoleDeclaration,
  UsePack,
  UseTools,
} from "../../ast/parsed.ts";
import type { ParsedClaim, ProveDeclaration } from "../../ast/parsed-control.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { TestGrammar } from "./test-grammar.ts";

/** One declaration, which is what the parser is asked for. */
export class DeclarationGrammar extends TestGrammar {
  constructor(config: IParserConfig) {
    super(config);
    // Only now all rules are defined.
    this.performSelfAnalysis();
  }

  readonly declaration: Rule<Declaration | { readonly kind: "header"; readonly header: PolicyHeader }> = this.rule(
    "declaration",
    () =>
      this.OR<Declaration | { readonly kind: "header"; readonly header: PolicyHeader }>([
        { ALT: () => ({ kind: "header", header: this.SUBRULE(this.header) }) },
        { ALT: () => this.SUBRULE(this.use) },
        { ALT: () => this.SUBRULE(this.param) },
        { ALT: () => this.SUBRULE(this.context) },
        { ALT: () => this.SUBRULE(this.tool) },
        { ALT: () => this.SUBRULE(this.label) },
        { ALT: () => this.SUBRULE(this.endorse) },
        { ALT: () => this.SUBRULE(this.role) },
        { ALT: () => this.SUBRULE(this.agent) },
        { ALT: () => this.SUBRULE(this.grant) },
        { ALT: () => this.SUBRULE(this.gate) },
        { ALT: () => this.SUBRULE(this.connector) },
        { ALT: () => this.SUBRULE(this.bands) },
        { ALT: () => this.SUBRULE(this.drift) },
        { ALT: () => this.SUBRULE(this.killSwitch) },
        { ALT: () => this.SUBRULE(this.breakGlass) },
        { ALT: () => this.SUBRULE(this.letBinding) },
        { ALT: () => this.SUBRULE(this.control) },
        { ALT: () => this.SUBRULE(this.prove) },
        { ALT: () => this.SUBRULE(this.test) },
      ]),
  );

  readonly header: Rule<PolicyHeader> = this.rule("header", () => {
    const first = this.LA(1);
    const kind = this.OR<PolicyHeader["kind"]>([
      { ALT: () => this.means(this.CONSUME(keywords.policy), "policy") },
      { ALT: () => this.means(this.CONSUME(keywords.pack), "pack") },
    ]);
    const name = this.SUBRULE(this.name);
    this.CONSUME(keywords.version);
    const version = this.SUBRULE(this.wholeNumber);
    this.CONSUME(keywords.language);
    const language = this.SUBRULE2(this.wholeNumber);
    return { kind, span: this.spanSince(first), name, version, language };
  });

  readonly use: Rule<UseTools | UsePack> = this.rule("use", () => {
    const first = this.CONSUME(keywords.use);
    return this.OR<UseTools | UsePack>([
      {
        ALT: () => {
          this.CONSUME(keywords.tools);
          this.CONSUME(keywords.from);
          const path = this.SUBRULE(this.quotedText);
          const prefix = this.OPTION(() => {
            this.CONSUME(keywords.as);
            return this.SUBRULE(this.toolPattern);
          });
          return { kind: "use-tools", span: this.spanSince(first), path, prefix };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.pack);
          const path = this.SUBRULE2(this.quotedText);
          const digest = this.OPTION2(() => {
            this.CONSUME(keywords.sha256);
            return this.SUBRULE3(this.quotedText);
          });
          const values = this.OPTION3(() => {
            this.CONSUME(keywords.with);
            return this.SUBRULE(this.paramValues);
          });
          return { kind: "use-pack", span: this.spanSince(first), path, digest, values: values ?? [] };
        },
      },
    ]);
  });

  /** What a pack is given, in braces, where a trailing comma may stand. */
  readonly paramValues: Rule<readonly ParamValue[]> = this.rule("paramValues", () => {
    this.CONSUME(tokens.leftBrace);
    const values = [this.SUBRULE(this.paramValue)];
    this.MANY({
      // A comma before the closing brace ends the list.
      MAX_LOOKAHEAD: 2,
      DEF: () => {
        this.CONSUME(tokens.comma);
        values.push(this.SUBRULE2(this.paramValue));
      },
    });
    this.OPTION(() => this.CONSUME2(tokens.comma));
    this.CONSUME(tokens.rightBrace);
    return values;
  });

  readonly paramValue: Rule<ParamValue> = this.rule("paramValue", () => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.name);
    this.CONSUME(tokens.colon);
    const value = this.SUBRULE(this.expression);
    return { span: this.spanSince(first), name, value };
  });

  readonly param: Rule<ParamDeclaration> = this.rule("param", () => {
    const first = this.CONSUME(keywords.param);
    const name = this.boundName(this.CONSUME(tokens.word));
    this.CONSUME(keywords.is);
    const type = this.SUBRULE(this.type);
    const fallback = this.OPTION(() => {
      this.CONSUME(tokens.is);
      return this.SUBRULE(this.expression);
    });
    return { kind: "param", span: this.spanSince(first), name, type, fallback };
  });

  readonly role: Rule<RoleDeclaration> = this.rule("role", () => {
    const first = this.CONSUME(keywords.role);
    const names = this.SUBRULE(this.nameList);
    return { kind: "role", span: this.spanSince(first), names };
  });

  readonly letBinding: Rule<LetDeclaration> = this.rule("letBinding", () => {
    const first = this.CONSUME(keywords.let);
    const name = this.boundName(this.CONSUME(tokens.word));
    this.CONSUME(tokens.is);
    const value = this.SUBRULE(this.expression);
    return { kind: "let", span: this.spanSince(first), name, value };
  });

  readonly prove: Rule<ProveDeclaration> = this.rule("prove", () => {
    const first = this.CONSUME(keywords.prove);
    const claim = this.SUBRULE(this.claim);
    return { kind: "prove", span: this.spanSince(first), claim };
  });

  readonly claim: Rule<ParsedClaim> = this.rule("claim", () =>
    this.OR<ParsedClaim>([
      { ALT: () => this.SUBRULE(this.neverClaim) },
      { ALT: () => this.SUBRULE(this.alwaysClaim) },
      {
        ALT: () => {
          this.CONSUME(keywords.no);
          this.CONSUME(keywords.dead);
          this.CONSUME(keywords.gates);
          return { kind: "no-dead-gates" };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.not);
          this.CONSUME(keywords.weaker);
          this.CONSUME(keywords.than);
          return { kind: "not-weaker-than", file: this.SUBRULE(this.quotedText) };
        },
      },
    ]),
  );

  readonly neverClaim: Rule<ParsedClaim> = this.rule("neverClaim", () => {
    this.CONSUME(keywords.never);
    const tools = this.SUBRULE(this.toolPattern);
    const condition = this.SUBRULE(this.claimCondition);
    const evenWithBreakGlass = this.SUBRULE(this.evenWithBreakGlass);
    return { kind: "never", tools, with: condition, evenWithBreakGlass };
  });

  readonly alwaysClaim: Rule<ParsedClaim> = this.rule("alwaysClaim", () => {
    this.CONSUME(keywords.always);
    const tools = this.SUBRULE(this.toolPattern);
    const condition = this.SUBRULE(this.claimCondition);
    const demand = this.SUBRULE(this.demand);
    const evenWithBreakGlass = this.SUBRULE(this.evenWithBreakGlass);
    return { kind: "always", tools, with: condition, demand, evenWithBreakGlass };
  });

  readonly claimCondition: Rule<Expression | undefined> = this.rule("claimCondition", () =>
    this.OPTION(() => {
      this.CONSUME(keywords.with);
      return this.SUBRULE(this.expression);
    }),
  );

  /** `requires R`, `requires at least LEVEL` or `at least LEVEL`. */
  readonly demand: Rule<Extract<ParsedClaim, { readonly kind: "always" }>["demand"]> = this.rule("demand", () =>
    this.OR([
      {
        ALT: () => {
          this.CONSUME(keywords.requires);
          return this.OR2([
            { ALT: () => ({ kind: "requirement" as const, outcome: this.SUBRULE(this.requirement) }) },
            { ALT: () => this.SUBRULE(this.levelFloor) },
          ]);
        },
      },
      { ALT: () => this.SUBRULE2(this.levelFloor) },
    ]),
  );

  readonly levelFloor: Rule<{ readonly kind: "at-least"; readonly level: Name }> = this.rule("levelFloor", () => {
    this.CONSUME(keywords.at);
    this.CONSUME(keywords.least);
    return { kind: "at-least", level: this.SUBRULE(this.name) };
  });

  readonly evenWithBreakGlass: Rule<boolean> = this.rule("evenWithBreakGlass", () => {
    const even = this.OPTION(() => {
      this.CONSUME(keywords.even);
      this.CONSUME(keywords.with);
      return this.CONSUME(keywords.break_glass);
    });
    return even !== undefined;
  });
}
