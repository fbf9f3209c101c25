import { type ILookaheadStrategy, type IOrAlt, type IToken, type TokenType, tokenMatcher } from "chevrotain";
import { parserVocabulary } from "../tokens.ts";

/**
 * Which tokens open which branch of the grammar, for every place where the parser has a choice, by chevrotain's key for the
 * place. Tokens are positions in `parserVocabulary`. Plain data, so that the build can work it out once for all runs.
 */
export type LookaheadTable = Readonly<Record<number, Lookahead>>;

/** `alternatives` of an `OR`; one of them alone stands for what may be left out or repeated. */
export interface Lookahead {
  readonly kind: "choice" | "option";
  readonly alternatives: readonly Alternative[];
  /** Whether an alternative has a `GATE`. */
  readonly gated: boolean;
}

/** Sequences of tokens, any of which opens the branch. */
type Alternative = readonly (readonly number[])[];

/** What chevrotain asks at a place: the position of the alternative, or whether the optional part is there. */
export type LookaheadFunction = ReturnType<
  ILookaheadStrategy["buildLookaheadForAlternation"] | ILookaheadStrategy["buildLookaheadForOptional"]
>;

/** Does what chevrotain's own lookahead function for the place does. `ahead` gives the token that many places on. */
export function lookaheadFunction(
  ahead: (places: number) => IToken,
  { kind, alternatives, gated }: Lookahead,
): LookaheadFunction {
  const choose = chooser(ahead, alternatives, gated);
  return kind === "choice" ? choose : () => choose() !== undefined;
}

function chooser(ahead: (places: number) => IToken, alternatives: readonly Alternative[], gated: boolean): Choose {
  const single = alternatives.every((paths) => paths.every(({ length }) => length === 1));
  if (single && !gated) {
    const choices = choiceByToken(alternatives);
    return () => choices[ahead(1).tokenTypeIdx];
  }
  const typed = alternatives.map((paths) => paths.map((path) => path.map(typeAt)));
  const opens = (path: readonly TokenType[]): boolean =>
    path.every((type, position) => tokenMatcher(ahead(position + 1), type));
  return (written) => {
    const found = typed.findIndex((paths, position) => written?.[position]?.GATE?.() !== false && paths.some(opens));
    return found === -1 ? undefined : found;
  };
}

type Choose = (written?: readonly IOrAlt<unknown>[]) => number | undefined;

/** The first alternative that a token opens, by the number of its type; a category stands for all its tokens. */
function choiceByToken(alternatives: readonly Alternative[]): readonly (number | undefined)[] {
  const choices: (number | undefined)[] = [];
  for (const [position, paths] of alternatives.entries()) {
    for (const type of paths.flat().map(typeAt)) {
      for (const number of [type.tokenTypeIdx, ...(type.categoryMatches ?? [])]) {
        if (number !== undefined) choices[number] ??= position;
      }
    }
  }
  return choices;
}

function typeAt(position: number): TokenType {
  const type = parserVocabulary[position];
  if (type === undefined) throw new Error(`the lookahead table names token ${position}, which does not exist`);
  return type;
}
