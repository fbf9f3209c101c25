import type { CheckedAgent } from "../ast/checked.ts";
import type { AgentClause, AgentDeclaration } from "../ast/parsed-authority.ts";
import {
  agentOfItself,
  agentWithoutSubject,
  sharedSubject,
  subjectInDefaults,
  trustCrossed,
} from "../diagnostics/agents.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { resolveNames } from "./resolve-names.ts";
import { resolveAgent, resolvePattern } from "./resolve-tools.ts";
import type { Checker } from "./scope.ts";

/** Every agent with the clauses of `agent defaults` it does not state itself. */
export function checkAgents(
  agents: ReadonlyMap<string, AgentDeclaration>,
  defaults: AgentDeclaration | undefined,
  checker: Checker,
): readonly CheckedAgent[] {
  const { report } = checker;
  const common = defaults?.clauses ?? [];
  for (const clause of common) {
    if (clause.kind === "subject") report.add(subjectInDefaults.at(clause.span, {}));
  }
  const checked = [...agents.values()]
    .map((agent) => checkAgent(agent, common, checker))
    .filter((agent) => agent !== undefined);
  const owners = new Map<string, CheckedAgent>();
  for (const agent of checked) {
    const owner = owners.get(agent.subject.text);
    if (owner === undefined) owners.set(agent.subject.text, agent);
    else {
      report.add(
        sharedSubject.at(
          agent.subject.span,
          { subject: agent.subject.text, owner: owner.name },
          { related: [{ span: owner.subject.span, label: `the subject of \`${owner.name}\`` }] },
        ),
      );
    }
  }
  for (const agent of checked) reportCrossings(agent, checked, checker);
  for (const agent of agents.values()) reportItself(agent, checker);
  return checked.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Nobody acts for, or hears from, an agent of another level of trust: leave to do so is leave to do nothing. */
function reportCrossings(agent: CheckedAgent, agents: readonly CheckedAgent[], { report }: Checker): void {
  const allowed = [
    ...agent.mayMessage.map(({ name, span }) => ({ to: name, span })),
    ...agent.mayDelegate.map(({ to, span }) => ({ to, span })),
  ];
  for (const { to, span } of allowed) {
    const other = agents.find(({ name }) => name === to);
    if (other === undefined || other.trust === agent.trust) continue;
    const levelOf = ({ trust }: CheckedAgent): string => (trust === undefined ? "none" : trust);
    report.add(
      trustCrossed.at(
        span,
        { agent: agent.name, level: levelOf(agent), other: to, otherLevel: levelOf(other) },
        { related: [{ span: other.span, label: `\`${to}\` is declared here` }] },
      ),
    );
  }
}

/** In its own block: `agent defaults` may name an agent that it is a default of. */
function reportItself({ name, clauses }: AgentDeclaration, { report }: Checker): void {
  for (const clause of clauses) {
    const named = clause.kind === "may-message" ? clause.agents : clause.kind === "may-delegate" ? [clause.to] : [];
    for (const { text, span } of named) {
      if (text === name.text)
        report.add(agentOfItself.at(span, { agent: text, clause: clause.kind.replace("-", " ") }));
    }
  }
}

function checkAgent(
  agent: AgentDeclaration,
  common: readonly AgentClause[],
  checker: Checker,
): CheckedAgent | undefined {
  const { name, clauses } = agent;
  const pick = <K extends AgentClause["kind"]>(kind: K): readonly Extract<AgentClause, { readonly kind: K }>[] => {
    const isKind = (clause: AgentClause): clause is Extract<AgentClause, { readonly kind: K }> => clause.kind === kind;
    const own = clauses.filter(isKind);
    return own.length > 0 ? own : common.filter(isKind);
  };
  const subject = clauses.find((clause) => clause.kind === "subject");
  if (subject === undefined) checker.report.add(agentWithoutSubject.at(name.span, { agent: name.text }));
  const mayMessage = resolveNames(
    pick("may-message").flatMap((clause) => clause.agents),
    (other) => resolveAgent(other, checker),
  );
  const delegations = pick("may-delegate").map((clause) => checkDelegation(clause, checker));
  const mayDelegate = delegations.filter((delegation) => delegation !== undefined);
  if (subject === undefined || mayMessage === undefined || mayDelegate.length < delegations.length) return undefined;
  const [ttl, scope, mtls, revocation, trust] = [
    pick("token-ttl")[0],
    pick("token-scope")[0],
    pick("mtls")[0],
    pick("revocation")[0],
    pick("trust")[0],
  ];
  let sound = true;
  for (const [limit, clause] of [
    [ttl?.limit, "token ttl <="],
    [revocation?.within, "revocation within"],
  ] as const) {
    if (limit === undefined || limit.ms >= 1) continue;
    sound = false;
    checker.report.add(countTooSmall.at(limit.span, { clause }));
  }
  if (!sound) return undefined;
  return {
    name: name.text,
    span: agent.span,
    subject: { text: subject.subject.text, span: subject.subject.span },
    tokenTtl: ttl === undefined ? undefined : { ms: ttl.limit.ms, span: ttl.span },
    tokenScope: scope === undefined ? undefined : { span: scope.span },
    mtls: mtls === undefined ? undefined : { span: mtls.span },
    revocation: revocation === undefined ? undefined : { ms: revocation.within.ms, span: revocation.span },
    mayMessage,
    mayDelegate,
    trust: trust?.level.text,
  };
}

function checkDelegation(
  clause: Extract<AgentClause, { readonly kind: "may-delegate" }>,
  checker: Checker,
): CheckedAgent["mayDelegate"][number] | undefined {
  const patterns = clause.tools.map((pattern) => resolvePattern(pattern, checker));
  const to = resolveAgent(clause.to, checker);
  if (clause.depth !== undefined && clause.depth < 1) {
    checker.report.add(countTooSmall.at(clause.span, { clause: "depth" }));
    return undefined;
  }
  const known = patterns.filter((pattern) => pattern !== undefined);
  if (to === undefined || known.length < patterns.length) return undefined;
  const tools = [...new Set(known.flatMap((pattern) => pattern.tools))].sort();
  return { span: clause.span, tools, to, depth: clause.depth ?? 1 };
}
