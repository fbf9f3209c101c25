import { writeFileSync } from "node:fs";
import { diagramsPage } from "../src/parse/reference/diagrams.ts";
import { ebnfText } from "../src/parse/reference/ebnf.ts";
import { textMateGrammar } from "../src/parse/reference/textmate.ts";

// Writes the generated files of this folder. Run from the repository:
// npx esbuild grammar/generate.ts --bundle --platform=node --format=esm | node --input-type=module -
writeFileSync("grammar/sallyport.ebnf", ebnfText());
writeFileSync("grammar/diagrams.html", diagramsPage());
writeFileSync("grammar/sallyport.tmLanguage.json", `${JSON.stringify(textMateGrammar(), undefined, 2)}\n`);
