import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bundleLimit } from "../../src/bundle/bundle.ts";
import { bundleDiagnostics } from "../../src/diagnostics/bundle.ts";
import { bundleSignatureDiagnostics } from "../../src/diagnostics/bundle-signature.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { runIn } from "../cli/test-shell.ts";
import { type Document, deskBundle, deskFiles, documentOf, fitted, headerFor, signedBy, textOf } from "./desk.ts";
import { ed25519, headerOnly, hmacWith, jwkOf, jwsBy, p256, pemOf } from "./keys.ts";

const release = ed25519();
const second = p256();
const stranger = ed25519();
const plain = documentOf(await deskBundle());
const signed = signedBy(release, plain);
const payload = canonicalJson(plain.manifest);

type Row = readonly [change: string, made: string | Uint8Array, code: string];

/** What somebody did to a signed bundle, and what is said about it. */
const altered = (change: (document: Document) => void, from: Document = signed): string => {
  const document = structuredClone(from);
  change(document);
  return textOf(document);
};
/** The same by somebody who makes the digests fit, but has no key. */
const refitted = (change: (document: Document) => void): string => {
  const document = structuredClone(signed);
  change(document);
  return textOf(fitted(document));
};
/** The same by somebody who has the key. */
const resigned = (change: (document: Document) => void): string => {
  const document = structuredClone(plain);
  change(document);
  return textOf(signedBy(release, fitted(document)));
};
const withSignature = (signature: string): string => textOf({ ...plain, signature });
const entry = (document: Document, path: string) => {
  const found = document.entries.find((one) => one.path === path);
  if (found === undefined) throw new Error(`there is no entry ${path}`);
  return found;
};
const renamed = (path: string): string =>
  altered((document) => {
    entry(document, "sources/desk.gate").path = path;
  });
const policyPath = "sources/desk.gate";
const text = textOf(signed);
/** The signature with other bytes. */
const resized = (change: (bytes: Buffer) => Buffer): string => {
  const [header, bytes = ""] = (signed.signature ?? "").split("..");
  return `${header}..${change(Buffer.from(bytes, "base64url")).toString("base64url")}`;
};

