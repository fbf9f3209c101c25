import { defineDiagnostic } from "./diagnostic.ts";
import { code, deskAgent, policyPage, refundTool } from "./policy-page.ts";

/** Mistakes in who agents are, and whom they work with. */

export const agentWithoutSubject = defineDiagnostic({
  code: "agent-without-subject",
  severity: "error",
  message: ({ agent }: { agent: string }) => `the agent ${code(agent)} has no subject`,
  help: () => 'add `subject "…"`, the identity its credential proves',
  page: policyPage(
    "The subject binds the name to a verified identity; without it anyone could claim the name.",
    "",
    "agent desk {\n  mtls required\n}\n",
    'agent desk {\n  subject "spiffe://example/desk"\n  mtls required\n}\n',
  ),
});

export const sharedSubject = defineDiagnostic({
  code: "shared-subject",
  severity: "error",
  message: ({ subject, owner }: { subject: string; owner: string }) =>
    `${code(subject)} is the subject of ${code(owner)} already`,
  help: () => "give each agent an identity of its own",
  page: policyPage(
    "Two agents with one identity cannot be told apart, so each would have the other's grants.",
    deskAgent,
    'agent payout {\n  subject "spiffe://example/desk"\n}\n',
    'agent payout {\n  subject "spiffe://example/payout"\n}\n',
  ),
});

export const trustCrossed = defineDiagnostic({
  code: "trust-crossed",
  severity: "error",
  message: ({ agent, level, other, otherLevel }: { agent: string; level: string; other: string; otherLevel: string }) =>
    `${code(agent)} has the trust ${level} and ${code(other)} has the trust ${otherLevel}, so nothing goes from one to the other`,
  help: () => "give both the same `trust`, or remove the clause",
  page: policyPage(
    "Agents of two levels of trust never stand in one chain and never write to each other; a clause that says they may would never act.",
    deskAgent,
    'agent mail {\n  subject "spiffe://example/mail"\n  trust internal\n  may message desk\n}\n',
    'agent mail {\n  subject "spiffe://example/mail"\n  may message desk\n}\n',
  ),
});

export const agentOfItself = defineDiagnostic({
  code: "agent-of-itself",
  severity: "error",
  message: ({ agent, clause }: { agent: string; clause: string }) => `${code(agent)} stands in its own ${code(clause)}`,
  help: () => "name the other agent that is meant",
  page: policyPage(
    "Nobody passes work or writes to themselves; where an agent names itself, another one was meant and has no leave.",
    `${refundTool}${deskAgent}`,
    'agent mail {\n  subject "spiffe://example/mail"\n  may delegate shop.refund to agent mail depth 1\n}\n',
    'agent mail {\n  subject "spiffe://example/mail"\n  may delegate shop.refund to agent desk depth 1\n}\n',
  ),
});

export const subjectInDefaults = defineDiagnostic({
  code: "subject-in-defaults",
  severity: "error",
  message: () => "a subject cannot be a default: every agent has its own",
  help: () => "move it to the agent it identifies",
  page: policyPage(
    "`agent defaults` holds what all agents share, and an identity is never shared.",
    deskAgent,
    'agent defaults {\n  subject "spiffe://example/any"\n}\n',
    "agent defaults {\n  token ttl <= 15m\n}\n",
  ),
});

export const agentDiagnostics = [agentWithoutSubject, sharedSubject, trustCrossed, agentOfItself, subjectInDefaults];
