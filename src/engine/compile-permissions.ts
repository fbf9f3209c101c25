import type { Principal } from "../event/event.ts";
import type { Layout } from "../event/layout.ts";
import { type Field, unrecorded } from "../value/value.ts";
import { actingAgent } from "./acting-agent.ts";
import { textOf } from "./circumstances.ts";
import { factsOf } from "./compile-gates.ts";
import { type CompiledGrant, compileGrant, type GrantTest, type PolicyFrame } from "./compile-grants.ts";
import type { Reason } from "./decision.ts";
import { type FactSink, maybe, no, yes } from "./frame.ts";
import type { PolicyIr } from "./ir.ts";
import { maxChain } from "./max-chain.ts";
import { denial, printSupport, wanting } from "./reason.ts";

/** Who may do what, indexed: grants by tool and agent, delegations by tool, agent and delegate. */
export interface CompiledPermissions {
  /** May everybody of this chain above the acting agent have the call made? Its own grants are another question. */
  readonly chainHolds: (frame: PolicyFrame, agent: string, chain: readonly Principal[]) => boolean;
  /** The grants of an agent for a tool; undefined where one of them is not declared: nothing is granted then. */
  readonly grantsOf: (agent: string, tool: string) => readonly CompiledGrant[] | undefined;
  /** May the event happen as far as grants and `may message` go? With the reasons; for what needs no leave there are none. */
  readonly judge: (frame: PolicyFrame, explain: boolean) => readonly Reason[];
}

