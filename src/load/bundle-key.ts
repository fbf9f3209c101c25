import { calculateJwkThumbprint, exportJWK, importJWK, importPKCS8, importSPKI, type JWK } from "jose";
import {
  keyDuplicateKid,
  keyPrivate,
  keyPublic,
  keySymmetric,
  keyUnreadable,
  keyUnsupported,
} from "../diagnostics/bundle-signature.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import { isKid, kidHelp } from "./kid.ts";

export const signatureAlgorithms = ["EdDSA", "ES256"] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** What `importJWK` of the library gives for a key pair. */
type CryptoKey = Exclude<Awaited<ReturnType<typeof importJWK>>, Uint8Array>;

export interface BundleKey {
  readonly algorithm: SignatureAlgorithm;
  /** The name its file gives it, otherwise its thumbprint (RFC 7638). */
  readonly kid: string;
  /** Whether the file names it: a key without a name checks a signature whatever key that says it is of. */
  readonly isNamed: boolean;
  readonly key: CryptoKey;
}

/** Keys and diagnostics about them; no text of a key file goes into any message. */
type KeyOutcome<T> = Outcome<T, Diagnostic>;

/** The private key of a PEM file (PKCS #8) or a JSON Web Key. */
export async function readSigningKey(source: SourceText): Promise<KeyOutcome<BundleKey>> {
  const start = startOf(source);
  const read = isPem(source.text) ? await jwkOfPem(source, true) : jwkOfJson(source);
  if (!read.ok) return read;
  if (memberOf(read.value, "keys") !== undefined) {
    return fail([unreadable(start, "it is a set of keys", "name a file with one private key")]);
  }
  const problem = keyProblem(read.value, start, true);
  return problem === undefined ? importKey(read.value, start, true) : fail([problem]);
}

/** The public keys of a PEM file (SPKI), a JSON Web Key, or a set of them (JWKS), where every `kid` is there once. */
export async function readVerifyingKeys(source: SourceText): Promise<KeyOutcome<readonly BundleKey[]>> {
  const start = startOf(source);
  const read = isPem(source.text) ? await jwkOfPem(source, false) : jwkOfJson(source);
  if (!read.ok) return read;
  const set = memberOf(read.value, "keys");
  const isSet = set !== undefined;
  const members = isSet ? (isJsonArray(set) ? set : []) : [read.value];
  if (members.length === 0) return fail([unreadable(start, "its `keys` are no list, or an empty one", jwksHelp)]);
  const keys: BundleKey[] = [];
  for (const member of members) {
    if (!isJsonObject(member)) return fail([unreadable(start, "one of its `keys` is no JSON Web Key", jwksHelp)]);
    const problem = keyProblem(member, start, false);
    if (problem !== undefined) return fail([problem]);
    const imported = await importKey(member, start, false);
    if (!imported.ok) return imported;
    const { kid } = imported.value;
    if (keys.some((other) => other.kid === kid)) return fail([keyDuplicateKid.at(start, { kid })]);
    // In a set a key is found by its name alone; one without goes by its thumbprint.
    keys.push(isSet ? { ...imported.value, isNamed: true } : imported.value);
  }
  return succeed(keys);
}

type Start = ReturnType<typeof startOf>;
const startOf = ({ file }: SourceText) => ({ file, start: 0, end: 0 });
const unreadable = (start: Start, problem: string, fix: string): Diagnostic =>
  keyUnreadable.at(start, { problem, fix });

const jwksHelp = 'a set of keys is {"keys": [ … ]} with one JSON Web Key or more';
const kindsHelp = "a key is a PEM file that begins with `-----BEGIN`, or a JSON Web Key";

const isPem = (text: string): boolean => text.includes("-----BEGIN ");

/** PEM becomes a JSON Web Key, so that every key goes one way. */
async function jwkOfPem(source: SourceText, wantsPrivate: boolean): Promise<KeyOutcome<JsonObject>> {
  const start = startOf(source);
  // `openssl ecparam -genkey` puts the name of the curve before the key.
  const labels = [...source.text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----/g)]
    .map(([, label = ""]) => label)
    .filter((label) => label !== "EC PARAMETERS");
  const [label = ""] = labels;
  if (labels.length > 1) return fail([unreadable(start, "it holds several PEM blocks", "leave the one key in it")]);
  if (label === "PUBLIC KEY" && wantsPrivate) return fail([keyPublic.at(start, {})]);
  if (label.endsWith("PRIVATE KEY") && !wantsPrivate) return fail([keyPrivate.at(start, {})]);
  if (label !== (wantsPrivate ? "PRIVATE KEY" : "PUBLIC KEY")) return fail([foreignPem(label, start)]);
  for (const algorithm of signatureAlgorithms) {
    try {
      const key = wantsPrivate
        ? await importPKCS8(source.text, algorithm, { extractable: true })
        : await importSPKI(source.text, algorithm, { extractable: true });
      const jwk = await exportJWK(key);
      return succeed(jsonObjectOf(jwk));
    } catch {
      // Another kind of key: the next algorithm may take it.
    }
  }
  return fail([keyUnsupported.at(start, { found: "another kind of key, or a damaged one" })]);
}

