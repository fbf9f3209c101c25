import { enforcedBy, flagFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import { type Endpoint, encrypts } from "../endpoint.ts";
import { lookup } from "../lookup.ts";

/**
 * How the way to a datastore is protected, by its connection string. `mesh` says that mutual TLS around the connection
 * protects it whatever the string says.
 */
function transitOf(endpoint: Endpoint, source: FactSource, mesh: Field | undefined): Field {
  const ground = enforcedBy(source);
  const isMutual = mesh?.state === "value" && mesh.value.kind === "text" && mesh.value.text === "mutual";
  if (isMutual) return wordFact("mesh", enforcedBy(source, ...(mesh.evidence?.sources ?? [])));
  const { query, scheme } = endpoint;
  const mode = query.get("sslmode") ?? query.get("ssl-mode")?.toLowerCase();
  const byMode: Readonly<Record<string, string>> = {
    disable: "none",
    disabled: "none",
    allow: "opportunistic",
    prefer: "opportunistic",
    preferred: "opportunistic",
    require: "unverified",
    required: "unverified",
    "verify-ca": "unverified",
    verify_ca: "unverified",
    "verify-full": "verified",
    verify_identity: "verified",
  };
  if (mode !== undefined) {
    const word = lookup(byMode, mode);
    return word === undefined ? unknownFact("invalid", "a known sslmode", ground) : wordFact(word, ground);
  }
  const tls = query.get("tls") ?? query.get("ssl");
  if (tls !== undefined) {
    const isLax =
      query.get("tlsinsecure") === "true" ||
      query.get("tlsallowinvalidcertificates") === "true" ||
      tls === "skip-verify";
    return wordFact(
      tls === "false" ? "none" : tls === "preferred" ? "opportunistic" : isLax ? "unverified" : "verified",
      ground,
    );
  }
  if (scheme === "postgres" || scheme === "postgresql") {
    return wordFact("opportunistic", enforcedBy({ ...source, rule: "libpq: an omitted sslmode is prefer" }));
  }
  const byScheme = encrypts(scheme);
  if (byScheme === false) return wordFact("none", ground);
  if (byScheme === true) {
    const isLax = query.get("ssl_cert_reqs") === "none";
    return wordFact(isLax ? "unverified" : "verified", ground);
  }
  return unknownFact("not_recorded", `TLS settings of the ${scheme} client`, ground);
}

export const connectionStore = (endpoint: Endpoint, source: FactSource, mesh: Field | undefined): Facts => ({
  kind: wordFact(
    endpoint.scheme === "rediss" ? "redis" : endpoint.scheme.replace("postgresql", "postgres"),
    enforcedBy(source),
  ),
  ref: textFact(endpoint.shown, enforcedBy(source)),
  transit: transitOf(endpoint, source, mesh),
  cleartext_secret: flagFact(endpoint.hasPassword, enforcedBy(source)),
});
