import type { IToken } from "chevrotain";
import type { Expression, ParsedPastEvent } from "../../ast/expression.ts";
import type { ParsedPath } from "../../ast/name.ts";
import { keywords, tokens } from "../tokens.ts";
import { BaseGrammar, type Rule } from "./base-grammar.ts";

/** History terms: `count(started mail.send) within 1h per agent`. That both limits are there is for the checker to say. */
export abstract class HistoryGrammar extends BaseGrammar {
  abstract readonly expression: Rule<Expression>;

  readonly historyTerm: Rule<Expression> = this.rule("historyTerm", () => {
    const first = this.LA(1);
    const events: ParsedPastEvent[] = [];
    let path: ParsedPath | undefined;
    const word: IToken = this.OR([
      {
        ALT: () => {
          const of = this.OR1([
            { ALT: () => this.CONSUME(keywords.count) },
            { ALT: () => this.CONSUME(keywords.previously) },
            { ALT: () => this.CONSUME(keywords.never) },
          ]);
          this.CONSUME1(tokens.leftParenthesis);
          events.push(this.SUBRULE1(this.pastEvent));
          this.CONSUME1(tokens.rightParenthesis);
          return of;
        },
      },
      {
        ALT: () => {
          const of = this.OR2([
            { ALT: () => this.CONSUME(keywords.sum) },
            { ALT: () => this.CONSUME(keywords.distinct) },
            { ALT: () => this.CONSUME(keywords.last) },
          ]);
          this.CONSUME2(tokens.leftParenthesis);
          path = this.SUBRULE(this.path);
          this.CONSUME(keywords.of);
          events.push(this.SUBRULE2(this.pastEvent));
          this.CONSUME2(tokens.rightParenthesis);
          return of;
        },
      },
      {
        ALT: () => {
          const of = this.CONSUME(keywords.since);
          this.CONSUME3(tokens.leftParenthesis);
          events.push(this.SUBRULE3(this.pastEvent));
          this.CONSUME(tokens.comma);
          events.push(this.SUBRULE4(this.pastEvent));
          this.CONSUME3(tokens.rightParenthesis);
          return of;
        },
      },
    ]);
    const within = this.OPTION1(() => {
      this.CONSUME(keywords.within);
      return this.SUBRULE(this.durationLiteral);
    });
    const per = this.OPTION2(() => {
      this.CONSUME(keywords.per);
      return this.plainName(this.CONSUME(tokens.word));
    });
    return { kind: "history", span: this.spanSince(first), word: this.plainName(word), path, events, within, per };
  });

  readonly pastEvent: Rule<ParsedPastEvent> = this.rule("pastEvent", () => {
    const first = this.LA(1);
    const phase = this.plainName(this.CONSUME(tokens.word));
    const pattern = this.SUBRULE(this.toolPattern);
    const equalities = this.OPTION(() => {
      this.CONSUME(keywords.with);
      return this.SUBRULE(this.expression);
    });
    return { span: this.spanSince(first), phase, pattern, with: equalities };
  });
}
