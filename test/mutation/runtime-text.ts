import { readFileSync } from "node:fs";

declare const MUTATION_FOLDER: string;

/** The engine's text with the mutants in it, in the place of `bin/runtime-text.js`. */
export const runtimeText = async (): Promise<string> => readFileSync(`${MUTATION_FOLDER}/runtime.txt`, "utf8");
