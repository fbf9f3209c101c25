import { EmbeddedActionsParser, type IParserConfig, type IToken, type ParserMethod } from "chevrotain";
import type { DurationLiteral, Name, ParsedPath, QuotedText } from "../../ast/name.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { reservedName } from "../../diagnostics/syntax-clauses.ts";
import { malformedDuration, malformedNumber } from "../../diagnostics/syntax-literals.ts";
import type { SourceText, Span } from "../../source/span.ts";
import { mostMistakes } from "../limits.ts";
import { decodeText, readDate, readDecimal, readDuration, readTimestamp } from "../literals.ts";
import { reservedRole } from "../reserved-role.ts";
import { keywords, parserVocabulary, tokens } from "../tokens.ts";

export type Rule<T> = ParserMethod<[], T>;

/** What every part of the grammar uses: names, paths, quoted texts, whole numbers, durations, moments, and lists of them. */
export abstract class BaseGrammar extends EmbeddedActionsParser {
  /** The text the tokens come from. */
  source: SourceText = { file: "", text: "" };
  /** The word that opens the declaration being parsed. */
  opening = "";
  /** Mistakes that do not stop the parser; a failed attempt's are dropped with it. */
  reported: Diagnostic[] = [];

  constructor(config: IParserConfig) {
    super([...parserVocabulary], { recoveryEnabled: false, maxLookahead: 1, ...config });
  }

  /** Defines a rule whose result has the declared type. */
  protected rule<T>(name: string, read: () => T): Rule<T> {
    return this.RULE(name, read);
  }

  /** A name: any word, also one with hyphens, or quoted. */
  readonly name: Rule<Name> = this.rule("name", () =>
    this.OR([
      { ALT: () => this.plainName(this.CONSUME(tokens.word)) },
      { ALT: () => this.plainName(this.CONSUME(tokens.hyphenated)) },
      { ALT: () => this.quotedName(this.CONSUME(tokens.text)) },
    ]),
  );

