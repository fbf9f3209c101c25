import type { IParserErrorMessageProvider, IRecognitionException, TokenType } from "chevrotain";

/** What the parser would have accepted, carried in the exception's message: token names, or none where unknown. */
export const expectationProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => JSON.stringify([expected.name]),
  buildNotAllInputParsedMessage: () => "[]",
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => JSON.stringify(firstNames(expectedPathsPerAlt.flat())),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => JSON.stringify(firstNames(expectedIterationPaths)),
};

const firstNames = (paths: readonly (readonly TokenType[])[]): readonly string[] => [
  ...new Set(paths.flatMap(([first]) => (first === undefined ? [] : [first.name]))),
];

/** The token names an exception carries. */
export const expectedNames = (exception: IRecognitionException): readonly string[] =>
  JSON.parse(exception.message) as readonly string[]; // written by the provider above
