import type {
  CheckedGate,
  CheckedObligation,
  CheckedPolicy,
  CheckedRequirement,
  CheckedTarget,
} from "../ast/checked.ts";
import { assertNever } from "../source/assert-never.ts";
import { formatDuration } from "../value/duration.ts";
import { sourceWords } from "./source-words.ts";

/** A gate in English sentences, as `show gate` prints it. */
export function gateInWords(gate: CheckedGate, policy: CheckedPolicy): readonly string[] {
  const words = sourceWords(policy);
  const when = gate.when === undefined ? "" : `, unless it is certain that this is false: ${words(gate.when.span)}`;
  const unless = gate.unless === undefined ? "" : `, and not when it is certain that ${words(gate.unless.span)}`;
  const outcome = outcomesInWords(gate);
  return [
    `gate ${gate.name} acts on ${gate.on.map(targetInWords).join(", and on ")}${when}${unless}.`,
    ...outcome,
    ...(gate.overridable ? ["An open break-glass that names it turns its outcome into log."] : []),
    ...(gate.observe === undefined
      ? []
      : [`Until its date it only reports what it would have done; ${gate.observe.owner} answers for that.`]),
    ...(gate.because === undefined ? [] : [`Because: ${gate.because}`]),
  ];
}

export function targetInWords(target: CheckedTarget): string {
  switch (target.kind) {
    case "call":
      return `calls of ${target.tools.join(", ")}`;
    case "result":
      return `results of ${target.tools.join(", ")}`;
    case "message":
      return target.to === undefined ? "messages between agents" : `messages to agent ${target.to}`;
    case "prompt":
      return "prompts";
    case "output":
      return "what the agent tells its user";
    default:
      return assertNever(target);
  }
}

const outcomesInWords = (gate: CheckedGate): readonly string[] => [
  ...gate.outcomes.map((outcome) =>
    outcome === "deny" ? "Then the event is denied." : "Then the event goes on and is logged.",
  ),
  ...gate.requirements.map((requirement) => `Then it waits for ${requirementInWords(requirement)}.`),
  ...gate.obligations.map((obligation) => `Also, ${obligationInWords(obligation)}.`),
];

export function requirementInWords(requirement: CheckedRequirement): string {
  switch (requirement.kind) {
    case "verification":
      return `a verification by ${requirement.by.kind} ${requirement.by.name}`;
    case "confirmation":
      return "the confirmation of the user at the head of the chain";
    case "approval": {
      const { count, role, validMs, reusable, escalate } = requirement;
      const who =
        count === 1
          ? `the approval of one ${role}`
          : `the approvals of ${count} different persons with the role ${role}`;
      return [
        who,
        ...(validMs === undefined ? [] : [`valid for ${formatDuration(validMs)}`]),
        ...(reusable === undefined ? [] : [`good for ${reusable} executions`]),
        ...(escalate === undefined ? [] : [`from ${formatDuration(escalate.afterMs)} on also of ${escalate.role}`]),
      ].join(", ");
    }
    default:
      return assertNever(requirement);
  }
}

function obligationInWords(obligation: CheckedObligation): string {
  switch (obligation.kind) {
    case "redact":
      return `${obligation.recognisers.join(", ")} in ${obligation.path.join(".")} is redacted (${obligation.by})`;
    case "record-full":
      return "the full event is recorded";
    case "alert":
    case "notify":
      return `${obligation.target} gets ${obligation.kind === "alert" ? "an alert" : "a notice"}`;
    default:
      return assertNever(obligation);
  }
}
