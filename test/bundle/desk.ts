import { readFileSync } from "node:fs";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { sha256 } from "../../src/json/sha256.ts";
import { runIn } from "../cli/test-shell.ts";
import { jwsBy, type KeyPair } from "./keys.ts";

const names = ["desk.gate", "desk-tests.gate", "tools.json"];

/** The files of the policy that is bundled in these tests, below `desk/`. */
export const deskFiles: Readonly<Record<string, string>> = Object.fromEntries(
  names.map((name) => [`desk/${name}`, readFileSync(`fixtures/bundle/desk/${name}`, "utf8")]),
);

/** A bundle as anybody may take it apart and put it together. */
export interface Document {
  bundle: unknown;
  digest: string;
  manifest: { compiler: string; builtIns: string[]; entries: { path: string; kind: string; sha256: string }[] };
  entries: { path: string; text: string }[];
  signature?: string;
  [other: string]: unknown;
}

export async function deskBundle(files = deskFiles): Promise<string> {
  const { code, out } = await runIn(files, ["bundle", "desk"]);
  if (code !== 0) throw new Error("the policy of these tests cannot be bundled");
  return out;
}

export const textOf = (document: Document): string => `${canonicalJson(document)}\n`;
export const documentOf = (text: string): Document => JSON.parse(text);

/** Makes every digest fit again, as somebody would who knows how. */
export function fitted(document: Document): Document {
  const texts = new Map(document.entries.map(({ path, text }) => [path, text]));
  const entries = document.manifest.entries.map((entry) => ({ ...entry, sha256: sha256(texts.get(entry.path) ?? "") }));
  const manifest = { ...document.manifest, entries };
  return { ...document, manifest, digest: sha256(canonicalJson(manifest)) };
}

export const headerFor = ({ algorithm }: KeyPair, kid = "release"): object => ({
  alg: algorithm,
  kid,
  typ: "sallyport-bundle+jws",
});

/** Signed by hand over the manifest as it is. */
export function signedBy(pair: KeyPair, document: Document, header: object = headerFor(pair)): Document {
  return { ...document, signature: jwsBy(pair, header, canonicalJson(document.manifest)) };
}
