import { defineRule } from "../rule.ts";

const header = "policy demo version 1 language 1\ntool mail.send { args.to is list of email  effect sends }\n";
const uses = (digest: string, effects: string): string => `${header}use pack "./pack" sha256 "${digest}"
// file: pack/mail.gate
pack mail version 1 language 1
gate no_cards on ${effects} {
  when text contains any [card]
  deny
  because "No card numbers"
}
`;

export const inertPackRule = defineRule<{
  readonly rule: string;
  readonly pack: string;
  readonly targets: readonly string[];
  readonly wholly: boolean;
}>({
  code: "inert-pack-rule",
  severity: "warning",
  why: "A pack is written for the tools of many policies. A rule of it that covers none of this policy's tools does nothing here, which whoever relies on the pack should know.",
  bad: uses("9915e3de4b90db072147f9a1c295b70f3d1ea100c18a05efd680aedeb1a19cc7", "effect [sends], effect [shares]"),
  good: uses("1523e2c3e08eb935d7c70d6430acfd16b1752fc32e89f9c78e0c1ced776862fc", "effect [sends]"),
  message: ({ rule, pack, targets, wholly }) =>
    `pack \`${pack}\`: \`${rule}\` ${wholly ? "does nothing here" : "acts on less than it says"}, because no tool of this policy is ${targets.map((one) => `\`${one}\``).join(" or ")}`,
  help: ({ wholly }) =>
    wholly
      ? "if that is meant, say so with an ignore; otherwise look whether the `tool` blocks state all effects"
      : "the rest of it acts; look whether the `tool` blocks state all effects",
  *find({ policy }) {
    for (const { name: pack, span, inert } of policy.packs) {
      for (const { kind, name, targets, wholly, span: declared } of inert) {
        const rule = `${kind} ${name}`;
        const related = [{ span: declared, label: "declared here" }];
        yield { span, args: { rule, pack, targets, wholly }, details: { related } };
      }
    }
  },
});
