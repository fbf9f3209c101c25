import { lookup } from "../lookup.ts";
import { groupAndKind, type Reader } from "./reader.ts";

const kinds: Readonly<Record<string, readonly string[]>> = {
  "security.istio.io": ["PeerAuthentication", "AuthorizationPolicy", "RequestAuthentication"],
  "networking.istio.io": ["DestinationRule", "ServiceEntry", "Sidecar", "Gateway"],
  "telemetry.istio.io": ["Telemetry"],
  "install.istio.io": ["IstioOperator"],
};

export const istio: Reader = {
  name: "istio",
  claims(document) {
    const type = groupAndKind(document);
    return type !== undefined && (lookup(kinds, type.group)?.includes(type.kind) ?? false);
  },
  read(documents, builder) {
    for (const { root } of documents) builder.addResource("istio", root);
  },
};
