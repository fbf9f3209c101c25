import type { CommandModule } from "../command.ts";

export const audit: CommandModule = {
  usage: "<manifests...>",
  options: [
    {
      flags: "--policy <file>",
      help: "a policy whose controls are judged too; one with an item's name replaces the shipped one; may be repeated",
      repeatable: true,
    },
    {
      flags: "--agent <name>",
      help: "a workload that is an agent, besides those that say so; may be repeated",
      repeatable: true,
    },
    {
      flags: "--complete <list>",
      help: "what the files hold all of, with commas: kubernetes, istio, connectors",
    },
    { flags: "--allow-undecided", help: "do not exit 5 for items that are unknown" },
    {
      flags: "--details <items>",
      help: "which items are shown in full: all, none, or ids with commas",
      fallback: "all",
    },
    { flags: "--list-facts", help: "print every fact that was read, with where it stands, instead of judging" },
  ],
  examples: [
    ["sallyport audit deploy/", "the 31 items of the zero-trust checklist, with evidence to the line"],
    ["sallyport audit deploy/ --format markdown --report json=audit.json", "a page for people and a file for machines"],
    ["sallyport audit deploy/ --list-facts", "what the auditor believes about the deployment, and why"],
  ],
  run: async (...given) => (await import("../run-audit.ts")).runAudit(...given),
};
