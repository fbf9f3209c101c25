/** The first line of an example on the page of a mistake of syntax. */
export const header = "policy support version 1 language 1\n";

/** An example of one gate with these clauses. */
export const gate = (...clauses: readonly string[]): string =>
  `${header}gate large on stripe.create_refund {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;
