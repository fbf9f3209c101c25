import type { CheckedGrant, CheckedPolicy } from "../../ast/checked.ts";
import { nearMiss } from "../../diagnostics/near-miss.ts";
import type { IrGate, PolicyIr } from "../../engine/ir.ts";
import { escapeJson, visible } from "../../report/escape.ts";
import { plainPalette } from "../../report/report.ts";
import { renderTable } from "../../report/table.ts";
import type { Span } from "../../source/span.ts";
import type { CommandModule, Context } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { exitFor } from "../exit-code.ts";
import { gateInWords } from "../gate-words.ts";
import { makeReport } from "../make-report.ts";
import { prepareOne } from "../one-policy.ts";
import { list, UsageError } from "../options.ts";
import { sourceWords } from "../source-words.ts";

const views = ["matrix", "gate"] as const;

export const show: CommandModule = {
  usage: "<view> [name]",
  options: [
    { flags: "--policy <file>", help: "the policy; may be repeated for several of its files", repeatable: true },
  ],
  formats: ["human", "json"],
  examples: [
    ["sallyport show matrix --policy desk.gate", "who may call what, under which condition, and which gates act"],
    ["sallyport show gate large --policy desk.gate", "one gate in English"],
  ],
  async run(context, [view, name], options) {
    if (view !== "matrix" && view !== "gate") {
      throw new UsageError(`show takes ${views.join(" or ")}, not \`${visible(view ?? "")}\``);
    }
    const { prepared, compiled } = await prepareOne(context, list(options, "policy"));
    const report = makeReport(context.shell.host, "show", {
      exit: exitFor(prepared.reasons),
      files: prepared.named,
      diagnostics: prepared.diagnostics.filter(({ severity }) => severity === "error"),
      sources: prepared.sources,
      pages: allPages(),
      summary: prepared.summary,
    });
    if (compiled === undefined) return { report, text: "" };
    const { checked, ir } = compiled;
    return { report, text: view === "matrix" ? matrix(checked, ir, context) : gatePage(checked, name, context) };
  },
};

interface Row {
  readonly agent: string;
  readonly tool: string;
  readonly grants: readonly { readonly name: string; readonly limits: readonly string[] }[];
  readonly gates: readonly { readonly name: string; readonly outcome: string }[];
}

function matrix(policy: CheckedPolicy, ir: PolicyIr, { format }: Context): string {
  const rows = matrixRows(policy, ir);
  if (format === "json") return `${escapeJson({ policy: policy.name, version: policy.version, rows })}\n`;
  const table = renderTable(
    [{ title: "agent" }, { title: "tool" }, { title: "granted by", max: 60 }, { title: "gates" }],
    rows.map(({ agent, tool, grants, gates }) =>
      [
        agent,
        tool,
        grants.map(({ name, limits }) => [name, ...limits].join(" ")).join("; "),
        gates.length === 0 ? "none" : gates.map(({ name, outcome }) => `${name}: ${outcome}`).join("; "),
      ].map((cell) => visible(cell)),
    ),
    { width: 160, ascii: false, indent: "", dim: plainPalette.dim },
  );
  const covered = new Set(rows.map(({ tool }) => tool));
  const never = policy.tools.filter(({ name }) => !covered.has(name)).map(({ name }) => name);
  return [
    `policy ${policy.name} version ${policy.version}: what is not listed is denied`,
    "",
    ...table,
    ...(never.length === 0 ? [] : ["", `granted to nobody: ${visible(never.join(", "))}`]),
    "",
  ].join("\n");
}

function matrixRows(policy: CheckedPolicy, ir: PolicyIr): readonly Row[] {
  const words = sourceWords(policy);
  return policy.agents.flatMap((agent) =>
    policy.tools.flatMap((tool): readonly Row[] => {
      const grants = policy.grants.filter(
        (grant) =>
          grant.agents.some(({ name }) => name === agent.name) &&
          grant.patterns.some(({ tools }) => tools.includes(tool.name)),
      );
      if (grants.length === 0) return [];
      const gates = ir.gates.filter(
        (gate) =>
          gate.agents?.includes(agent.name) !== false &&
          gate.on.some((target) => target.kind === "call" && target.tools.includes(tool.name)),
      );
      return [
        {
          agent: agent.name,
          tool: tool.name,
          grants: grants.map((grant) => ({ name: grant.name, limits: limitsOf(grant, words) })),
          gates: gates.map((gate) => ({ name: gate.name, outcome: outcomeWord(gate) })),
        },
      ];
    }),
  );
}

const limitsOf = (grant: CheckedGrant, words: (span: Span) => string): readonly string[] => [
  ...(grant.when === undefined ? [] : [`when ${words(grant.when.span)}`]),
  ...(grant.purposes === undefined
    ? []
    : [`for purpose ${grant.purposes.map((one) => JSON.stringify(one)).join(" or ")}`]),
  ...(grant.onBehalfOf === undefined ? [] : [`on behalf of ${grant.onBehalfOf.map(({ name }) => name).join(" or ")}`]),
  ...(grant.until === undefined ? [] : [words(grant.until.span)]),
  ...(grant.whileTask === undefined ? [] : [words(grant.whileTask.span)]),
];

function outcomeWord(gate: IrGate): string {
  const demanded = gate.requirements.map((one) => (one.kind === "approval" ? `approval by ${one.role}` : one.kind));
  const words = demanded.length === 0 || gate.level === "deny" ? [gate.level, ...demanded] : demanded;
  return `${words.join(" + ")}${gate.observe === undefined ? "" : " (observed only)"}`;
}

function gatePage(policy: CheckedPolicy, name: string | undefined, { format }: Context): string {
  const names = policy.gates.map((gate) => gate.name);
  const gate = policy.gates.find((one) => one.name === name);
  if (gate === undefined) {
    const near = nearMiss(name ?? "", names);
    const hint = near === undefined ? `there are ${names.join(", ") || "none"}` : `did you mean \`${near}\`?`;
    throw new UsageError(`there is no gate \`${visible(name ?? "")}\` in policy ${policy.name}; ${hint}`);
  }
  const lines = gateInWords(gate, policy).map((line) => visible(line));
  return format === "json" ? `${escapeJson({ gate: gate.name, words: lines })}\n` : `${lines.join("\n")}\n`;
}
