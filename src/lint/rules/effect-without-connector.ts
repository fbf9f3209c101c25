import { defineRule } from "../rule.ts";

const page = (covered: string): string => `policy desk version 1 language 1
use tools from "./tools.json"
tool send { effect sends }
agent clerk { subject "spiffe://desk.example/clerk" }
grant daily { to agent clerk  tools send  while task max 8h }
tool note { args.text is string  effect writes }
connector vendor for ${covered} { egress to ["api.vendor.example"] }
`;

export const effectWithoutConnector = defineRule<{ tool: string; effect: string }>({
  code: "effect-without-connector",
  severity: "info",
  why: "A policy that confines some tools of its vendors says by that what it thinks of the others. One that sends or writes and stands in no connector was most likely forgotten.",
  bad: page("note"),
  good: page("send, note"),
  message: ({ tool, effect }) => `\`${tool}\` ${effect} at a vendor, and no connector says where`,
  help: ({ tool }) => `add it to a connector: \`connector NAME for ${tool} { egress to [..] }\``,
  *find({ policy, tool, granted }) {
    if (policy.connectors.length === 0) return;
    const covered = new Set(policy.connectors.flatMap(({ tools }) => tools));
    for (const { tools } of policy.uses) {
      for (const name of tools) {
        const known = tool(name);
        const effect = known?.effects.find((one) => one === "sends" || one === "writes");
        if (known === undefined || effect === undefined || covered.has(name) || !granted.has(name)) continue;
        yield { span: known.span, args: { tool: name, effect } };
      }
    }
  },
});