function foreignPem(label: string, start: Start): Diagnostic {
  switch (label) {
    case "ENCRYPTED PRIVATE KEY":
      return unreadable(
        start,
        "it is encrypted",
        "openssl pkey -in KEY -out release.pem writes it in the clear; keep that file safe",
      );
    case "EC PRIVATE KEY":
      return unreadable(
        start,
        "it is in the older form SEC 1",
        "openssl pkcs8 -topk8 -nocrypt -in KEY -out release.pem",
      );
    case "OPENSSH PRIVATE KEY":
      return unreadable(
        start,
        "it is a key of OpenSSH",
        "make one: openssl genpkey -algorithm ed25519 -out release.pem",
      );
    case "CERTIFICATE":
      return unreadable(start, "it is a certificate", "openssl x509 -in CERTIFICATE -pubkey -noout > release.pub.pem");
    case "RSA PRIVATE KEY":
    case "RSA PUBLIC KEY":
      return keyUnsupported.at(start, { found: "an RSA key" });
    default:
      return unreadable(start, "its PEM block holds something else", kindsHelp);
  }
}

/** The reader's own message may quote what it found, so it is not passed on: that may be a part of a key. */
function jwkOfJson(source: SourceText): KeyOutcome<JsonObject> {
  const read = readJson(source.text, { maxDepth: 8 });
  const start = startOf(source);
  if (!read.ok) return fail([unreadable(start, "it is neither PEM nor JSON without mistakes", kindsHelp)]);
  return isJsonObject(read.value) ? succeed(read.value) : fail([unreadable(start, "it is no JSON object", kindsHelp)]);
}

const jsonObjectOf = (jwk: JWK): JsonObject =>
  Object.fromEntries(Object.entries(jwk).filter((entry): entry is [string, string] => typeof entry[1] === "string"));

function keyProblem(jwk: JsonObject, start: Start, wantsPrivate: boolean): Diagnostic | undefined {
  const [type, curve] = [memberOf(jwk, "kty"), memberOf(jwk, "crv")];
  if (type === "oct" || memberOf(jwk, "k") !== undefined) return keySymmetric.at(start, {});
  if (type === undefined) return unreadable(start, "it lacks `kty`, so it is no JSON Web Key", kindsHelp);
  const algorithm = algorithmOf(type, curve);
  if (algorithm === undefined) return keyUnsupported.at(start, { found: keyInWords(type) });
  const isPrivate = memberOf(jwk, "d") !== undefined;
  if (isPrivate && !wantsPrivate) return keyPrivate.at(start, {});
  if (!isPrivate && wantsPrivate) return keyPublic.at(start, {});
  const [stated, use, operations] = [memberOf(jwk, "alg"), memberOf(jwk, "use"), memberOf(jwk, "key_ops")];
  if (stated !== undefined && stated !== algorithm && !(stated === "Ed25519" && algorithm === "EdDSA")) {
    return unreadable(start, "its `alg` does not fit its `kty` and `crv`", `\`alg\` of this key is ${algorithm}`);
  }
  if (use !== undefined && use !== "sig")
    return unreadable(start, "its `use` is not `sig`", "take a key for signatures");
  const operation = wantsPrivate ? "sign" : "verify";
  if (operations !== undefined && !(isJsonArray(operations) && operations.includes(operation))) {
    return unreadable(start, `its \`key_ops\` do not allow \`${operation}\``, "take a key for signatures");
  }
  const kid = memberOf(jwk, "kid");
  if (kid === undefined || isKid(kid)) return undefined;
  return unreadable(start, "its `kid` is no name", kidHelp);
}

function algorithmOf(type: JsonValue, curve: JsonValue | undefined): SignatureAlgorithm | undefined {
  if (type === "OKP" && curve === "Ed25519") return "EdDSA";
  return type === "EC" && curve === "P-256" ? "ES256" : undefined;
}

/** From a list of known words, so that nothing else of the file is shown. */
function keyInWords(type: JsonValue): string {
  if (type === "RSA") return "an RSA key";
  if (type === "EC" || type === "OKP") return "a key on another curve";
  return "another kind of key";
}

async function importKey(jwk: JsonObject, start: Start, wantsPrivate: boolean): Promise<KeyOutcome<BundleKey>> {
  const algorithm = algorithmOf(memberOf(jwk, "kty") ?? null, memberOf(jwk, "crv"));
  if (algorithm === undefined) throw new Error("the kind of a key is judged before it is imported");
  const names = ["kty", "crv", "x", ...(algorithm === "ES256" ? ["y"] : []), ...(wantsPrivate ? ["d"] : [])];
  const members = names.flatMap((name): [string, string][] => {
    const value = memberOf(jwk, name);
    return typeof value === "string" ? [[name, value]] : [];
  });
  const written = memberOf(jwk, "kid");
  try {
    // Only the numbers of the key go in: what else the file says was judged above.
    const parts: JWK = Object.fromEntries(members);
    const key = await importJWK(parts, algorithm);
    if (key instanceof Uint8Array) throw new Error("a key pair is never bytes");
    const kid = typeof written === "string" ? written : await calculateJwkThumbprint(parts);
    return succeed({ algorithm, kid, isNamed: written !== undefined, key });
  } catch {
    return fail([
      unreadable(start, "its numbers are missing, damaged or not on its curve", "take the key from its source again"),
    ]);
  }
}
