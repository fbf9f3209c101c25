import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceText } from "../../source/span.ts";
import { expectationProvider } from "../expectations.ts";
import type { DeclarationGrammar } from "../grammar/declaration-grammar.ts";
import type { GateToken } from "../read-tokens.ts";
import { LeanGrammar, NotTaken } from "./lean-grammar.ts";
import { type LookaheadFunction, type LookaheadTable, lookaheadFunction } from "./lookahead-table.ts";

/** What a rule of the grammar gives. */
type Read = ReturnType<DeclarationGrammar["declaration"]>;

/**
 * The same grammar without chevrotain's analysis, which takes longer than all the rest of a short run: the table has its
 * outcome. It reads what is right and cannot say what is wrong, because the tokens to expect are part of the analysis.
 */
export class PreparedGrammar extends LeanGrammar {
  readonly #table: LookaheadTable;

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
      // Not by itself: chevrotain would prepare for mistakes.
      const declaration = this.SUBRULE(this.declaration);
      return this.currIdx === tokens.length - 1 ? { declaration, reported: this.reported } : undefined;
    } catch (error) {
      if (error instanceof NotTaken) return undefined;
      throw error;
    }
  }

  /** Chevrotain refuses to run a grammar that was not analysed. */
  declare selfAnalysisDone: boolean;
  override performSelfAnalysis(): void {
    this.selfAnalysisDone = true;
  }

  protected override makeLookahead(key: number): LookaheadFunction {
    const lookahead = this.#table[key];
    if (lookahead === undefined) throw new Error(`the lookahead table lacks the place ${key}`);
    return lookaheadFunction((places) => this.tokenAhead(places), lookahead);
  }
}
