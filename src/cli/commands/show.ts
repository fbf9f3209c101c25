import type { CheckedPack } from "../../ast/checked.ts";
import { nearMiss } from "../../diagnostics/near-miss.ts";
import { describeGate, describeGrant } from "../../engine/describe-rule.ts";
import { describeBreakGlass, describeKillSwitch } from "../../engine/describe-switch.ts";
import type { IrGate, PolicyIr } from "../../engine/ir.ts";
import { wrap } from "../../report/display-width.ts";
import { escapeJson, visible } from "../../report/escape.ts";
import { count } from "../../report/plural.ts";
import { plainPalette } from "../../report/report.ts";
import { renderTable } from "../../report/table.ts";
import type { CommandModule, Context } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { prepareOne } from "../one-policy.ts";
import { list, UsageError } from "../options.ts";
import { suggest } from "../suggest.ts";

const views = ["matrix", "gate"] as const;

export const show: CommandModule = {
  usage: "<view> [names...]",
  options: [
    { flags: "--policy <file>", help: "the policy; may be repeated for several of its files", repeatable: true },
  ],
  formats: ["human", "json"],
  examples: [
    ["sallyport show matrix policies/desk", "who may call what, under which condition, and which gates act"],
    ["sallyport show gate large policies/desk", "one gate in English; built-in ones too, such as agent:refund:mtls"],
  ],
  async run(context, [view, ...rest], options) {
    if (view !== "matrix" && view !== "gate") {
      throw new UsageError(`show takes ${views.join(" or ")}, not \`${view ?? ""}\`${suggest(view ?? "", views)}`);
    }
    const name = view === "gate" ? rest[0] : undefined;
    const files = view === "gate" ? rest.slice(1) : rest;
    const { prepared, compiled } = await prepareOne(context, [...list(options, "policy"), ...files]);
    const report = makeReport(context.shell.host, "show", {
      exit: exitFor(prepared.reasons),
      files: prepared.named,
      diagnostics: prepared.diagnostics.filter(({ severity }) => severity === "error"),
      sources: prepared.sources,
      pages: allPages(),
      summary: prepared.summary,
    });
    if (compiled === undefined) return { report, text: "" };
    const { ir, checked } = compiled;
    return { report, text: view === "matrix" ? matrix(ir, checked.packs, context) : gatePage(ir, name, context) };
  },
};

interface Row {
  readonly agent: string;
  readonly tool: string;
  readonly grants: readonly string[];
  readonly gates: readonly { readonly name: string; readonly outcome: string }[];
}

/** Rows, then what is said once: what each grant demands, and what every action of an agent must prove. */
function matrix(ir: PolicyIr, used: readonly CheckedPack[], { format, shell }: Context): string {
  const rows = matrixRows(ir);
  const identity = ir.agents.map(({ name }) => ({
    agent: name,
    gates: ir.gates.filter((gate) => gate.name.startsWith(`agent:${name}:`)).map((gate) => gate.name),
  }));
  if (format === "json") {
    const grants = ir.grants.map((grant) => ({ grant: grant.name, words: describeGrant(grant) }));
    const agents = ir.agents.map(({ name, mayMessage, mayDelegate }) => ({ agent: name, mayMessage, mayDelegate }));
    const killSwitches = ir.killSwitches.map((one) => ({ killSwitch: one.name, words: describeKillSwitch(one) }));
    const breakGlasses = ir.breakGlasses.map((one) => ({ breakGlass: one.name, words: describeBreakGlass(one) }));
    const packs = used.map(({ name, version, digest, gates, inert }) => ({
      pack: name,
      version,
      digest,
      gates,
      inert: inert.map(({ kind, name: rule, targets, wholly }) => ({ kind, rule, targets, wholly })),
    }));
    const { policy, version } = ir;
    return `${escapeJson({ policy, version, rows, grants, agents, identity, killSwitches, breakGlasses, packs })}\n`;
  }
  const width = shell.columns ?? 100;
  const table = renderTable(
    [{ title: "agent" }, { title: "tool" }, { title: "granted by", max: 40 }, { title: "gates" }],
    rows.map(({ agent, tool, grants, gates }) =>
      [
        agent,
        tool,
        grants.join(", "),
        gates.length === 0 ? "none" : gates.map(({ name, outcome }) => `${name}: ${outcome}`).join("; "),
      ].map((cell) => visible(cell)),
    ),
    { width, ascii: false, indent: "", dim: plainPalette.dim },
  );
  const reach = ir.agents.flatMap(({ name, mayMessage, mayDelegate }) => [
    ...(mayMessage.length === 0 ? [] : [`${name} may message ${mayMessage.join(", ")}`]),
    ...mayDelegate.map(
      ({ tools, to, depth }) =>
        `${name} may delegate ${tools.join(", ")} to ${to}, ${count(depth, "step")} deep at most`,
    ),
  ]);
  const granted = new Set(rows.map(({ tool }) => tool));
  const never = Object.keys(ir.catalogue.tools).filter((name) => !granted.has(name));
  const paragraph = (text: string): readonly string[] =>
    wrap(visible(text), width - 4).map((line, at) => `${at === 0 ? "  " : "    "}${line}`);
  return [
    `policy ${ir.policy} version ${ir.version}: what is not listed is denied`,
    "",
    ...table,
    ...(never.length === 0 ? [] : ["", `granted to nobody: ${visible(never.join(", "))}`]),
    "",
    "grants",
    ...ir.grants.flatMap((grant) => paragraph(`${grant.name}: ${describeGrant(grant)}`)),
    "",
    ...(reach.length === 0 ? [] : ["messages and delegation", ...reach.flatMap(paragraph), ""]),
    ...(ir.killSwitches.length === 0
      ? []
      : [
          "kill switches",
          ...ir.killSwitches.flatMap((one) => paragraph(`${one.name}: ${describeKillSwitch(one)}`)),
          "",
        ]),
    ...(ir.breakGlasses.length === 0
      ? []
      : [
          "break glasses",
          ...ir.breakGlasses.flatMap((one) => paragraph(`${one.name}: ${describeBreakGlass(one)}`)),
          "",
        ]),
    ...(used.length === 0 ? [] : ["packs", ...used.flatMap((pack) => packLines(pack).flatMap(paragraph)), ""]),
    "what an agent proves with every action, or it is denied",
    ...identity.flatMap(({ agent, gates }) =>
      paragraph(`${agent}: ${gates.map((gate) => gate.slice(`agent:${agent}:`.length)).join(", ")}`),
    ),
    "",
  ].join("\n");
}

