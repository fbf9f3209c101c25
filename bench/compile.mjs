// Parsing, checking and lowering a policy against the bare chevrotain parse of the same text (its lexer, and our grammar run by its
// parser on each declaration, cut beforehand): 1,000 gates, and ten times as many for how it grows.
// Usage: node bench/compile.mjs [ROUNDS]
import { join, resolve } from "node:path";
import { build } from "esbuild";
import * as library from "../dist/index.js";
import { compileSource, gateSource } from "./gate-source.mjs";
import { interleaved, print } from "./measure.mjs";
import { makeRules, toolNames } from "./workload.mjs";

const rounds = Number(process.argv[2] ?? 7);
const root = resolve(import.meta.dirname, "..");
const bare = await bareParser();
const tools = toolNames(200);

/** As many rules as give that many gates; every rule is a grant too. */
function sourceWithGates(count) {
  const rules = makeRules(2 * count, tools).filter(({ effect }) => effect !== "allow");
  if (rules.length < count) throw new Error("too few rules");
  const source = gateSource({ rules: rules.slice(0, count) }, tools);
  const ir = compileSource(library, source);
  const gates = ir.gates.filter(({ builtIn }) => !builtIn).length;
  if (gates !== count || ir.grants.length !== count) throw new Error(`${gates} gates and ${ir.grants.length} grants`);
  const parse = bare(source.policy);
  console.log(`${count} gates and grants: ${source.policy.length} characters, ${parse()} declarations`);
  return { compile: () => compileSource(library, source), parse };
}

const small = sourceWithGates(1_000);
const large = sourceWithGates(10_000);
const times = interleaved(
  { parse: small.parse, compile: small.compile, parse10: large.parse, compile10: large.compile },
  { rounds, warmup: 2 },
);
for (const [name, ms] of Object.entries(times)) console.log(`${name}: ${ms.toFixed(1)} ms`);
print("compile over bare parse, 1,000 gates", times.compile / times.parse, 2.5);
print("compile over bare parse, 10,000 gates", times.compile10 / times.parse10);
print("compile, 10,000 gates over ten times 1,000", times.compile10 / (10 * times.compile));

/** The lexer and the grammar as chevrotain runs them, without anything of ours around them. */
async function bareParser() {
  const contents = `
    export { Lexer } from "chevrotain";
    export { rawTokens } from "./src/parse/tokens.ts";
    export { openers } from "./src/parse/split-runs.ts";
    export { readTokens } from "./src/parse/read-tokens.ts";
    export { takeDeclaration } from "./src/parse/split-declarations.ts";
    export { buildGrammar } from "./src/parse/parse-declaration.ts";`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, sourcefile: join(root, "bare.ts") },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    define: { SALLYPORT_LOOKAHEAD: "undefined" },
  });
  const encoded = Buffer.from(outputFiles[0].contents).toString("base64");
  const { Lexer, rawTokens, openers, readTokens, takeDeclaration, buildGrammar } = await import(
    `data:text/javascript;base64,${encoded}`
  );
  const lexed = [...new Set(openers.flatMap(([, types]) => types)), rawTokens.unknown];
  const lexer = new Lexer(lexed, { positionTracking: "onlyOffset", skipValidations: true });
  const parser = buildGrammar({ skipValidations: true });
  return (text) => {
    const source = { file: "bench.gate", text };
    const { tokens } = readTokens(source);
    const declarations = [];
    for (let at = 0; at < tokens.length; ) {
      const taken = takeDeclaration(source.file, tokens, at).tokens;
      declarations.push([...taken]);
      at += taken.length;
    }
    return () => {
      lexer.tokenize(text);
      let read = 0;
      for (const input of declarations) {
        parser.source = source;
        parser.opening = input[0].image;
        parser.reported = [];
        parser.input = input;
        if (parser.declaration() === undefined || parser.errors.length > 0) throw new Error("the bare parse failed");
        read += 1;
      }
      return read;
    };
  };
}
