import { type ILookaheadStrategy, type IOrAlt, type IToken, type TokenType, tokenMatcher } from "chevrotain";
import { parserVocabulary, tokens } from "../tokens.ts";

/**
 * Which tokens open which branch of the grammar, for every place where the parser has a choice, by chevrotain's key for the
 * place. Tokens are positions in `parserVocabulary`. Plain data, so that the build can work it out once for all runs.
 */
export type LookaheadTable = Readonly<Record<number, Lookahead>>;

/** What a place chooses among: the alternatives of an `OR`, or (one alternative) what may be left out or repeated. */
export type Lookahead = { readonly kind: "choice" | "option" } & (NextToken | Paths);

/** The next token decides. */
interface NextToken {
  /** The alternative that words open which are not in `byToken`, keywords included. */
  readonly words?: number | undefined;
  /** A token with the alternative that it opens. */
  readonly byToken: readonly (readonly [token: number, alternative: number])[];
}

/** For each alternative, sequences of tokens any of which opens it; an alternative may have a `GATE`. */
interface Paths {
  readonly paths: readonly Alternative[];
}

export type Alternative = readonly (readonly number[])[];

/** What chevrotain asks at a place: the position of the alternative, or whether the optional part is there. */
export type LookaheadFunction = ReturnType<
  ILookaheadStrategy["buildLookaheadForAlternation"] | ILookaheadStrategy["buildLookaheadForOptional"]
>;

/** Does what chevrotain's own lookahead function for the place does. `ahead` gives the token that many places on. */
export function lookaheadFunction(ahead: (places: number) => IToken, lookahead: Lookahead): LookaheadFunction {
  const choose = "paths" in lookahead ? chooseByPaths(ahead, lookahead.paths) : chooseByToken(ahead, lookahead);
  return lookahead.kind === "choice" ? choose : () => choose() !== undefined;
}

type Choose = (written?: readonly IOrAlt<unknown>[]) => number | undefined;

/** Of the alternatives that the next token opens, in their order, the first whose further tokens are there too. */
function chooseByPaths(ahead: (places: number) => IToken, alternatives: readonly Alternative[]): Choose {
  const typed = alternatives.map((paths) => paths.map((path) => path.map(typeAt)));
  const openedBy: (readonly Opened[] | undefined)[] = [];
  return (written) => {
    const token = ahead(1);
    let opened = openedBy[token.tokenTypeIdx];
    if (opened === undefined) {
      opened = openedByToken(token, typed);
      openedBy[token.tokenTypeIdx] = opened;
    }
    for (const { alternative, further } of opened) {
      if (written?.[alternative]?.GATE?.() === false) continue;
      if (further.every((type, position) => tokenMatcher(ahead(position + 2), type))) return alternative;
    }
    return undefined;
  };
}

/** An alternative with what has to follow the next token. */
interface Opened {
  readonly alternative: number;
  readonly further: readonly TokenType[];
}

const openedByToken = (
  token: IToken,
  alternatives: readonly (readonly (readonly TokenType[])[])[],
): readonly Opened[] =>
  alternatives.flatMap((paths, alternative) =>
    paths.flatMap(([first, ...further]) =>
      first === undefined || tokenMatcher(token, first) ? [{ alternative, further }] : [],
    ),
  );

function chooseByToken(ahead: (places: number) => IToken, { words, byToken }: NextToken): Choose {
  const choices: (number | undefined)[] = [];
  for (const [position, alternative] of byToken) choices[typeAt(position).tokenTypeIdx ?? 0] = alternative;
  if (words === undefined) return () => choices[ahead(1).tokenTypeIdx];
  return () => {
    const token = ahead(1);
    return choices[token.tokenTypeIdx] ?? (tokenMatcher(token, tokens.word) ? words : undefined);
  };
}

/** The table's entry for alternatives that single tokens open: of two that a token opens, the first is meant. */
export function byNextToken(alternatives: readonly Alternative[]): NextToken {
  const choices = parserVocabulary.map((token) => {
    const opens = ([position = -1]: readonly number[]): boolean => {
      const opener = typeAt(position);
      return opener === token || opener.categoryMatchesMap?.[token.tokenTypeIdx ?? 0] === true;
    };
    const found = alternatives.findIndex((paths) => paths.some(opens));
    return found === -1 ? undefined : found;
  });
  const words = choices[parserVocabulary.indexOf(tokens.word)];
  const isWord = (token: TokenType): boolean =>
    token === tokens.word || tokens.word.categoryMatchesMap?.[token.tokenTypeIdx ?? 0] === true;
  const byToken = parserVocabulary.flatMap((token, position): [number, number][] => {
    const choice = choices[position];
    return choice === undefined || (choice === words && isWord(token)) ? [] : [[position, choice]];
  });
  return { words, byToken };
}

function typeAt(position: number): TokenType {
  const type = parserVocabulary[position];
  if (type === undefined) throw new Error(`the lookahead table names token ${position}, which does not exist`);
  return type;
}
