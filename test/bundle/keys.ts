import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export interface KeyPair {
  readonly algorithm: "EdDSA" | "ES256";
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const ed25519 = (): KeyPair => ({ algorithm: "EdDSA", ...generateKeyPairSync("ed25519") });
export const p256 = (): KeyPair => ({ algorithm: "ES256", ...generateKeyPairSync("ec", { namedCurve: "P-256" }) });

export const pemOf = (key: KeyObject): string =>
  key.export({ format: "pem", type: key.type === "private" ? "pkcs8" : "spki" }).toString();

export const jwkOf = (key: KeyObject, more: object = {}): Readonly<Record<string, unknown>> => ({
  ...key.export({ format: "jwk" }),
  ...more,
});

/** A JWS without its payload, made by node itself, so that the library is not compared with itself. */
export function jwsBy({ algorithm, privateKey }: KeyPair, header: object, payload: string): string {
  const input = signingInput(header, payload);
  const signature =
    algorithm === "EdDSA"
      ? sign(null, Buffer.from(input), privateKey)
      : sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${input.split(".")[0]}..${signature.toString("base64url")}`;
}

/** The forgery: a public key taken for the secret of an HMAC. */
export function hmacWith(secret: string, header: object, payload: string): string {
  const input = signingInput(header, payload);
  return `${input.split(".")[0]}..${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

const encoded = (text: string): string => Buffer.from(text).toString("base64url");
export const signingInput = (header: object, payload: string): string =>
  `${encoded(JSON.stringify(header))}.${encoded(payload)}`;
export const headerOnly = (header: object): string => `${encoded(JSON.stringify(header))}..`;
