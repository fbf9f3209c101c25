import { defineDiagnostic } from "./diagnostic.ts";
import { code } from "./policy-page.ts";

/** What can be wrong with the signature of a bundle, and with a key. No message holds a part of a key. */
const verify = "sallyport verify-bundle desk.gatebundle --key release.pub.pem";
const sign = "sallyport sign desk.gatebundle --key release.pem";
const jwk = (members: string): string => `echo '{${members}}' > key.json && ${sign.replace("release.pem", "key.json")}`;

export const bundleUnsigned = defineDiagnostic<object>({
  code: "bundle-unsigned",
  severity: "error",
  message: () => "this bundle is not signed, and a key to check it with is configured",
  help: () => `sign it with ${code("sallyport sign")}`,
  page: {
    why: "Whoever can change a bundle can also take its signature off.",
    bad: "sallyport bundle policies/desk --out desk.gatebundle && sallyport verify-bundle desk.gatebundle --key release.pub.pem",
    good: `${sign} && ${verify}`,
  },
});

export const bundleSignatureMalformed = defineDiagnostic<{ readonly problem: string }>({
  code: "bundle-signature-malformed",
  severity: "error",
  message: ({ problem }) => `the signature of this bundle cannot be read: ${problem}`,
  help: () => `sign the bundle again with ${code("sallyport sign")}`,
  page: {
    why: "A signature is a JWS in compact form without its payload: HEADER..SIGNATURE.",
    bad: `jq -cS '.signature = "signed by ann"' desk.gatebundle > odd.gatebundle`,
    good: sign,
  },
});

export const bundleSignatureNone = defineDiagnostic<object>({
  code: "bundle-signature-none",
  severity: "error",
  message: () => "the signature of this bundle has the algorithm `none`: it signs nothing",
  help: () => "EdDSA and ES256 are accepted",
  page: {
    why: "`none` is a way around every check that trusts the header of a signature.",
    bad: '{"alg":"none","kid":"release","typ":"sallyport-bundle+jws"}',
    good: '{"alg":"EdDSA","kid":"release","typ":"sallyport-bundle+jws"}',
  },
});

export const bundleSignatureHmac = defineDiagnostic<{ readonly algorithm: string }>({
  code: "bundle-signature-hmac",
  severity: "error",
  message: ({ algorithm }) =>
    `the signature of this bundle is an HMAC (${code(algorithm)}): whoever can check it can forge it`,
  help: () => "EdDSA and ES256 are accepted",
  page: {
    why: "A public key taken for the secret of an HMAC is the classic forgery; and a shared secret signs nothing.",
    bad: '{"alg":"HS256","kid":"release","typ":"sallyport-bundle+jws"}',
    good: '{"alg":"ES256","kid":"release","typ":"sallyport-bundle+jws"}',
  },
});

export const bundleSignatureAlgorithm = defineDiagnostic<{ readonly algorithm: string }>({
  code: "bundle-signature-algorithm",
  severity: "error",
  message: ({ algorithm }) =>
    `the signature of this bundle has the algorithm ${code(algorithm)}, which is not accepted`,
  help: () => "EdDSA (Ed25519) and ES256 (P-256) are accepted",
  page: {
    why: "Two algorithms are enough, and each further one is one more to get wrong.",
    bad: '{"alg":"RS256","kid":"release","typ":"sallyport-bundle+jws"}',
    good: '{"alg":"EdDSA","kid":"release","typ":"sallyport-bundle+jws"}',
  },
});

export const bundleSignatureCritical = defineDiagnostic<{ readonly names: string }>({
  code: "bundle-signature-critical",
  severity: "error",
  message: ({ names }) => `the signature of this bundle demands extensions that are not understood: ${names}`,
  help: () => "a signature of a bundle has no `crit`",
  page: {
    why: "RFC 7515 has a signature refused when it calls something critical that the reader does not know.",
    bad: '{"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"release","typ":"sallyport-bundle+jws"}',
    good: '{"alg":"EdDSA","kid":"release","typ":"sallyport-bundle+jws"}',
  },
});

export const bundleSignatureType = defineDiagnostic<{ readonly found: string | undefined; readonly wanted: string }>({
  code: "bundle-signature-type",
  severity: "error",
  message: ({ found, wanted }) =>
    found === undefined
      ? `the signature of this bundle does not say what it signs: its header has no ${code("typ")}`
      : `the signature of this bundle was made for something else: its ${code("typ")} is ${code(found)}, not ${code(wanted)}`,
  help: () => `sign the bundle with ${code("sallyport sign")}`,
  page: {
    why: "A key may sign other things. What it signed for another purpose must not pass for a policy.",
    bad: '{"alg":"EdDSA","kid":"release","typ":"JWT"}',
    good: '{"alg":"EdDSA","kid":"release","typ":"sallyport-bundle+jws"}',
  },
});

export const bundleSignatureHeader = defineDiagnostic<{ readonly name: string; readonly bringsKey: boolean }>({
  code: "bundle-signature-header",
  severity: "error",
  message: ({ name, bringsKey }) =>
    bringsKey
      ? `the signature of this bundle brings its own key along (${code(name)}), which proves nothing`
      : `the header of the signature has a member that means nothing here: ${code(name)}`,
  help: () => "its header has `alg`, `kid` and `typ`, and nothing else",
  page: {
    why: "A key that comes with the signature is the forger's own. And nothing in a header is passed over.",
    bad: '{"alg":"EdDSA","jku":"https://example.com/keys","kid":"release","typ":"sallyport-bundle+jws"}',
    good: '{"alg":"EdDSA","kid":"release","typ":"sallyport-bundle+jws"}',
  },
});

