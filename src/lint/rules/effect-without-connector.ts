import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const vendor = (covered: string): string => `tool vendor.post { args.text is string  effect sends }
tool vendor.read { args.id is string  effect reads }
grant notes { to agent clerk  tools vendor.*  while task max 8h }
connector vendor for ${covered} { egress to ["api.vendor.example"] }
`;

export const effectWithoutConnector = defineRule<{ tool: string; effect: string }>({
  code: "effect-without-connector",
  severity: "info",
  why: "A policy that confines some tools of its vendors says by that what it thinks of the others. One of a catalogue, or of the same prefix, that sends or writes and stands in no connector was most likely forgotten.",
  bad: example(`${guarded}${vendor("vendor.read")}`),
  good: example(`${guarded}${vendor("vendor.*")}`),
  message: ({ tool, effect }) => `\`${tool}\` ${effect} at a vendor, and no connector says where`,
  help: ({ tool }) => `add it to a connector: \`connector NAME for ${tool} { egress to [..] }\``,
  *find({ policy, granted }) {
    const covered = new Set(policy.connectors.flatMap(({ tools }) => tools));
    if (covered.size === 0) return;
    const imported = new Set(policy.uses.flatMap(({ tools }) => tools));
    const prefixes = new Set([...covered].map(prefixOf));
    for (const { name, span, effects } of policy.tools) {
      const effect = effects.find((one) => one === "sends" || one === "writes");
      if (effect === undefined || covered.has(name) || !granted.has(name)) continue;
      const prefix = prefixOf(name);
      if (imported.has(name) || (prefix !== "" && prefixes.has(prefix))) yield { span, args: { tool: name, effect } };
    }
  },
});

/** What stands before the first `.` or `/`. */
const prefixOf = (tool: string): string => /^([^./]+)[./]/.exec(tool)?.[1] ?? "";