const ofBundles: readonly Row[] = [
  ["cut off in the middle", text.slice(0, text.length / 2), "bundle-truncated"],
  ["cut off before the last brace", text.slice(0, -2), "bundle-truncated"],
  ["cut off behind an inner brace", text.slice(0, text.indexOf("}") + 1), "bundle-truncated"],
  ["emptied", "", "bundle-truncated"],
  ["replaced by a policy file", deskFiles["desk/desk.gate"] ?? "", "bundle-not-json"],
  ["one key written twice", text.replace('{"bundle":1,', '{"bundle":1,"bundle":1,'), "bundle-not-json"],
  ["a byte that is not UTF-8", new Uint8Array([0x7b, 0xff]), "bundle-not-json"],
  ["blown up", new Uint8Array(bundleLimit + 1), "bundle-over-limit"],
  [
    "format 2",
    altered((document) => {
      document.bundle = 2;
    }),
    "bundle-format-newer",
  ],
  [
    "format 0",
    altered((document) => {
      document.bundle = 0;
    }),
    "bundle-malformed",
  ],
  [
    "an unknown member added",
    altered((document) => {
      document["note"] = "hi";
    }),
    "bundle-malformed",
  ],
  [
    "the manifest taken out",
    altered((document) => {
      Reflect.deleteProperty(document, "manifest");
    }),
    "bundle-malformed",
  ],
  ["an entry named ../../.bashrc", renamed("../../.bashrc"), "bundle-entry-path"],
  ["an entry named sources/../../x", renamed("sources/../../x"), "bundle-entry-path"],
  ["an entry named /etc/passwd", renamed("/etc/passwd"), "bundle-entry-path"],
  ["an entry named ..\\x", renamed("sources\\..\\..\\x"), "bundle-entry-path"],
  ["an entry named C:x", renamed("C:x"), "bundle-entry-path"],
  ["an entry with NUL in its name", renamed("sources/desk.gate\0.txt"), "bundle-entry-path"],
  [
    "a file moved out of sources/",
    resigned((document) => {
      for (const one of [...document.entries, ...document.manifest.entries])
        if (one.path === policyPath) one.path = "desk.gate";
    }),
    "bundle-malformed",
  ],
  [
    "an entry repeated",
    altered((document) => void document.entries.push({ path: policyPath, text: "" })),
    "bundle-entry-duplicate",
  ],
  [
    "an entry of the manifest repeated",
    resigned((document) => {
      const one = document.manifest.entries.find(({ path }) => path === policyPath);
      if (one !== undefined) document.manifest.entries.push(one);
    }),
    "bundle-entry-duplicate",
  ],
  [
    "an entry repeated in capitals",
    altered((document) => void document.entries.push({ path: "sources/DESK.gate", text: "" })),
    "bundle-entry-duplicate",
  ],
  [
    "a file added",
    altered((document) => void document.entries.push({ path: "sources/zz.gate", text: "" })),
    "bundle-entry-extra",
  ],
  [
    "a file taken out",
    altered((document) => {
      document.entries = document.entries.filter(({ path }) => path !== policyPath);
    }),
    "bundle-entry-missing",
  ],
  [
    "the compiled policy taken out everywhere",
    resigned((document) => {
      document.entries = document.entries.filter(({ path }) => path !== "ir.json");
      document.manifest.entries = document.manifest.entries.filter(({ path }) => path !== "ir.json");
    }),
    "bundle-entry-missing",
  ],
  [
    "the sources taken out everywhere, and signed with the key",
    resigned((document) => {
      document.entries = document.entries.filter(({ path }) => path === "ir.json");
      document.manifest.entries = document.manifest.entries.filter(({ path }) => path === "ir.json");
    }),
    "bundle-does-not-compile",
  ],
  [
    "`deny` in the policy made `log`",
    altered((document) => {
      const one = entry(document, policyPath);
      one.text = one.text.replace("deny", "log");
    }),
    "bundle-entry-altered",
  ],
  [
    "the catalogue changed",
    altered((document) => {
      entry(document, "sources/tools.json").text += " ";
    }),
    "bundle-entry-altered",
  ],
  [
    "the compiled policy changed",
    altered((document) => {
      const one = entry(document, "ir.json");
      one.text = one.text.replace("deny", "log");
    }),
    "bundle-entry-altered",
  ],
  [
    "the digest changed",
    altered((document) => {
      document.digest = "0".repeat(64);
    }),
    "bundle-digest-differs",
  ],
  [
    "the compiler's version changed",
    altered((document) => {
      document.manifest.compiler = "9.9.9";
    }),
    "bundle-digest-differs",
  ],
  ["indented by a formatter", `${JSON.stringify(signed, undefined, 2)}\n`, "bundle-not-canonical"],
  ["a line break put at the end", `${text}\n`, "bundle-not-canonical"],
  [
    "the policy changed, all digests made to fit",
    refitted((document) => {
      const one = entry(document, policyPath);
      one.text = one.text.replace("deny", "log");
    }),
    "bundle-signature-wrong",
  ],
  [
    "the compiler's version changed, the digest made to fit",
    refitted((document) => {
      document.manifest.compiler = "9.9.9";
    }),
    "bundle-signature-wrong",
  ],
  [
    "the compiled policy changed, and signed with the key",
    resigned((document) => {
      const one = entry(document, "ir.json");
      one.text = one.text.replace('"deny"', '"log"');
    }),
    "bundle-ir-differs",
  ],
  [
    "the policy made not to compile, and signed with the key",
    resigned((document) => {
      const one = entry(document, policyPath);
      one.text = one.text.replace("args.to in", "args.too in");
    }),
    "bundle-does-not-compile",
  ],
  [
    "made by another version that understands it otherwise",
    resigned((document) => {
      document.manifest.compiler = "9.9.9";
      const one = entry(document, "ir.json");
      one.text = one.text.replace('"deny"', '"log"');
    }),
    "bundle-other-compiler",
  ],
  [
    "made by another version for which it compiles",
    resigned((document) => {
      document.manifest.compiler = "9.9.9";
      const one = entry(document, policyPath);
      one.text += "\nsurprise here { }\n";
    }),
    "bundle-other-compiler",
  ],
  [
    "a built-in taken from the list, and signed with the key",
    resigned((document) => void document.manifest.builtIns.shift()),
    "bundle-built-ins-differ",
  ],
  [
    "a catalogue that nothing imports, and signed with the key",
    resigned((document) => {
      document.entries.push({ path: "sources/zz.json", text: "{}" });
      document.manifest.entries.push({ path: "sources/zz.json", kind: "catalogue", sha256: "" });
    }),
    "bundle-entry-extra",
  ],
  ["the signature taken off", textOf(plain), "bundle-unsigned"],
  [
    "signed with `none`",
    withSignature(headerOnly({ alg: "none", kid: "release", typ: "sallyport-bundle+jws" })),
    "bundle-signature-none",
  ],
  [
    "signed with `nOnE`",
    withSignature(headerOnly({ alg: "nOnE", kid: "release", typ: "sallyport-bundle+jws" })),
    "bundle-signature-none",
  ],
  [
    "an HMAC with the public key as its secret",
    withSignature(
      hmacWith(pemOf(release.publicKey), { alg: "HS256", kid: "release", typ: "sallyport-bundle+jws" }, payload),
    ),
    "bundle-signature-hmac",
  ],
  [
    "signed with RS256",
    withSignature(`${headerOnly({ alg: "RS256", kid: "release", typ: "sallyport-bundle+jws" })}AAAA`),
    "bundle-signature-algorithm",
  ],
  [
    "a critical extension demanded",
    withSignature(jwsBy(release, { ...headerFor(release), b64: false, crit: ["b64"] }, payload)),
    "bundle-signature-critical",
  ],
  [
    "a token's signature in its place",
    withSignature(jwsBy(release, { ...headerFor(release), typ: "JWT" }, payload)),
    "bundle-signature-type",
  ],
  ["no `typ`", withSignature(jwsBy(release, { alg: "EdDSA", kid: "release" }, payload)), "bundle-signature-type"],
  [
    "signed by a stranger whose key comes along",
    withSignature(jwsBy(stranger, { ...headerFor(stranger), jwk: jwkOf(stranger.publicKey) }, payload)),
    "bundle-signature-header",
  ],
  [
    "a member of the header that means nothing",
    withSignature(jwsBy(release, { ...headerFor(release), iat: 1 }, payload)),
    "bundle-signature-header",
  ],
  ["words in place of a signature", withSignature("signed by ann"), "bundle-signature-malformed"],
  [
    "another payload put between",
    withSignature((signed.signature ?? "").replace("..", ".e30.")),
    "bundle-signature-malformed",
  ],
  ["a header that is no JSON", withSignature("AAAA..AAAA"), "bundle-signature-malformed"],
  [
    "a signature without a `kid`",
    withSignature(jwsBy(release, { alg: "EdDSA", typ: "sallyport-bundle+jws" }, payload)),
    "bundle-signature-malformed",
  ],
  ["signed by a stranger under the name of the key", textOf(signedBy(stranger, plain)), "bundle-signature-wrong"],
  [
    "signed by a stranger under another name",
    textOf(signedBy(stranger, plain, headerFor(stranger, "mine"))),
    "bundle-key-unknown",
  ],
  ["signed with P-256 under the name of an Ed25519 key", textOf(signedBy(second, plain)), "bundle-signature-wrong"],
  [
    "the signature of another bundle",
    withSignature(jwsBy(release, headerFor(release), payload.replace("0.1.0", "0.0.9"))),
    "bundle-signature-wrong",
  ],
  [
    "one bit of the signature turned",
    withSignature(resized((bytes) => Buffer.concat([Buffer.from([(bytes[0] ?? 0) ^ 1]), bytes.subarray(1)]))),
    "bundle-signature-wrong",
  ],
  ["the signature cut short", withSignature(resized((bytes) => bytes.subarray(0, 63))), "bundle-signature-wrong"],
];

