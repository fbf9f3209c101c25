import { lookup } from "../lookup.ts";
import { groupAndKind, kindsClaimed, type Reader } from "./reader.ts";

const kinds: Readonly<Record<string, readonly string[]>> = {
  "security.istio.io": ["PeerAuthentication", "AuthorizationPolicy", "RequestAuthentication"],
  "networking.istio.io": ["DestinationRule", "ServiceEntry", "Sidecar", "Gateway"],
  "telemetry.istio.io": ["Telemetry"],
  "install.istio.io": ["IstioOperator"],
};

export const istio: Reader = {
  name: "istio",
  title: "Istio resources",
  claimed: kindsClaimed(kinds),
  remarks: [
    "What is judged is the mode in effect on a port, after mesh, namespace, workload and port.",
    "That a mesh without a policy is permissive is said only where Istio is in the scan, or declared complete.",
  ],
  claims(document) {
    const type = groupAndKind(document);
    return type !== undefined && (lookup(kinds, type.group)?.includes(type.kind) ?? false);
  },
  read(documents, builder) {
    for (const { root } of documents) builder.addResource("istio", root);
  },
};
