import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceText } from "../../source/span.ts";
import { expectationProvider } from "../expectations.ts";
import { DeclarationGrammar } from "../grammar/declaration-grammar.ts";
import type { GateToken } from "../read-tokens.ts";
import { type LookaheadFunction, type LookaheadTable, lookaheadFunction } from "./lookahead-table.ts";

/** What a rule of the grammar gives. */
type Read = ReturnType<DeclarationGrammar["declaration"]>;

/**
 * The same grammar without chevrotain's analysis, which takes longer than all the rest of a short run: the table has its
 * outcome. It reads what is right and cannot say what is wrong, because the tokens to expect are part of the analysis.
 */
export class PreparedGrammar extends DeclarationGrammar {
  readonly #table: LookaheadTable;
  readonly #functions = new Map<number, LookaheadFunction>();

  constructor(table: LookaheadTable) {
    super({ skipValidations: true, errorMessageProvider: expectationProvider });
    this.#table = table;
  }

  /** Undefined for tokens that are not exactly one right declaration: the analysed grammar is to read them. */
  read(
    source: SourceText,
    tokens: readonly GateToken[],
  ): { readonly declaration: Read | undefined; readonly reported: readonly Diagnostic[] } | undefined {
    this.source = source;
    this.opening = tokens[0]?.image ?? "";
    this.reported = [];
    this.input = [...tokens];
    try {
      const declaration: Read | undefined = this.declaration();
      return this.errors.length === 0 ? { declaration, reported: this.reported } : undefined;
    } catch (error) {
      if (error instanceof NotTaken) return undefined;
      throw error;
    }
  }

  // What follows takes the place of chevrotain's own members; a test compares the two grammars on everything we have.

  /** Chevrotain refuses to run a grammar that was not analysed. */
  declare selfAnalysisDone: boolean;
  override performSelfAnalysis(): void {
    this.selfAnalysisDone = true;
  }

  /** Made where the parser first comes by: a file uses a part of the language. */
  getLaFuncFromCache(key: number): LookaheadFunction {
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    const lookahead = this.#table[key];
    if (lookahead === undefined) throw new Error(`the lookahead table lacks the place ${key}`);
    const made = lookaheadFunction((places) => this.LA(places), lookahead);
    this.#functions.set(key, made);
    return made;
  }

  raiseNoAltException(): never {
    throw new NotTaken();
  }

  raiseEarlyExitException(): never {
    throw new NotTaken();
  }
}

/** Goes through the rules to `read`: chevrotain hands on what is no exception of its own. */
class NotTaken extends Error {}
