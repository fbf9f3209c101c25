import { assertNever } from "../source/assert-never.ts";
import { formatDuration } from "../value/duration.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import type { Confinement, Obligation, Requirement } from "./decision.ts";
import { describeCondition } from "./describe.ts";
import type { IrGate, IrGrant, IrTarget } from "./ir.ts";

/**
 * A gate in English: "A call to `pay` needs approval by role finance when `args.amount > 500.00 USD`." Printed from the IR,
 * never parsed.
 */
export function describeGate(gate: IrGate): string {
  const agents =
    gate.agents === undefined
      ? ""
      : ` by ${list(
          gate.agents.map((name) => `agent ${name}`),
          "or",
        )}`;
  const when = gate.when === undefined ? "" : ` when \`${describeCondition(gate.when)}\``;
  const unless = gate.unless === undefined ? "" : ` unless \`${describeCondition(gate.unless)}\``;
  const shadow =
    gate.observe === undefined
      ? ""
      : ` Until ${formatTimestamp(gate.observe.untilMs)} it only reports what it would have done (owner: ${gate.observe.owner}).`;
  const unsure = when === "" && unless === "" ? "" : " It also acts where that cannot be decided.";
  const because = gate.because === undefined ? "" : ` Because: ${gate.because}.`;
  const subject = capitalised(list(gate.on.map(describeTarget), "or"));
  return `${subject}${agents} ${describeOutcome(gate)}${when}${unless}.${unsure}${shadow}${because.replace("..", ".")}`;
}

/** A grant in English: "Agent refund may call `pay` when … , for purpose "support"." */
export function describeGrant(grant: IrGrant): string {
  const limits = [
    ...(grant.when === undefined ? [] : [`when \`${describeCondition(grant.when)}\``]),
    ...(grant.purposes === undefined
      ? []
      : [
          `for purpose ${list(
            grant.purposes.map((text) => `"${text}"`),
            "or",
          )}`,
        ]),
    ...(grant.onBehalfOf === undefined ? [] : [`on behalf of a user with role ${list(grant.onBehalfOf, "or")}`]),
    ...(grant.untilMs === undefined ? [] : [`until ${formatTimestamp(grant.untilMs)}`]),
    ...(grant.whileTask === undefined ? [] : [describeTask(grant.whileTask.maxMs)]),
  ];
  const agents = capitalised(
    list(
      grant.agents.map((name) => `agent ${name}`),
      "or",
    ),
  );
  const tools = list(
    grant.tools.map((tool) => `\`${tool}\``),
    "and",
  );
  return `${agents} may call ${tools}${limits
    .map((limit) => `, ${limit}`)
    .join("")
    .replace(/^, when/, " when")}.`;
}

const describeTask = (maxMs: number | undefined): string =>
  maxMs === undefined ? "while a task is running" : `while a task is running, for ${formatDuration(maxMs)} at most`;

function describeTarget(target: IrTarget): string {
  switch (target.kind) {
    case "call":
      return `a call to ${list(
        target.tools.map((tool) => `\`${tool}\``),
        "or",
      )}`;
    case "result":
      return `a result of ${list(
        target.tools.map((tool) => `\`${tool}\``),
        "or",
      )}`;
    case "message":
      return target.to === undefined ? "a message" : `a message to agent ${target.to}`;
    case "prompt":
      return "a prompt";
    case "output":
      return "an output";
    default:
      return assertNever(target);
  }
}

function describeOutcome(gate: IrGate): string {
  const needs = gate.requirements.map(describeRequirement);
  const outcomes = [
    ...(gate.level === "deny" ? ["is denied"] : []),
    ...(gate.level === "log" ? ["is logged"] : []),
    ...(needs.length === 0 ? [] : [`needs ${list(needs, "and")}`]),
    ...gate.obligations.map(describeObligation),
  ];
  return list(outcomes.length === 0 ? [`is held at ${gate.level}`] : outcomes, "and");
}

/** `approval by role finance (2 persons, valid 15m)` */
export function describeRequirement(requirement: Requirement): string {
  switch (requirement.kind) {
    case "verification":
      return `verification by ${requirement.by.kind} ${requirement.by.name}`;
    case "confirmation":
      return "confirmation by the user";
    case "approval": {
      const { role, count, validMs, reusable, escalate } = requirement;
      const details = [
        ...(count === 1 ? [] : [`${count} persons`]),
        ...(validMs === undefined ? [] : [`valid ${formatDuration(validMs)}`]),
        ...(reusable === undefined ? [] : [`for up to ${reusable} executions`]),
        ...(escalate === undefined
          ? []
          : [`after ${formatDuration(escalate.afterMs)} role ${escalate.role} may answer too`]),
      ];
      return `approval by role ${role}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
    }
    default:
      return assertNever(requirement);
  }
}

/** `alerts "soc"`, `has card and iban masked in args.note` */
export function describeObligation(obligation: Obligation): string {
  switch (obligation.kind) {
    case "redact": {
      const done = { mask: "masked", hash: "hashed", drop: "dropped" }[obligation.by];
      return `has ${list(obligation.recognisers, "and")} ${done} in ${obligation.path.join(".")}`;
    }
    case "record-full":
      return "is recorded in full";
    case "alert":
      return `alerts "${obligation.target}"`;
    case "notify":
      return `notifies "${obligation.target}"`;
    case "confine":
      return `is let connect to nothing but ${describeConfinement(obligation)}`;
    default:
      return assertNever(obligation);
  }
}

/** `api.stripe.com with POST or GET on port 443` */
export function describeConfinement({ hosts, methods, ports, types }: Confinement): string {
  return [
    list(hosts, "or"),
    ...(methods === undefined ? [] : [`with ${list(methods, "or")}`]),
    ...(ports === undefined ? [] : [`on port ${list(ports.map(String), "or")}`]),
    ...(types === undefined ? [] : [`as ${list(types, "or")}`]),
  ].join(" ");
}

const shownItems = 6;

/** `a, b or c`; of long lists the first and how many more. */
function list(items: readonly string[], word: "and" | "or"): string {
  const shown =
    items.length > shownItems ? [...items.slice(0, shownItems), `${items.length - shownItems} more`] : items;
  if (shown.length <= 1) return shown[0] ?? "";
  return `${shown.slice(0, -1).join(", ")} ${word} ${shown.at(-1) ?? ""}`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
