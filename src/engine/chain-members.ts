import type { Event } from "../event/event.ts";

/**
 * Everybody in whose name an event happens, by name: the user at the head, the agents, the acting agent. Undefined where
 * somebody may be missing.
 */
export function chainMembers({ chain, agent }: Event): ReadonlySet<string> | undefined {
  // A recorded chain ends with the acting agent.
  if (chain.state === "unrecorded" || (chain.state === "absent" && agent.state === "unrecorded")) return undefined;
  const principals = chain.state === "value" ? chain.principals : [];
  const acting = agent.state === "value" && agent.value.kind === "text" ? [agent.value.text] : [];
  return new Set([
    ...principals.map((principal) => (principal.kind === "user" ? principal.user : principal.agent)),
    ...acting,
  ]);
}
