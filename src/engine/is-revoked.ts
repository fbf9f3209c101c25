import type { Field } from "../value/value.ts";
import { mapGet } from "./ordered-map.ts";
import type { Response, State } from "./state.ts";

/**
 * Is a principal (`agent:NAME`, `user:ID`, `token:ID`) revoked for a tenant? A revocation without a tenant is for all; where
 * the tenant is not known, one for any tenant counts.
 */
export function isRevoked(state: Pick<State, "revoked">, principal: string, tenant: Field): boolean {
  const tenants = mapGet(state.revoked, principal) ?? [];
  const own = tenant.state === "value" && tenant.value.kind === "text" ? tenant.value.text : undefined;
  return tenants.some((revoked) => revoked === null || own === undefined || revoked === own);
}

/** Whose word an answer is; a rule's is nobody's. */
export const principalOf = ({ kind, by }: Pick<Response, "kind" | "by">): string =>
  kind === "verification" ? by : `user:${by}`;
