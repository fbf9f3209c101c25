/** An entry of a table by a word from a document: never what every object inherits (`constructor`). */
export const lookup = <T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined =>
  word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
