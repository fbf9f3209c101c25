// A workload of our own: rules on one tool each, and calls of those tools. `peers/` has the one that other engines run too.
import { randomFrom } from "./measure.mjs";

const hosts = ["api.corp.example", "files.corp.example", "partner.example", "hooks.vendor.example"];
const tables = ["orders", "customers", "invoices", "payroll", "audit_log", "sessions"];
const tags = ["pii", "phi", "pci", "secret", "internal", "public"];
const callers = Array.from({ length: 40 }, (_, index) => `agent-${index}`);

export const toolNames = (count) => Array.from({ length: count }, (_, index) => `service${index % 50}.verb${index}`);

/** `count` rules in the neutral form that `gateSource` reads, spread evenly over the tools; the effects are mixed. */
export function makeRules(count, tools, seed = 7) {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) => {
    const effect = random.pick(["allow", "allow", "allow_log", "require_approval", "deny"]);
    const conditions = [
      { op: random.pick(["lt", "ge"]), field: "args.amount", v: (10 + random.below(80)) * 1000 },
      { op: "starts", field: "args.url", v: `https://${random.pick(hosts)}/`, neg: random.chance(0.6) },
      { op: "in", field: "args.table", v: [random.pick(tables), random.pick(tables)], neg: random.chance(0.6) },
      { op: "has", field: "tags", v: random.pick(tags), neg: random.chance(0.6) },
      { op: random.pick(["lt", "ge"]), field: "confidence", v: (20 + random.below(70)) / 100 },
    ];
    const most = effect === "deny" ? 4 : 2;
    const conds = conditions.filter(() => random.chance(0.6)).slice(0, most);
    return {
      id: `r${index}`,
      effect,
      tool: { op: "eq", v: tools[index % tools.length] },
      conds: conds.length === 0 ? conditions.slice(0, 2) : conds,
    };
  });
}

/** Calls as a host has them. */
export function makeCalls(count, tools, seed = 42) {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) => ({
    id: `evt-${index}`,
    session: `s-${random.below(500)}`,
    agent: random.pick(callers),
    tool: random.pick(tools),
    args: {
      amount: random.below(100_000),
      url: `https://${random.pick(hosts)}/v1/${random.below(99_999)}`,
      recipient: `user${random.below(999)}@corp.example`,
      table: random.pick(tables),
    },
    confidence: random.below(101) / 100,
    tokenAgeSeconds: random.below(3600),
    tags: tags.filter(() => random.chance(0.25)),
    approvals: random.chance(0.4) ? ["manager"] : [],
  }));
}
