import { expect, it } from "vitest";
import type { IrGate } from "../../src/engine/ir.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { absent, type Field, unrecorded } from "../../src/value/value.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generatePolicy } from "./generate-policy.ts";
import { forget } from "./mutate.ts";
import { randomFrom } from "./random.ts";

type Inside = "yes" | "no" | "unknown";

/** Written once more, from the reference: are all destinations that this field holds inside? */
function inside(field: Field, { hosts, ports }: Limits): Inside {
  if (field.state === "absent") return "yes";
  if (field.state === "unrecorded") return "unknown";
  const { value } = field;
  if (value.kind === "list") {
    const all = value.items.map((item) => inside(item, { hosts, ports }));
    if (all.includes("no")) return "no";
    return value.open || all.includes("unknown") ? "unknown" : "yes";
  }
  const url = value.kind === "url" ? new URL(value.href) : undefined;
  const host = url?.hostname ?? (value.kind === "text" ? value.text : "");
  if (/^xn--|\.xn--/.test(host)) return "unknown";
  const isHost = hosts.some((one) => (one.startsWith("*.") ? host.endsWith(one.slice(1)) : host === one));
  const isPort = url === undefined || ports === undefined || ports.includes(Number(url.port || defaultPort(url)));
  return isHost && isPort ? "yes" : "no";
}

const defaultPort = ({ protocol }: URL): number => (protocol === "https:" ? 443 : 80);

interface Limits {
  readonly hosts: readonly string[];
  readonly ports: readonly number[] | undefined;
}

/** From the obligation that goes with the same clause. */
function limitsOf(gates: readonly IrGate[]): Limits | undefined {
  const [confine] = gates.flatMap(({ obligations }) => obligations.filter(({ kind }) => kind === "confine"));
  return confine?.kind === "confine" ? { hosts: confine.hosts, ports: confine.ports } : undefined;
}

const memberOf = (field: Field, name: string): Field =>
  field.state === "value" && field.value.kind === "record"
    ? (field.value.fields.get(name) ?? (field.value.open ? unrecorded("not_recorded") : absent))
    : field;

it("never lets a call pass whose destinations are not all inside, and denies none that are", () => {
  const random = randomFrom(4_242);
  const seen = { passed: 0, outside: 0, unknown: 0 };
  for (let index = 0; index < 150; index += 1) {
    const policy = generatePolicy(random, { connectors: true });
    const egress = policy.gates.find(({ name }) => name === "connector:c:egress");
    const limits = limitsOf(policy.gates);
    if (egress === undefined || limits === undefined) continue;
    // Of methods and types the other tests speak.
    if (JSON.stringify(egress.unless).includes('"method"') || JSON.stringify(egress.unless).includes('"type"]'))
      continue;
    const engine = createEngine(policy, { engine: "closures" });
    const state = engine.initial();
    for (const admitted of admitAll(generateSession(policy, `c${index}`, 60, random), policy)) {
      if (
        admitted.kind !== "call" ||
        !egress.on.some((on) => on.kind === "call" && on.tools.includes(admitted.tool ?? ""))
      )
        continue;
      const event: Event = random.chance(60) ? admitted : (forget(admitted, random) as Event);
      // A forgotten tool may have other arguments.
      if (event.fields.tool.state !== "value") continue;
      const { args } = event.fields;
      const type = policy.catalogue.tools[event.tool ?? ""]?.args;
      const declared = type?.kind === "record" ? Object.keys(type.fields) : [];
      const names = ["link", "links", "site"].filter((name) => declared.includes(name));
      const judged = [
        inside(memberOf(event.fields.egress, "url"), limits),
        ...names.map((name) => inside(memberOf(args, name), limits)),
      ];
      const { reasons } = engine.explain(state, event);
      // No rule is asked about an event whose times are at odds.
      if (reasons.some(({ code }) => code === "clock")) continue;
      const fired = reasons.some(({ rule }) => rule === "connector:c:egress");
      const passes = judged.every((one) => one === "yes");
      expect(fired, JSON.stringify(judged)).toBe(!passes);
      seen[passes ? "passed" : judged.includes("no") ? "outside" : "unknown"] += 1;
    }
  }
  console.log(seen);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
