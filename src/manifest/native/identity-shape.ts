import {
  bool,
  date,
  duration,
  durationOrZero,
  listOf,
  member,
  type ObjectShape,
  object,
  oneOf,
  reference,
  text,
} from "./shape.ts";

export const tokenShape = object({
  lifetime: member(duration, "its effective lifetime"),
  audience: member(listOf(text("plain")), "whom it is for"),
  storage: member(oneOf("hsm", "tpm", "kms", "vault", "memory", "secret"), "where it lies"),
  refresh: member(
    object({
      rotation: member(bool, "renewing retires the old one"),
      maxLifetime: member(duration, "how long it can be renewed"),
    }),
    "how it is renewed",
  ),
  validation: member(
    object({
      mode: member(
        oneOf("strict", "optional", "permissive"),
        "how its validator treats requests without a valid token",
      ),
      ref: member(reference, "the validator"),
    }),
    "who validates it",
  ),
});

export const revocationShape = object({
  method: member(
    oneOf("introspection", "denylist", "short-lived", "token-review", "entry-delete", "key-rotation"),
    "how a token is revoked",
  ),
  maxPropagation: member(duration, "the longest a revocation takes"),
  cacheTtl: member(durationOrZero, "how long validators cache", "cache"),
  testedAt: member(date, "last drill"),
  runbookRef: member(reference, "who does what", "runbook"),
});

export const identityShape: ObjectShape = object({
  id: member(text("plain"), "SPIFFE id, URI or client id; unique over the scan set"),
  provider: member(oneOf("spiffe", "istio", "linkerd", "oidc", "aws-iam", "entra", "gcp"), "who issues it"),
  credential: member(oneOf("x509-svid", "jwt-svid", "oidc-jwt", "iam-role"), "its form"),
  serviceAccountRef: member(text("plain"), "name or namespace/name of the ServiceAccount"),
  exclusive: member(bool, "used by this agent alone"),
  token: member(tokenShape, "the token the agent presents"),
  revocation: member(revocationShape, "how tokens are revoked"),
});

export const workloadRefShape = object(
  {
    apiVersion: member(text("plain"), "for example apps/v1"),
    kind: member(text("plain"), "for example Deployment"),
    name: member(text("plain"), "its name"),
    namespace: member(text("plain"), "its namespace; the manifest's own when left out"),
  },
  { required: ["kind", "name"] },
);

export const interAgentShape: ObjectShape = object(
  {
    default: member(oneOf("deny", "allow"), "what holds for callers nobody names"),
    singleAgent: member(bool, "there is no other agent; needs a reason"),
    reason: member(text(), "why there is no peer"),
    peers: member(
      listOf(
        object(
          {
            agent: member(text("plain"), "the other agent"),
            identity: member(text("plain"), "the identity it proves"),
            direction: member(oneOf("out", "in", "both"), "who calls"),
            mutualAuth: member(oneOf("required", "optional"), "both ends prove who they are"),
          },
          { required: ["agent"] },
        ),
      ),
      "agents it speaks with",
    ),
    a2aCardRef: member(reference, "its A2A card", "card"),
    signedCard: member(bool, "the card is signed"),
  },
  { needs: [{ key: "singleAgent", value: "true", contains: false, demands: "reason" }] },
);