export function compilePermissions(
  ir: PolicyIr,
  layout: Layout,
  emitted: readonly GrantTest[] = [],
): CompiledPermissions {
  const agents = new Set(ir.agents.map(({ name }) => name));
  const tools = new Set(Object.keys(ir.catalogue.tools));
  const messages = new Set(ir.agents.flatMap(({ name, mayMessage }) => mayMessage.map((to) => keyOf(name, to))));
  const grants = new Map<string, CompiledGrant[]>();
  for (const [index, grant] of ir.grants.entries()) {
    const compiled = compileGrant(grant, index, layout, emitted[index]);
    for (const agent of grant.agents) {
      for (const tool of grant.tools) {
        const key = keyOf(agent, tool);
        const list = grants.get(key);
        if (list === undefined) grants.set(key, [compiled]);
        else list.push(compiled);
      }
    }
  }
  const depths = new Map<string, number>();
  for (const { name, mayDelegate } of ir.agents) {
    for (const { tools: delegated, to, depth } of mayDelegate) {
      for (const tool of delegated) {
        const key = keyOf(name, to, tool);
        depths.set(key, Math.max(depth, depths.get(key) ?? 0));
      }
    }
  }

  const isGranted = (frame: PolicyFrame, agent: string, tool: string): boolean => {
    for (const grant of grants.get(keyOf(agent, tool)) ?? []) if (grant.test(frame, agent) === yes) return true;
    return false;
  };

  const chainHolds: CompiledPermissions["chainHolds"] = (frame, agent, chain) => {
    if (chain.length > maxChain) return false;
    const names = agentsOf(chain);
    if (names.length === 0) return true;
    const tool = frame.event.tool ?? "";
    const above = names.slice(0, -1);
    return (
      names.at(-1) === agent &&
      above.every(
        (name, index) =>
          mayPass(name, names[index + 1] ?? "", tool, above.length - index) || isGranted(frame, name, tool),
      )
    );
  };

  const mayPass = (name: string, next: string, tool: string, hops: number): boolean =>
    (depths.get(keyOf(name, next, tool)) ?? 0) >= hops;

  const judgeGrants = (frame: PolicyFrame, agent: string, tool: string, explain: boolean): readonly Reason[] => {
    const all = grants.get(keyOf(agent, tool)) ?? [];
    if (!explain) {
      const holding = all.filter((grant) => grant.test(frame, agent) === yes);
      if (holding.length > 0) return holding.map(({ granted }) => granted);
    }
    const tested = all.map((grant) => ({ grant, truth: grant.test(frame, agent) }));
    const best = tested.some(({ truth }) => truth === yes)
      ? yes
      : tested.some(({ truth }) => truth === maybe)
        ? maybe
        : no;
    const deciding = tested.filter(({ truth }) => truth === best);
    const factsFor = (chosen: readonly { readonly grant: CompiledGrant }[]) => {
      const sink: FactSink = new Map();
      if (explain) for (const { grant } of chosen) grant.explain(frame, agent, best, sink);
      return factsOf(sink);
    };
    switch (best) {
      case yes:
        return deciding.map((one) =>
          explain ? { ...one.grant.granted, support: printSupport(factsFor([one])) } : one.grant.granted,
        );
      case maybe:
        return [denial("grant_undecided", "evidence", wanting(factsFor(deciding)))];
      case no:
        return [denial("not_granted", "not_granted", { support: printSupport(factsFor(deciding)) })];
    }
  };

  const judgeChain = (frame: PolicyFrame, tool: string, agent: string, explain: boolean): readonly Reason[] => {
    const { chain } = frame.event;
    const names = chain.state === "value" ? agentsOf(chain.principals) : [];
    if (names.length === 0) return judgeGrants(frame, agent, tool, explain);
    if (names.at(-1) !== agent) {
      return [denial("invalid_event", "invalid", { message: "the chain does not end in the acting agent" })];
    }
    const reasons = [...judgeGrants(frame, agent, tool, explain)];
    for (let index = 0; index < names.length - 1; index += 1) {
      const name = names[index] ?? "";
      const next = names[index + 1] ?? "";
      if (mayPass(name, next, tool, names.length - 1 - index)) continue;
      for (const reason of judgeGrants(frame, name, tool, explain)) {
        if (reason.code === "granted") continue;
        const message = `of \`${name}\`, above in the chain, who may not delegate it to \`${next}\` either`;
        reasons.push({ ...reason, message });
      }
    }
    return reasons;
  };

  const judgeAgent = (frame: PolicyFrame, explain: boolean): Reason | undefined => {
    const name = actingAgent(frame);
    if (name !== undefined && agents.has(name)) return undefined;
    const field = frame.read("agent", []);
    if (field.state === "unrecorded")
      return denial("unknown_agent", "evidence", explain ? missing("agent", field) : {});
    return denial("unknown_agent", "not_granted", explain ? { support: printSupport([{ path: "agent", field }]) } : {});
  };

  const judgeCall = (frame: PolicyFrame, explain: boolean): readonly Reason[] => {
    const { tool, chain } = frame.event;
    const reasons: Reason[] = [];
    const declared = tool !== undefined && tools.has(tool);
    if (!declared)
      reasons.push(denial("not_declared_tool", "not_granted", tool === undefined ? {} : { message: tool }));
    const stranger = judgeAgent(frame, explain);
    if (stranger !== undefined) reasons.push(stranger);
    if (chain.state === "unrecorded") {
      const field = frame.read("chain", []);
      const gap = field.state === "unrecorded" ? field : unrecorded("not_recorded");
      reasons.push(denial("chain_unrecorded", "evidence", explain ? missing("chain", gap) : {}));
    }
    if (chain.state === "value" && chain.principals.length > maxChain) {
      reasons.push(denial("chain_too_long", "rule", { message: `${chain.principals.length} principals` }));
    }
    const agent = actingAgent(frame);
    if (!declared || stranger !== undefined || agent === undefined) return reasons;
    const judged = judgeChain(frame, tool, agent, explain);
    return reasons.length === 0 ? judged : [...reasons, ...judged];
  };

  const judgeMessage = (frame: PolicyFrame, explain: boolean): readonly Reason[] => {
    const stranger = judgeAgent(frame, explain);
    if (stranger !== undefined) return [stranger];
    const field = frame.read("recipient", []);
    if (field.state === "unrecorded") {
      return [denial("message_not_granted", "evidence", explain ? missing("recipient", field) : {})];
    }
    const agent = textOf(frame.read("agent", [])) ?? "";
    const to = textOf(field);
    if (to !== undefined && messages.has(keyOf(agent, to))) return [];
    return [denial("message_not_granted", "not_granted", { message: `\`${agent}\` may not message \`${to ?? ""}\`` })];
  };

  return {
    grantsOf: (agent, tool) =>
      agents.has(agent) && tools.has(tool) ? (grants.get(keyOf(agent, tool)) ?? []) : undefined,
    chainHolds,
    judge(frame, explain) {
      if (frame.event.kind === "call") return judgeCall(frame, explain);
      return frame.event.kind === "message" ? judgeMessage(frame, explain) : [];
    },
  };
}

const agentsOf = (principals: readonly Principal[]): readonly string[] =>
  principals.flatMap((principal) => (principal.kind === "agent" ? [principal.agent] : []));

const keyOf = (...parts: readonly string[]): string => parts.join("\u0000");

const missing = (path: string, field: Field): Pick<Reason, "unknowns" | "support"> => wanting([{ path, field }]);
