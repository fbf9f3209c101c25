/** A longer text is refused unread, in UTF-16 code units. */
export const longestFile = 4 * 1024 * 1024;

/** After this many mistakes the rest of the file is not read. */
export const mostMistakes = 100;

/** Brackets, quantifiers, sums and lists of lists may be this deep; every recursion over a parsed tree rests on it. */
export const deepestNesting = 64;

/** The language this grammar reads: `policy NAME version N language 1`. */
export const languageVersion = 1;
