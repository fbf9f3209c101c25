import { diagramsPage } from "../src/parse/reference/diagrams.ts";
import { ebnfText } from "../src/parse/reference/ebnf.ts";
import { textMateGrammar } from "../src/parse/reference/textmate.ts";

/** The generated files of this folder by their path; `npm run generate` writes them. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  "grammar/sallyport.ebnf": ebnfText(),
  "grammar/diagrams.html": diagramsPage(),
  "grammar/sallyport.tmLanguage.json": `${JSON.stringify(textMateGrammar(), undefined, 2)}\n`,
});