export const bundleKeyUnknown = defineDiagnostic<{ readonly kid: string; readonly known: readonly string[] }>({
  code: "bundle-key-unknown",
  severity: "error",
  message: ({ kid, known }) =>
    `this bundle is signed with the key ${code(kid)}, and the key file has ${known.map(code).join(", ")}`,
  help: () => "if that key is to be trusted, put its public part into the key file",
  page: {
    why: "Only a key that you hold says who signed. The name in the signature is the signer's own claim.",
    bad: "sallyport sign desk.gatebundle --key mine.pem --kid mine && sallyport verify-bundle desk.gatebundle --key release.jwks.json",
    good: "sallyport sign desk.gatebundle --key release.pem --kid 2026 && sallyport verify-bundle desk.gatebundle --key release.jwks.json",
  },
});

export const bundleSignatureWrong = defineDiagnostic<{ readonly kid: string; readonly problem: string | undefined }>({
  code: "bundle-signature-wrong",
  severity: "error",
  message: ({ kid, problem }) =>
    problem ??
    `the signature of this bundle does not fit the key ${code(kid)}: another key signed, or the manifest was changed`,
  help: () => "do not use this bundle; get it, or the key, again from where you trust it",
  page: {
    why: "This is what a forged or altered bundle looks like.",
    bad: "sallyport verify-bundle desk.gatebundle --key somebody-else.pub.pem",
    good: verify,
  },
});

export const keyUnreadable = defineDiagnostic<{ readonly problem: string; readonly fix: string }>({
  code: "key-unreadable",
  severity: "error",
  message: ({ problem }) => `this file holds no key that can be read: ${problem}`,
  help: ({ fix }) => fix,
  page: {
    why: "A key is a PEM file (PKCS #8 or SPKI) or a JSON Web Key. What it holds is never shown.",
    bad: "ssh-keygen -t ed25519 -f release && sallyport sign desk.gatebundle --key release",
    good: "openssl genpkey -algorithm ed25519 -out release.pem && sallyport sign desk.gatebundle --key release.pem",
  },
});

export const keySymmetric = defineDiagnostic<object>({
  code: "key-symmetric",
  severity: "error",
  message: () => "this is a symmetric key (`oct`): whoever can check a signature with it can forge one",
  help: () => "make a key pair: openssl genpkey -algorithm ed25519 -out release.pem",
  page: {
    why: "An HMAC proves only that somebody who holds the secret made it, and every reader holds it.",
    bad: jwk('"kty":"oct","k":"…"'),
    good: sign,
  },
});

export const keyUnsupported = defineDiagnostic<{ readonly found: string }>({
  code: "key-unsupported",
  severity: "error",
  message: ({ found }) => `bundles are signed with Ed25519 or P-256 keys, and this is ${found}`,
  help: () => "make one: openssl genpkey -algorithm ed25519 -out release.pem",
  page: {
    why: "EdDSA and ES256 are the two algorithms that are accepted.",
    bad: jwk('"kty":"RSA","n":"…","e":"AQAB"'),
    good: sign,
  },
});

export const keyPrivate = defineDiagnostic<object>({
  code: "key-is-private",
  severity: "error",
  message: () => "this is a private key: checking a signature takes the public one alone",
  help: () => "openssl pkey -in release.pem -pubout -out release.pub.pem",
  page: {
    why: "A private key that lies where bundles are read can sign them too.",
    bad: "sallyport verify-bundle desk.gatebundle --key release.pem",
    good: verify,
  },
});

export const keyPublic = defineDiagnostic<object>({
  code: "key-is-public",
  severity: "error",
  message: () => "this is a public key: signing takes the private one",
  help: () => "name the private key of the pair",
  page: {
    why: "A public key checks signatures and makes none.",
    bad: "sallyport sign desk.gatebundle --key release.pub.pem",
    good: sign,
  },
});

export const keyDuplicateKid = defineDiagnostic<{ readonly kid: string }>({
  code: "key-duplicate-kid",
  severity: "error",
  message: ({ kid }) => `two keys of this set have the ${code("kid")} ${code(kid)}`,
  help: () => "give every key a name of its own",
  page: {
    why: "A signature names its key. Which of two was meant must not depend on their order.",
    bad: '{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"…"},{"kty":"EC","crv":"P-256","kid":"a","x":"…","y":"…"}]}',
    good: '{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"…"},{"kty":"EC","crv":"P-256","kid":"b","x":"…","y":"…"}]}',
  },
});

export const bundleSignatureDiagnostics = [
  bundleUnsigned,
  bundleSignatureMalformed,
  bundleSignatureNone,
  bundleSignatureHmac,
  bundleSignatureAlgorithm,
  bundleSignatureCritical,
  bundleSignatureType,
  bundleSignatureHeader,
  bundleKeyUnknown,
  bundleSignatureWrong,
  keyUnreadable,
  keySymmetric,
  keyUnsupported,
  keyPrivate,
  keyPublic,
  keyDuplicateKid,
] as const;