  readonly nameList: Rule<readonly Name[]> = this.rule("nameList", () => {
    const names: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: tokens.comma, DEF: () => names.push(this.SUBRULE(this.name)) });
    return names;
  });

  /** A gate, one of a pack (`assistant:no_cards`), or a built-in one (`agent:refund:token_ttl`). */
  readonly gateName: Rule<Name> = this.rule("gateName", () => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.name);
    let text = name.text;
    this.MANY(() => {
      this.CONSUME(tokens.colon);
      text += `:${this.SUBRULE2(this.name).text}`;
    });
    return { text, span: this.spanSince(first), quoted: name.quoted };
  });

  readonly gateNameList: Rule<readonly Name[]> = this.rule("gateNameList", () => {
    const names: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: tokens.comma, DEF: () => names.push(this.SUBRULE(this.gateName)) });
    return names;
  });

  /** A tool, or a pattern over tools. */
  readonly toolPattern: Rule<Name> = this.rule("toolPattern", () =>
    this.OR([
      { ALT: () => this.plainName(this.CONSUME(tokens.path)) },
      { ALT: () => this.plainName(this.CONSUME(tokens.pattern)) },
      { ALT: () => this.SUBRULE(this.name) },
    ]),
  );

  readonly toolPatternList: Rule<readonly Name[]> = this.rule("toolPatternList", () => {
    const patterns: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: tokens.comma, DEF: () => patterns.push(this.SUBRULE(this.toolPattern)) });
    return patterns;
  });

  /** Names in brackets, where a trailing comma may stand. */
  readonly bracketNames: Rule<readonly Name[]> = this.rule("bracketNames", () => {
    this.CONSUME(tokens.leftBracket);
    const names = [this.SUBRULE(this.name)];
    this.MANY({
      // A comma before the closing bracket ends the list.
      MAX_LOOKAHEAD: 2,
      DEF: () => {
        this.CONSUME(tokens.comma);
        names.push(this.SUBRULE2(this.name));
      },
    });
    this.OPTION(() => this.CONSUME2(tokens.comma));
    this.CONSUME(tokens.rightBracket);
    return names;
  });

  readonly quotedText: Rule<QuotedText> = this.rule("quotedText", () => {
    const token = this.CONSUME(tokens.text);
    return { text: decodeText(token.image).text, span: this.spanOf(token) };
  });

  readonly quotedTextList: Rule<readonly QuotedText[]> = this.rule("quotedTextList", () => {
    const texts: QuotedText[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: tokens.comma, DEF: () => texts.push(this.SUBRULE(this.quotedText)) });
    return texts;
  });

  /** Quoted texts in brackets, where a trailing comma may stand. */
  readonly bracketTexts: Rule<readonly QuotedText[]> = this.rule("bracketTexts", () => {
    this.CONSUME(tokens.leftBracket);
    const texts = [this.SUBRULE(this.quotedText)];
    this.MANY({
      // A comma before the closing bracket ends the list.
      MAX_LOOKAHEAD: 2,
      DEF: () => {
        this.CONSUME(tokens.comma);
        texts.push(this.SUBRULE2(this.quotedText));
      },
    });
    this.OPTION(() => this.CONSUME2(tokens.comma));
    this.CONSUME(tokens.rightBracket);
    return texts;
  });

  readonly path: Rule<ParsedPath> = this.rule("path", () => {
    const token = this.OR([{ ALT: () => this.CONSUME(tokens.path) }, { ALT: () => this.CONSUME(tokens.word) }]);
    return this.ACTION(() => this.dottedPath(token));
  });

  readonly wholeNumber: Rule<number> = this.rule("wholeNumber", () => {
    const token = this.CONSUME(tokens.number);
    return this.ACTION(() => {
      const digits = readDecimal(token.image);
      if (digits !== undefined && /^\d{1,15}$/.test(digits)) return Number(digits);
      this.report(malformedNumber.at(this.spanOf(token), { lexeme: token.image, expected: "a whole number" }));
      return 0;
    });
  });

  readonly durationLiteral: Rule<DurationLiteral> = this.rule("durationLiteral", () => {
    const token = this.CONSUME(tokens.duration);
    return this.ACTION(() => {
      const ms = readDuration(token.image) ?? 0;
      if (ms < 0) this.report(malformedDuration.at(this.spanOf(token), { lexeme: token.image }));
      return { span: this.spanOf(token), ms };
    });
  });

  /** A date is the start of that day in UTC. */
  readonly moment: Rule<{ readonly span: Span; readonly ms: number }> = this.rule("moment", () => {
    const token = this.OR([{ ALT: () => this.CONSUME(tokens.date) }, { ALT: () => this.CONSUME(tokens.timestamp) }]);
    return this.ACTION(() => ({
      span: this.spanOf(token),
      ms: readDate(token.image) ?? readTimestamp(token.image) ?? 0,
    }));
  });

  /** `because "…"` */
  readonly because: Rule<{ readonly kind: "because"; readonly span: Span; readonly text: QuotedText }> = this.rule(
    "because",
    () => {
      const first = this.CONSUME(keywords.because);
      const text = this.SUBRULE(this.quotedText);
      return { kind: "because", span: this.spanSince(first), text };
    },
  );

  /** `tags ["pci:7.2"]` */
  readonly tags: Rule<{ readonly kind: "tags"; readonly span: Span; readonly tags: readonly QuotedText[] }> = this.rule(
    "tags",
    () => {
      const first = this.CONSUME(keywords.tags);
      const tags = this.SUBRULE(this.bracketTexts);
      return { kind: "tags", span: this.spanSince(first), tags };
    },
  );

  /** The clauses between a declaration's braces. A rule may have one block. */
  protected block<T>(clause: Rule<T>): readonly T[] {
    const clauses: T[] = [];
    this.CONSUME9(tokens.leftBrace);
    this.MANY9(() => clauses.push(this.SUBRULE9(clause)));
    this.CONSUME9(tokens.rightBrace);
    return clauses;
  }

  /** The value that a consumed word stands for. */
  protected means<T>(_word: IToken, value: T): T {
    return value;
  }

  /** A name that stands for a value in conditions; in a control the roots of events mean nothing, so they may be used. */
  protected boundName(token: IToken): Name {
    this.ACTION(() => {
      const role = reservedRole(token.image, this.opening !== "control");
      if (role !== undefined) this.report(reservedName.at(this.spanOf(token), { name: token.image, role }));
    });
    return this.plainName(token);
  }

  protected report(diagnostic: Diagnostic): void {
    if (this.reported.length <= mostMistakes) this.reported.push(diagnostic);
  }

  protected spanOf(token: IToken): Span {
    return this.ACTION(() => this.placeOf(token));
  }

  /** From `first` to the token consumed last. */
  protected spanSince(first: IToken): Span {
    return this.ACTION(() => this.placeSince(first));
  }

  protected placeOf(token: IToken): Span {
    return { file: this.source.file, start: token.startOffset, end: endOf(token) };
  }

  protected placeSince(first: IToken): Span {
    const end = Math.max(first.startOffset, endOf(this.LA(0)));
    return { file: this.source.file, start: first.startOffset, end };
  }

  protected plainName(token: IToken): Name {
    return { text: token.image, span: this.spanOf(token), quoted: false };
  }

  protected quotedName(token: IToken): Name {
    return { text: decodeText(token.image).text, span: this.spanOf(token), quoted: true };
  }

  protected dottedPath(token: IToken): ParsedPath {
    return { span: this.spanOf(token), segments: this.segmentsOf(token) };
  }

  protected segmentsOf(token: IToken): readonly Name[] {
    let start = token.startOffset;
    return token.image.split(".").map((text) => {
      const segment = { text, span: { file: this.source.file, start, end: start + text.length }, quoted: false };
      start += text.length + 1;
      return segment;
    });
  }
}

/** Repaired tokens have another image than their text, so the length of the image says nothing. */
const endOf = (token: IToken): number => (token.endOffset ?? token.startOffset - 1) + 1;
