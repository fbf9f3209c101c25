import type { AgentClause, AgentDeclaration, GrantClause, GrantDeclaration } from "../../ast/parsed-authority.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { ToolGrammar } from "./tool-grammar.ts";

/** Who an agent is, and what it is granted. */
export abstract class AuthorityGrammar extends ToolGrammar {
  readonly agent: Rule<AgentDeclaration> = this.rule("agent", () => {
    const first = this.CONSUME(keywords.agent);
    const name = this.SUBRULE(this.name);
    const clauses = this.block(this.agentClause);
    return { kind: "agent", span: this.spanSince(first), name, clauses };
  });

  readonly agentClause: Rule<AgentClause> = this.rule("agentClause", () => {
    const first = this.LA(1);
    return this.OR<AgentClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.subject);
          const subject = this.SUBRULE(this.quotedText);
          return { kind: "subject", span: this.spanSince(first), subject };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.token);
          return this.OR2<AgentClause>([
            {
              ALT: () => {
                this.CONSUME(keywords.ttl);
                this.CONSUME(tokens.atMost);
                const limit = this.SUBRULE(this.durationLiteral);
                return { kind: "token-ttl", span: this.spanSince(first), limit };
              },
            },
            {
              ALT: () => {
                this.CONSUME(keywords.scope);
                this.CONSUME(keywords.covers);
                this.CONSUME(keywords.tool);
                return { kind: "token-scope", span: this.spanSince(first) };
              },
            },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.mtls);
          this.CONSUME(keywords.required);
          return { kind: "mtls", span: this.spanSince(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.revocation);
          this.CONSUME(keywords.within);
          const within = this.SUBRULE2(this.durationLiteral);
          return { kind: "revocation", span: this.spanSince(first), within };
        },
      },
      { ALT: () => this.SUBRULE(this.mayClause) },
      {
        ALT: () => {
          this.CONSUME(keywords.trust);
          const level = this.SUBRULE(this.name);
          return { kind: "trust", span: this.spanSince(first), level };
        },
      },
    ]);
  });

  readonly mayClause: Rule<AgentClause> = this.rule("mayClause", () => {
    const first = this.CONSUME(keywords.may);
    return this.OR<AgentClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.message);
          const agents = this.SUBRULE(this.nameList);
          return { kind: "may-message", span: this.spanSince(first), agents };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.delegate);
          const tools = this.SUBRULE(this.toolPatternList);
          this.CONSUME(keywords.to);
          this.CONSUME(keywords.agent);
          const to = this.SUBRULE(this.name);
          const depth = this.OPTION(() => {
            this.CONSUME(keywords.depth);
            return this.SUBRULE(this.wholeNumber);
          });
          return { kind: "may-delegate", span: this.spanSince(first), tools, to, depth };
        },
      },
    ]);
  });

  readonly grant: Rule<GrantDeclaration> = this.rule("grant", () => {
    const first = this.CONSUME(keywords.grant);
    const name = this.SUBRULE(this.name);
    const clauses = this.block(this.grantClause);
    return { kind: "grant", span: this.spanSince(first), name, clauses };
  });

  readonly grantClause: Rule<GrantClause> = this.rule("grantClause", () => {
    const first = this.LA(1);
    return this.OR<GrantClause>([
      {
        ALT: () => {
          this.CONSUME(keywords.to);
          this.CONSUME(keywords.agent);
          const agents = this.SUBRULE(this.nameList);
          return { kind: "to", span: this.spanSince(first), agents };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.tools);
          const patterns = this.SUBRULE(this.toolPatternList);
          return { kind: "tools", span: this.spanSince(first), patterns };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.when);
          const condition = this.SUBRULE(this.expression);
          return { kind: "when", span: this.spanSince(first), condition };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.for);
          this.CONSUME(keywords.purpose);
          const purposes = this.SUBRULE(this.quotedTextList);
          return { kind: "for-purpose", span: this.spanSince(first), purposes };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.on);
          this.CONSUME(keywords.behalf);
          this.CONSUME(keywords.of);
          this.CONSUME(keywords.role);
          const roles = this.SUBRULE2(this.nameList);
          return { kind: "on-behalf-of", span: this.spanSince(first), roles };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.while);
          this.CONSUME(keywords.task);
          const max = this.OPTION(() => {
            this.CONSUME(keywords.max);
            return this.SUBRULE(this.durationLiteral);
          });
          return { kind: "while-task", span: this.spanSince(first), max };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.until);
          const at = this.SUBRULE(this.moment);
          return { kind: "until", span: this.spanSince(first), at };
        },
      },
      { ALT: () => this.SUBRULE(this.because) },
      { ALT: () => this.SUBRULE(this.tags) },
    ]);
  });
}
