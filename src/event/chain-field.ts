import { isJsonArray, isJsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import { absent, type Field, present, textField, unrecorded } from "../value/value.ts";
import type { Event, Principal } from "./event.ts";
import { type Gaps, gapsBelow } from "./gaps.ts";

export interface ReadChain {
  readonly chain: Event["chain"];
  readonly field: Field;
}

/**
 * The chain as principals, and as the list of records that conditions read (`user`, `roles`, `agent`).
 * Undefined: it is no chain (a user elsewhere than at the head, or an element that is neither).
 */
export function readChain(chain: readonly JsonValue[] | undefined, gaps: Gaps | undefined): ReadChain | undefined {
  if (gaps?.cause !== undefined) return { chain: { state: "unrecorded" }, field: unrecorded(gaps.cause) };
  if (chain === undefined) {
    return gaps === undefined
      ? { chain: { state: "absent" }, field: absent }
      : { chain: { state: "unrecorded" }, field: unrecorded("not_recorded") };
  }
  const principals: Principal[] = [];
  for (const element of chain) {
    const principal = readPrincipal(element);
    if (principal === undefined || (principal.kind === "user" && principals.length > 0)) return undefined;
    principals.push(principal);
  }
  const items = principals.map((principal) => principalField(principal, gapsBelow(gaps, "roles") !== undefined));
  return { chain: { state: "value", principals }, field: present({ kind: "list", items, open: false }) };
}

function readPrincipal(element: JsonValue): Principal | undefined {
  if (!isJsonObject(element)) return undefined;
  const user = memberOf(element, "user");
  const agent = memberOf(element, "agent");
  if (typeof agent === "string" && user === undefined) return { kind: "agent", agent };
  if (typeof user !== "string" || agent !== undefined) return undefined;
  const roles = memberOf(element, "roles");
  return {
    kind: "user",
    user,
    roles: isJsonArray(roles) ? roles.filter((role) => typeof role === "string") : undefined,
  };
}

function principalField(principal: Principal, rolesMissing: boolean): Field {
  const fields = new Map<string, Field>();
  if (principal.kind === "agent") {
    fields.set("agent", textField(principal.agent));
  } else {
    fields.set("user", textField(principal.user));
    const roles = principal.roles?.map(textField);
    if (roles !== undefined) fields.set("roles", present({ kind: "list", items: roles, open: false }));
    else if (rolesMissing) fields.set("roles", unrecorded("not_recorded"));
  }
  return present({ kind: "record", fields, open: false });
}
