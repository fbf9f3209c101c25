import { type IOrAlt, type IToken, type TokenType, tokenMatcher } from "chevrotain";
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
  /** Decides what follows at a place of the grammar. */
  protected abstract lookaheadAt(place: number): LookaheadFunction;

  // What follows takes the place of chevrotain's own members; a test compares the grammars on everything we have.

  /** Chevrotain's number of the rule being read, a part of the key of every place in it. */
  declare currRuleShortName: number;
  declare readonly fullRuleNameToShort: Readonly<Record<string, number>>;
  /** The tokens, with as many ends of input behind them as a rule may look ahead. */
  declare readonly tokVector: readonly IToken[];
  /** The position of the token consumed last. */
  declare currIdx: number;

  protected override rule<T>(name: string, read: () => T): Rule<T> {
    const rule = super.rule(name, read);
    const number = this.fullRuleNameToShort[name] ?? 0;
    const coreRule = (): T => {
      const outer = this.currRuleShortName;
      this.currRuleShortName = number;
      const result = read();
      this.currRuleShortName = outer;
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
    const alternatives = "DEF" in written ? written.DEF : written;
    const taken = this.lookaheadAt(this.currRuleShortName | kinds.or | occurrence)(alternatives);
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
    const token = this.tokVector[this.currIdx + places];
    if (token === undefined) throw new NotTaken();
    return token;
  }

  private follows(part: Part<unknown>, place: number): boolean {
    if (typeof part !== "function" && part.GATE?.() === false) return false;
    return this.lookaheadAt(this.currRuleShortName | place)() === true;
  }
}

const actionOf = <T>(part: Part<T>): (() => T) => (typeof part === "function" ? part : part.DEF);

/** Chevrotain's numbers of the kinds of places, in the keys of its lookahead functions. */
const kinds = { or: 1 << 8, option: 2 << 8, many: 3 << 8, atLeastOneSep: 6 << 8 } as const;
