import type { IToken } from "chevrotain";
import type { Name } from "../../ast/name.ts";
import type { DataValue } from "../../ast/parsed-test.ts";
import { notTestData } from "../../diagnostics/syntax-literals.ts";
import { decodeText, readJsonNumber } from "../literals.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { ControlGrammar } from "./control-grammar.ts";

interface Entry {
  readonly key: Name;
  readonly value: DataValue;
}

/** The raw event's data in tests: JSON with bare words, bare keys, trailing commas and references to a table's row. */
export abstract class DataGrammar extends ControlGrammar {
  readonly data: Rule<DataValue> = this.rule("data", () =>
    this.OR<DataValue>({
      // `true`, `false` and `null` win over bare words.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.quotedData(this.CONSUME(tokens.text)) },
        { ALT: () => this.SUBRULE(this.dataNumber) },
        { ALT: () => ({ kind: "bool", span: this.spanOf(this.CONSUME(keywords.true)), value: true }) },
        { ALT: () => ({ kind: "bool", span: this.spanOf(this.CONSUME(keywords.false)), value: false }) },
        { ALT: () => ({ kind: "null", span: this.spanOf(this.CONSUME(keywords.null)) }) },
        {
          ALT: () => {
            const first = this.LA(1);
            const items = this.SUBRULE(this.dataItems);
            return { kind: "list", span: this.spanSince(first), items };
          },
        },
        { ALT: () => this.SUBRULE(this.dataRecord) },
        {
          ALT: () => {
            const { span, segments } = this.dottedPath(this.CONSUME(tokens.path));
            return { kind: "reference", span, path: segments };
          },
        },
        { ALT: () => this.bareData(this.CONSUME(tokens.word)) },
        { ALT: () => this.bareData(this.CONSUME(tokens.hyphenated)) },
        { ALT: () => this.bareData(this.CONSUME(tokens.duration)) },
        { ALT: () => this.bareData(this.CONSUME(tokens.date)) },
        { ALT: () => this.bareData(this.CONSUME(tokens.timestamp)) },
      ],
    }),
  );

  readonly dataNumber: Rule<DataValue> = this.rule("dataNumber", () => {
    const number = this.CONSUME(tokens.number);
    const currency = this.OPTION(() => this.CONSUME(tokens.currency));
    this.ACTION(() => {
      if (currency !== undefined) this.report(notTestData.at(this.spanSince(number), { found: "an amount of money" }));
    });
    return { kind: "number", span: this.spanOf(number), lexeme: readJsonNumber(number.image) ?? "0" };
  });

  /** A list in brackets, where a trailing comma may stand. */
  readonly dataItems: Rule<readonly DataValue[]> = this.rule("dataItems", () => {
    const items: DataValue[] = [];
    this.CONSUME(tokens.leftBracket);
    this.OPTION(() => {
      items.push(this.SUBRULE(this.data));
      this.MANY({
        // A comma before the closing bracket ends the list.
        MAX_LOOKAHEAD: 2,
        DEF: () => {
          this.CONSUME(tokens.comma);
          items.push(this.SUBRULE2(this.data));
        },
      });
      this.OPTION2(() => this.CONSUME2(tokens.comma));
    });
    this.CONSUME(tokens.rightBracket);
    return items;
  });

  readonly dataRecord: Rule<DataValue> = this.rule("dataRecord", () => {
    const first = this.CONSUME(tokens.leftBrace);
    const entries: Entry[] = [];
    this.OPTION(() => {
      entries.push(this.SUBRULE(this.dataEntry));
      this.MANY({
        // A comma before the closing bracket ends the list.
        MAX_LOOKAHEAD: 2,
        DEF: () => {
          this.CONSUME(tokens.comma);
          entries.push(this.SUBRULE2(this.dataEntry));
        },
      });
      this.OPTION2(() => this.CONSUME2(tokens.comma));
    });
    this.CONSUME(tokens.rightBrace);
    return { kind: "record", span: this.spanSince(first), entries };
  });

  readonly dataEntry: Rule<Entry> = this.rule("dataEntry", () => {
    const key = this.SUBRULE(this.name);
    this.CONSUME(tokens.colon);
    return { key, value: this.SUBRULE(this.data) };
  });

  private quotedData(token: IToken): DataValue {
    return { kind: "text", span: this.spanOf(token), text: decodeText(token.image).text };
  }

  /** A bare word, moment or duration is a text of the raw event. */
  private bareData(token: IToken): DataValue {
    return { kind: "text", span: this.spanOf(token), text: token.image };
  }
}