/** What a pack brings, and what of it covers none of the tools. */
function packLines({ name, version, gates, inert }: CheckedPack): readonly string[] {
  const acting = gates.length === 0 ? "no gate of it acts here" : gates.join(", ");
  return [
    `${name} version ${version}: ${acting}`,
    ...inert.map(
      ({ kind, name: rule, targets, wholly }) =>
        `${kind} ${rule} acts ${wholly ? "on nothing here" : "on a part"}: no tool is ${targets.join(" or ")}`,
    ),
  ];
}

function matrixRows(ir: PolicyIr): readonly Row[] {
  return ir.agents.flatMap(({ name: agent }) =>
    Object.keys(ir.catalogue.tools)
      .sort()
      .flatMap((tool): readonly Row[] => {
        const grants = ir.grants.filter((grant) => grant.agents.includes(agent) && grant.tools.includes(tool));
        if (grants.length === 0) return [];
        const gates = ir.gates.filter(
          (gate) =>
            gate.agents === undefined &&
            gate.code !== "killed" &&
            gate.on.some((target) => target.kind === "call" && target.tools.includes(tool)),
        );
        return [
          {
            agent,
            tool,
            grants: grants.map(({ name }) => name),
            gates: gates.map((gate) => ({ name: gate.name, outcome: outcomeWord(gate) })),
          },
        ];
      }),
  );
}

function outcomeWord(gate: IrGate): string {
  const demanded = gate.requirements.map((one) =>
    one.kind === "approval" ? `approval by ${one.count > 1 ? `${one.count} of ` : ""}${one.role}` : one.kind,
  );
  const words = demanded.length === 0 || gate.level === "deny" ? [gate.level, ...demanded] : demanded;
  return `${words.join(" + ")}${gate.observe === undefined ? "" : " (observed only)"}`;
}

function gatePage(ir: PolicyIr, name: string | undefined, { format, shell }: Context): string {
  const names = [...ir.gates.map((gate) => gate.name), ...ir.breakGlasses.map((glass) => `break_glass:${glass.name}`)];
  const words = wordsOf(ir, name ?? "");
  if (words === undefined) {
    const near = nearMiss(name ?? "", names);
    const hint = near === undefined ? `there are ${names.join(", ") || "none"}` : `did you mean \`${near}\`?`;
    throw new UsageError(`there is no gate \`${visible(name ?? "")}\` in policy ${ir.policy}; ${hint}`);
  }
  return format === "json"
    ? `${escapeJson({ gate: name, words: visible(words) })}\n`
    : `${wrap(visible(words), shell.columns ?? 100).join("\n")}\n`;
}

/** A gate with what may lift it; a kill switch and a break glass with who works them. */
function wordsOf(ir: PolicyIr, name: string): string | undefined {
  const killSwitch = ir.killSwitches.find((one) => name === `kill_switch:${one.name}`);
  if (killSwitch !== undefined) return describeKillSwitch(killSwitch);
  const glass = ir.breakGlasses.find((one) => name === `break_glass:${one.name}`);
  if (glass !== undefined) return describeBreakGlass(glass);
  const gate = ir.gates.find((one) => one.name === name);
  if (gate === undefined) return undefined;
  const lifted = ir.breakGlasses.filter(({ gates }) => gates.includes(gate.name)).map((one) => one.name);
  const also = lifted.length === 0 ? "" : ` An open break glass makes a log of it: ${lifted.join(", ")}.`;
  return `${describeGate(gate)}${also}`;
}