const keySet = {
  keys: [jwkOf(release.publicKey, { kid: "release" }), jwkOf(second.publicKey, { kid: "second" })],
};
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" });
const encrypted = release.privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" });
const sec1 = second.privateKey.export({ format: "pem", type: "sec1" });
const secret = { kty: "oct", k: "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0" };
const json = (value: unknown): string => JSON.stringify(value);

type KeyRow = readonly [key: string, text: string | Uint8Array, code: string];

const ofPublicKeys: readonly KeyRow[] = [
  ["a symmetric key", json(secret), "key-symmetric"],
  ["a set with a symmetric key in it", json({ keys: [...keySet.keys, { ...secret, kid: "s" }] }), "key-symmetric"],
  ["a private key as PEM", pemOf(release.privateKey), "key-is-private"],
  ["a private key as JWK", json(jwkOf(release.privateKey)), "key-is-private"],
  [
    "a set where two keys have one name",
    json({ keys: [...keySet.keys, jwkOf(stranger.publicKey, { kid: "release" })] }),
    "key-duplicate-kid",
  ],
  [
    "a set with one key twice and no names",
    json({ keys: [jwkOf(release.publicKey), jwkOf(release.publicKey)] }),
    "key-duplicate-kid",
  ],
  ["an RSA key as PEM", pemOf(rsa.publicKey), "key-unsupported"],
  ["an RSA key as JWK", json(jwkOf(rsa.publicKey)), "key-unsupported"],
  ["a P-384 key", json(jwkOf(p384.publicKey)), "key-unsupported"],
  ["an empty set", json({ keys: [] }), "key-unreadable"],
  ["a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "key-unreadable"],
  ["two keys in one PEM file", pemOf(release.publicKey) + pemOf(second.publicKey), "key-unreadable"],
  ["a key for encryption", json(jwkOf(release.publicKey, { use: "enc" })), "key-unreadable"],
  ["a key that may not verify", json(jwkOf(release.publicKey, { key_ops: ["sign"] })), "key-unreadable"],
  ["a key whose `alg` is of another kind", json(jwkOf(release.publicKey, { alg: "HS256" })), "key-unreadable"],
  ["a key with a name of no letters", json(jwkOf(release.publicKey, { kid: "" })), "key-unreadable"],
  ["a key without its numbers", json({ kty: "OKP", crv: "Ed25519" }), "key-unreadable"],
  ["words", "my key", "key-unreadable"],
  ["bytes", new Uint8Array([0x30, 0x82, 0xff]), "key-unreadable"],
  ["a novel", "x".repeat(300_000), "key-unreadable"],
];

const ofPrivateKeys: readonly KeyRow[] = [
  ["a symmetric key", json(secret), "key-symmetric"],
  ["a public key as PEM", pemOf(release.publicKey), "key-is-public"],
  ["a public key as JWK", json(jwkOf(release.publicKey)), "key-is-public"],
  ["an RSA key", pemOf(rsa.privateKey), "key-unsupported"],
  ["a P-384 key", pemOf(p384.privateKey), "key-unsupported"],
  ["an encrypted key", encrypted.toString(), "key-unreadable"],
  ["a key in the older form", sec1.toString(), "key-unreadable"],
  [
    "a key in the older form behind its curve",
    `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${sec1}`,
    "key-unreadable",
  ],
  ["a PEM file without a key", "-----BEGIN nothing", "key-unreadable"],
  [
    "a key of OpenSSH",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
    "key-unreadable",
  ],
  ["a set of keys", json(keySet), "key-unreadable"],
  [
    "a key whose parts do not fit",
    json({ ...jwkOf(second.privateKey), ...{ x: jwkOf(p256().publicKey)["x"] } }),
    "key-unreadable",
  ],
];

const seen = new Map<string, string>();
const table: string[] = [];

async function said(files: Readonly<Record<string, string | Uint8Array>>, line: readonly string[]) {
  const { code, out, err } = await runIn(files, [...line, "--format", "json"]);
  const { diagnostics }: { diagnostics: { code: string; message: string }[] } = JSON.parse(out);
  return { code, out: out + err, diagnostics };
}

function note(
  change: string,
  exit: number,
  found: readonly { readonly code: string; readonly message: string }[],
): void {
  const [first] = found;
  seen.set(first?.code ?? "", change);
  // Invisible characters as a report shows them; names that keys get from their random numbers.
  const shown = (first?.message ?? "")
    .replace(/[\0-\x1f]/g, (unit) => `\\u{${unit.charCodeAt(0).toString(16)}}`)
    .replace(/`[\w-]{43}`/g, "`THUMBPRINT`");
  table.push(`${change}\n    exit ${exit}, ${first?.code}: ${shown}`);
}

describe("a bundle that somebody changed", () => {
  it("was whole before", async () => {
    const files = { "b.gatebundle": text, "keys.json": json(keySet) };
    expect(await said(files, ["verify-bundle", "b.gatebundle", "--key", "keys.json"])).toMatchObject({
      code: 0,
      diagnostics: [],
    });
  });

  it.each(ofBundles)("%s", async (change, made, code) => {
    expect(made).not.toEqual(text);
    const files = { "b.gatebundle": made, "keys.json": json(keySet) };
    const { code: exit, diagnostics } = await said(files, ["verify-bundle", "b.gatebundle", "--key", "keys.json"]);
    note(change, exit, diagnostics);
    expect([...new Set(diagnostics.map((one) => one.code))]).toEqual([code]);
    expect(exit).toBe(4);
  });
});

describe("a key that checks no signature", () => {
  it.each(ofPublicKeys)("%s", async (key, written, code) => {
    const files = { "b.gatebundle": text, "key.json": written };
    const { code: exit, out, diagnostics } = await said(files, ["verify-bundle", "b.gatebundle", "--key", "key.json"]);
    note(`--key is ${key}`, exit, diagnostics);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
    expect(exit).toBe(2);
    expect(partsOf(written).filter((part) => out.includes(part))).toEqual([]);
  });
});

describe("a key that makes no signature", () => {
  it.each(ofPrivateKeys)("%s", async (key, written, code) => {
    const files = { "b.gatebundle": textOf(plain), "key.pem": written };
    const { code: exit, out, diagnostics } = await said(files, ["sign", "b.gatebundle", "--key", "key.pem"]);
    note(`sign --key is ${key}`, exit, diagnostics);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
    expect(exit).toBe(2);
    expect(partsOf(written).filter((part) => out.includes(part))).toEqual([]);
  });
});

/** Stretches of a key file that are long enough to be secrets. */
const partsOf = (written: string | Uint8Array): readonly string[] =>
  typeof written === "string" ? (written.match(/[A-Za-z0-9+/_-]{16}/g) ?? []) : [];

describe("a policy that cannot be bundled", () => {
  it("imports a catalogue by a place on this machine", async () => {
    const gate = (deskFiles["desk/desk.gate"] ?? "").replace("./tools.json", "/project/desk/tools.json");
    const { code, err } = await runIn({ ...deskFiles, "desk/desk.gate": gate }, ["bundle", "desk"]);
    expect(code).toBe(3);
    expect(err).toContain("error[bundle-import-absolute]");
    expect(err).toContain('use tools from "/project/desk/tools.json"');
    seen.set("bundle-import-absolute", "");
  });
});

// The last of this file, which has run everything by now.
describe("the table of what was changed and what is said", () => {
  it("raises every code about bundles, signatures and keys", () => {
    const codes = [...bundleDiagnostics, ...bundleSignatureDiagnostics].map(({ code }) => code);
    expect(codes.filter((code) => !seen.has(code))).toEqual([]);
  });

  it("is the one that is shown in the documentation", async () => {
    await expect(`${table.join("\n")}\n`).toMatchFileSnapshot("../../fixtures/bundle/tampering.txt");
  });
});
