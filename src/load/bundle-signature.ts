import { base64url, FlattenedSign, flattenedVerify } from "jose";
import { type Bundle, manifestText } from "../bundle/bundle.ts";
import {
  bundleKeyUnknown,
  bundleSignatureAlgorithm,
  bundleSignatureCritical,
  bundleSignatureHeader,
  bundleSignatureHmac,
  bundleSignatureMalformed,
  bundleSignatureNone,
  bundleSignatureType,
  bundleSignatureWrong,
  bundleUnsigned,
} from "../diagnostics/bundle-signature.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isJsonArray, isJsonObject, type JsonObject, memberOf } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { utf8Bytes } from "../json/sha256.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import { type BundleKey, type SignatureAlgorithm, signatureAlgorithms } from "./bundle-key.ts";
import { isKid } from "./kid.ts";

/** The `typ` of a signature: what it signs is a bundle, and nothing else the key may sign. */
export const signatureType = "sallyport-bundle+jws";

/** Who a signature says made it. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  readonly kid: string;
}

/** Signs the manifest; an earlier signature is replaced. ES256 draws a random number, so two signatures of one bundle differ. */
export async function addSignature(bundle: Bundle, key: BundleKey): Promise<Bundle> {
  const { protected: header, signature } = await new FlattenedSign(payloadOf(bundle))
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid, typ: signatureType })
    .sign(key.key);
  if (header === undefined) throw new Error("a signature has a protected header");
  return { ...bundle, signature: `${header}..${signature}` };
}

/**
 * Checks the signature of a bundle with the one of `keys` that its `kid` names. The manifest is what is signed: whether it fits
 * the rest of the bundle is for `findTampering`.
 */
export async function verifySignature(
  bundle: Bundle,
  file: string,
  keys: readonly BundleKey[],
): Promise<Outcome<Signer, Diagnostic>> {
  const start = { file, start: 0, end: 0 };
  if (bundle.signature === undefined) return fail([bundleUnsigned.at(start, {})]);
  const read = readSignature(bundle.signature, file);
  if (!read.ok) return read;
  const { kid, algorithm } = read.value;
  const [first] = keys;
  const key = keys.find((one) => one.kid === kid) ?? (first !== undefined && !first.isNamed ? first : undefined);
  if (key === undefined) return fail([bundleKeyUnknown.at(start, { kid, known: keys.map((one) => one.kid) })]);
  if (key.algorithm !== algorithm) {
    const problem = `the signature of this bundle is made with ${algorithm}, and the key \`${kid}\` is for ${key.algorithm}`;
    return fail([bundleSignatureWrong.at(start, { kid, problem })]);
  }
  const [header = "", signature = ""] = bundle.signature.split("..");
  try {
    await flattenedVerify({ protected: header, payload: base64url.encode(payloadOf(bundle)), signature }, key.key, {
      algorithms: [...signatureAlgorithms],
    });
    return succeed(read.value);
  } catch (error) {
    // All of the library's own errors mean one thing here: the signature is not this key's.
    if (!isJoseError(error)) throw error;
    return fail([bundleSignatureWrong.at(start, { kid, problem: undefined })]);
  }
}

/** What the header of a signature says, judged by its form alone. */
export function readSignature(signature: string, file: string): Outcome<Signer, Diagnostic> {
  const start = { file, start: 0, end: 0 };
  const malformed = (problem: string) => fail([bundleSignatureMalformed.at(start, { problem })]);
  const [, encoded = "", bytes = ""] = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]*)$/.exec(signature) ?? [];
  if (encoded === "" || !isBase64Url(bytes)) return malformed("it is not HEADER..SIGNATURE in base64url");
  const header = headerIn(encoded);
  if (header === undefined) return malformed("its header is no JSON object");
  const { alg, kid, typ, crit } = Object.fromEntries(
    ["alg", "kid", "typ", "crit"].map((name) => [name, memberOf(header, name)]),
  );
  if (typeof alg !== "string") return malformed("its header has no `alg`");
  if (alg.toLowerCase() === "none") return fail([bundleSignatureNone.at(start, {})]);
  if (/^hs/i.test(alg)) return fail([bundleSignatureHmac.at(start, { algorithm: shortened(alg) })]);
  const algorithm = signatureAlgorithms.find((one) => one === alg);
  if (algorithm === undefined) return fail([bundleSignatureAlgorithm.at(start, { algorithm: shortened(alg) })]);
  if (crit !== undefined) {
    const names = isJsonArray(crit) ? crit.map((name) => `\`${shortened(String(name))}\``).join(", ") : "`crit`";
    return fail([bundleSignatureCritical.at(start, { names: names === "" ? "none, with an empty `crit`" : names })]);
  }
  if (typ !== signatureType) {
    const found = typeof typ === "string" ? shortened(typ) : undefined;
    return fail([bundleSignatureType.at(start, { found, wanted: signatureType })]);
  }
  if (!isKid(kid)) return malformed("its header does not name a key (`kid`)");
  const other = Object.keys(header).find((name) => !["alg", "kid", "typ"].includes(name));
  if (other === undefined) return succeed({ algorithm, kid });
  return fail([bundleSignatureHeader.at(start, { name: shortened(other), bringsKey: keyMembers.has(other) })]);
}

/** Members of a header that hold a key or say where one is (RFC 7515, 4.1.2 to 4.1.8). */
const keyMembers: ReadonlySet<string> = new Set(["jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256"]);

const payloadOf = ({ manifest }: Bundle): Uint8Array => utf8Bytes(manifestText(manifest));

/** Bytes; a header has three short members. */
const longestHeader = 4096;

/** All that it may say is ASCII, so the bytes are the text. */
function headerIn(encoded: string): JsonObject | undefined {
  try {
    if (!isBase64Url(encoded)) return undefined;
    const bytes = base64url.decode(encoded);
    if (bytes.some((byte) => byte > 0x7e)) return undefined;
    const read = readJson(String.fromCharCode(...bytes.subarray(0, longestHeader)), { maxDepth: 4 });
    return read.ok && isJsonObject(read.value) ? read.value : undefined;
  } catch {
    return undefined;
  }
}

/** Base64 has unused bits at its end: only the one form with zeros there is taken. */
function isBase64Url(text: string): boolean {
  try {
    return base64url.encode(base64url.decode(text)) === text;
  } catch {
    return false;
  }
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const isJoseError = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("ERR_J");
