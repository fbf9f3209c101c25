import { getLookaheadPaths, type ILookaheadStrategy, type TokenType } from "chevrotain";
import { expectationProvider } from "../expectations.ts";
import { DeclarationGrammar } from "../grammar/declaration-grammar.ts";
import { parserVocabulary } from "../tokens.ts";
import {
  type Alternative,
  byNextToken,
  type Lookahead,
  type LookaheadFunction,
  type LookaheadTable,
} from "./lookahead-table.ts";

/** Lets chevrotain analyse the grammar and keeps what it found. The build does this; it is too slow for the start of a run. */
export function prepareLookahead(): LookaheadTable {
  const found = new Map<LookaheadFunction, Lookahead>();
  const keep = (lookahead: Lookahead): (() => never) => {
    const unused = (): never => {
      throw new Error("this grammar is analysed, not used");
    };
    found.set(unused, lookahead);
    return unused;
  };
  const strategy: ILookaheadStrategy = {
    validate: () => [],
    buildLookaheadForAlternation({ prodOccurrence: occurrence, rule, maxLookahead, hasPredicates: gated }) {
      const paths = getLookaheadPaths({ occurrence, rule, maxLookahead, prodType: "Alternation" });
      return keep({ kind: "choice", ...lookaheadOf(paths.map(positions), gated) });
    },
    buildLookaheadForOptional({ prodOccurrence: occurrence, rule, maxLookahead, prodType }) {
      const [inside = []] = getLookaheadPaths({ occurrence, rule, maxLookahead, prodType });
      return keep({ kind: "option", ...lookaheadOf([positions(inside)], false) });
    },
  };
  const table: Record<number, Lookahead> = {};
  class AnalysedGrammar extends DeclarationGrammar {
    setLaFuncCache(key: number, place: LookaheadFunction): void {
      const lookahead = found.get(place);
      if (lookahead !== undefined) table[key] = lookahead;
    }
  }
  new AnalysedGrammar({
    skipValidations: true,
    errorMessageProvider: expectationProvider,
    lookaheadStrategy: strategy,
  });
  if (Object.keys(table).length !== found.size || found.size === 0) throw new Error("a place of the grammar was lost");
  return table;
}

const lookaheadOf = (alternatives: readonly Alternative[], gated: boolean) =>
  gated || alternatives.some((paths) => paths.some(({ length }) => length !== 1))
    ? { paths: alternatives }
    : byNextToken(alternatives);

const positions = (paths: readonly (readonly TokenType[])[]): readonly (readonly number[])[] =>
  paths.map((path) => path.map((type) => parserVocabulary.indexOf(type)));
