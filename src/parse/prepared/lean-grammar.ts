import { createTokenInstance, EOF, type IOrAlt, type IToken, type TokenType, tokenMatcher } from "chevrotain";
import type { Span } from "../../source/span.ts";
import type { Rule } from "../grammar/base-grammar.ts";
import { DeclarationGrammar } from "../grammar/declaration-grammar.ts";
import type { LookaheadFunction } from "./lookahead-table.ts";

/** Goes through the rules to whoever began to read: chevrotain hands on what is no exception of its own. */
export class NotTaken extends Error {}

/** What may be left out or repeated, and when at all. */
type Part<T> = (() => T) | { readonly DEF: () => T; readonly GATE?: () => boolean };

/**
 * The grammar without what chevrotain does at every rule and token for messages, recovery and trees of its own. It reads what is right;
 * at the first token that is wrong it throws `NotTaken`.
 */
export abstract class LeanGrammar extends DeclarationGrammar {
  /** Makes what decides the next step at a place of the grammar, by chevrotain's key of the place. */
  protected abstract makeLookahead(key: number): LookaheadFunction;

  /** What was made for the places of the rule being read. */
  declare private made: (LookaheadFunction | undefined)[];

  // What follows takes the place of chevrotain's own members; a test compares the grammars on everything we have.

  /** Chevrotain's number of the rule being read, a part of the key of every place in it. */
  declare currRuleShortName: number;
  declare readonly fullRuleNameToShort: Readonly<Record<string, number>>;
  declare readonly tokVector: readonly IToken[];
  /** The position of the token consumed last. */
  declare currIdx: number;

  protected override rule<T>(name: string, read: () => T): Rule<T> {
    const rule = super.rule(name, read);
    const number = this.fullRuleNameToShort[name] ?? 0;
    const made: (LookaheadFunction | undefined)[] = [];
    const coreRule = (): T => {
      const { currRuleShortName: outer, made: madeOutside } = this;
      this.currRuleShortName = number;
      this.made = made;
      const result = read();
      this.currRuleShortName = outer;
      this.made = madeOutside;
      return result;
    };
    return Object.assign(rule, { coreRule });
  }

  subruleInternal<T>({ coreRule }: { readonly coreRule: () => T }): T {
    return coreRule();
  }

  consumeInternal(type: TokenType): IToken {
    const token = this.tokenAhead(1);
    if (token.tokenType !== type && !tokenMatcher(token, type)) throw new NotTaken();
    this.currIdx += 1;
    return token;
  }

  orInternal<T>(written: IOrAlt<T>[] | { readonly DEF: IOrAlt<T>[] }, occurrence: number): T {
    const alternatives = Array.isArray(written) ? written : written.DEF;
    const taken = this.lookaheadAt(kinds.or | occurrence)(alternatives);
    const alternative = typeof taken === "number" ? alternatives[taken] : undefined;
    if (alternative === undefined) throw new NotTaken();
    return alternative.ALT();
  }

  optionInternal<T>(part: Part<T>, occurrence: number): T | undefined {
    return this.follows(part, kinds.option | occurrence) ? actionOf(part)() : undefined;
  }

  manyInternal(occurrence: number, part: Part<unknown>): void {
    const action = actionOf(part);
    while (this.follows(part, kinds.many | occurrence)) action();
  }

  atLeastOneSepFirstInternal(
    occurrence: number,
    { SEP, DEF }: { readonly SEP: TokenType; readonly DEF: () => unknown },
  ): void {
    if (!this.follows(DEF, kinds.atLeastOneSep | occurrence)) throw new NotTaken();
    DEF();
    while (tokenMatcher(this.tokenAhead(1), SEP)) {
      this.currIdx += 1;
      DEF();
    }
  }

  override ACTION<T>(act: () => T): T {
    return act();
  }

  protected override spanOf(token: IToken): Span {
    return this.placeOf(token);
  }

  protected override spanSince(first: IToken): Span {
    return this.placeSince(first);
  }

  protected tokenAhead(places: number): IToken {
    return this.tokVector[this.currIdx + places] ?? endOfInput;
  }

  private follows(part: Part<unknown>, place: number): boolean {
    if (typeof part !== "function" && part.GATE?.() === false) return false;
    return this.lookaheadAt(place)() === true;
  }

  /** Made where the parser first comes by: a file uses a part of the language. */
  private lookaheadAt(place: number): LookaheadFunction {
    const known = this.made[place];
    if (known !== undefined) return known;
    const made = this.makeLookahead(this.currRuleShortName | ((place & ~15) << 4) | (place & 15));
    this.made[place] = made;
    return made;
  }
}

const actionOf = <T>(part: Part<T>): (() => T) => (typeof part === "function" ? part : part.DEF);

/** The kinds of places, with room for the occurrence within a rule (at most 9); chevrotain's keys have the same numbers further up. */
const kinds = { or: 1 << 4, option: 2 << 4, many: 3 << 4, atLeastOneSep: 6 << 4 } as const;

const endOfInput: IToken = createTokenInstance(EOF, "", 0, 0, 0, 0, 0, 0);
