import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { emitModule } from "../../src/emit/emit-module.ts";
import { placesOf } from "../../src/emit/places-of.ts";
import { canonicalIr } from "../../src/engine/canonical-ir.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { snapshotState } from "../../src/engine/snapshot.ts";
import { createEngine } from "../../src/engine/step.ts";
import { admit as admitOwn } from "../../src/event/admit.ts";
import { readEvent as readOwnEvent } from "../../src/event/read-event.ts";
import { event, gate, grant, path, policy, text, tool } from "../engine/build.ts";
import { compileText } from "../support/compile.ts";
import { importText, loadModule, runtime } from "./load-module.ts";

const folder = mkdtempSync(`${tmpdir()}/sallyport-emit-`);
afterAll(() => rmSync(folder, { recursive: true }));

const source = `policy desk version 1 language 1

tool pay {
  args.amount is int
  args.to is string
}

agent clerk { subject "s" }

grant may_pay {
  to agent clerk
  tools pay
}

gate large on pay {
  when args.amount > 100
  require approval by role boss
}
role boss
`;
const compiled = compileText(source);

/** Runs a script beside a module in a process of its own. */
function runBeside(ir: PolicyIr, script: string, ...flags: readonly string[]) {
  const { name, module } = emitModule(ir, runtime);
  writeFileSync(join(folder, `${name}.mjs`), module);
  writeFileSync(join(folder, "script.mjs"), script.replaceAll("MODULE", `./${name}.mjs`));
  return spawnSync(process.execPath, [...flags, "script.mjs"], { cwd: folder, encoding: "utf8" });
}

const deciding = `
import { admit, initial, level, policy, readEvent, restoreState, snapshotState, step } from "MODULE";
const call = (id, amount) => {
  const record = { kind: "call", id, session: "s", agent: "clerk", at: "2026-06-01T12:00:00Z", tool: "pay", args: { amount, to: "x" },
    token: { verified: true, subject: "s" } };
  const read = readEvent(record);
  if (!read.ok) throw new Error(read.message);
  return admit(read.raw);
};
const first = step(initial(), call("1", 5));
const restored = restoreState(JSON.parse(JSON.stringify(snapshotState(first.state))));
const second = step(restored, call("2", 500));
let refused = "no";
try { new Function("return 1"); } catch (error) { refused = error.name; }
console.log(JSON.stringify([policy.name, level(initial(), call("3", 500)), first.decision.level, second.decision.level, refused]));
`;

describe("an emitted module", () => {
  it("decides where code cannot be made of strings, and needs nothing beside it", () => {
    if (compiled.ir === undefined) throw new Error(JSON.stringify(compiled.diagnostics));
    const { stdout, stderr } = runBeside(compiled.ir, deciding, "--disallow-code-generation-from-strings");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual(["desk", "approve", "allow", "approve", "EvalError"]);
  });

  it("imports nothing and makes no code", () => {
    const { module } = emitModule(policy(), runtime);
    expect(module.match(/^import\b|\bimport *[("']|\bFunction\(|\beval\(|\brequire\(|\bglobalThis\b/gm)).toBe(null);
    expect(module.match(/[^\n\t -~]/g)).toBe(null);
  });

  it("is the same for the same policy, however its members are ordered", () => {
    const ir = policy({ gates: [gate("g", { when: { kind: "has", operand: path("args.to") } })] });
    const { digest, module } = emitModule(ir, runtime);
    const reversed = Object.fromEntries(Object.entries(ir).reverse()) as unknown as PolicyIr;
    expect(emitModule(reversed, runtime)).toMatchObject({ digest, module });
    expect(emitModule(JSON.parse(canonicalIr(ir)) as PolicyIr, runtime).module).toBe(module);
    expect(emitModule({ ...ir, version: 2 }, runtime).digest).not.toBe(digest);
  });

  it("finds a grant whose condition a gate behind the one that fired has too", async () => {
    const has = (argument: string) => ({ kind: "has", operand: path(`args.${argument}`) }) as const;
    const ir = policy({
      grants: [grant("b", { when: has("b") })],
      gates: [gate("a", { level: "approve", when: has("a") }), gate("b", { level: "log", when: has("b") })],
    });
    const { initial, level } = await loadModule(ir);
    const levelOf = (args: object) => level(initial(), event({ kind: "call", tool: "pay", args }));
    expect([{ a: "x", b: "x" }, { a: "x" }, { b: "x" }, {}].map(levelOf)).toEqual(["approve", "deny", "log", "deny"]);
  });

  it("denies what the host does not perform", async () => {
    const ir = policy({ gates: [gate("g", { level: "log", obligations: [{ kind: "alert", target: "x" }] })] });
    const { createEngine: create, initial } = await loadModule(ir);
    const call = event({ kind: "call", tool: "pay", args: {} });
    expect(create().level(initial(), call)).toBe("log");
    expect(create({ performs: ["alert"] }).level(initial(), call)).toBe("log");
    expect(create({ performs: [] }).level(initial(), call)).toBe("deny");
  });
});

const attacks = [
  '"); globalThis.pwned = true; ("',
  ["`$", "{globalThis.pwned = true}`"].join(""),
  "</script><script>globalThis.pwned = true</script>",
  "\u2028globalThis.pwned = true;\u2029",
  "\n*/ globalThis.pwned = true; /*",
  '\\"; globalThis.pwned = true; //',
  "__proto__",
  "constructor",
  "\u0000 \u007f ü \u{1f600}",
];

describe("hostile texts", () => {
  it("stay texts, wherever a policy can hold them", async () => {
    for (const attack of attacks) {
      // A name that no event can have would never be met.
      const name = /[^\x20-\x7e]/.test(attack) ? "clerk" : attack;
      const ir = hostile(attack, name);
      const { module } = emitModule(ir, runtime);
      const own = module.replace(runtime.trimEnd(), "");
      expect(own.length).toBeLessThan(10_000);
      expect(own.match(/[^\n -~]|[<`]/g)).toBe(null);
      const { level, explain, initial } = await importText(module);
      const reference = createEngine(ir, { engine: "interpreter" });
      for (const note of [attack, "other"]) {
        const call = event({ kind: "call", agent: name, tool: name, args: { note } }, 0, ir);
        expect(level(initial(), call), attack).toBe(note === attack ? "deny" : "allow");
        expect(explain(initial(), call)).toEqual(reference.explain(reference.initial(), call));
      }
    }
    expect(globalThis).not.toHaveProperty("pwned");
  });
});

const hostile = (attack: string, name: string): PolicyIr =>
  policy({
    policy: attack,
    catalogue: {
      tools: Object.fromEntries([
        [
          name,
          tool(name, {
            args: {
              kind: "record",
              additional: false,
              fields: { note: { type: { kind: "string" }, required: true } },
            },
          }),
        ],
      ]),
      context: {},
    },
    agents: [{ name, subject: attack, mayMessage: [], mayDelegate: [] }],
    grants: [grant(attack, { agents: [name], tools: [name] })],
    gates: [
      gate(attack, {
        on: [{ kind: "call", tools: [name] }],
        because: attack,
        when: {
          kind: "all",
          operands: [
            { kind: "one-of", operand: path("args.note"), values: [text(attack)] },
            { kind: "starts-with", operand: path("args.note"), text: attack },
            { kind: "not", operand: { kind: "has", operand: path(`context.${attack}`) } },
          ],
        },
      }),
    ],
  });

describe("the source map", () => {
  it("leads from the code of a gate to the gate", () => {
    if (compiled.checked === undefined || compiled.ir === undefined) throw new Error("does not compile");
    const texts = new Map([["policy.gate", source]]);
    const places = placesOf(compiled.checked, texts, (file) => `p/${file}`);
    const { module, map } = emitModule(compiled.ir, runtime, places);
    const payload = JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0];
    const generated = module.split("\n").findIndex((line) => line.includes("> 100"));
    expect(generated).toBeGreaterThan(0);
    const entry = new SourceMap(payload).findEntry(generated, 0);
    if (!("originalLine" in entry)) throw new Error("no entry");
    expect(entry.originalSource).toBe("p/policy.gate");
    expect(source.split("\n")[entry.originalLine]).toBe("gate large on pay {");
    expect(payload.sourcesContent).toEqual([source]);
  });
});

describe("a past that nobody knows", () => {
  it("is a state of its own, and the same as the library's", async () => {
    const module = await loadModule(policy());
    const engine = createEngine(policy(), { engine: "closures" });
    expect(JSON.stringify(module.snapshotState(module.lost()))).toBe(JSON.stringify(snapshotState(engine.lost())));
    expect(JSON.stringify(module.snapshotState(module.lost()))).not.toBe(
      JSON.stringify(module.snapshotState(module.initial())),
    );
  });
});

describe("the types", () => {
  it("compile in a project that has nothing else", { timeout: 120_000 }, () => {
    const { name, types } = emitModule(policy(), runtime);
    writeFileSync(join(folder, `${name}.d.mts`), types);
    const consumer = (level: string): string => `
import { admit, createEngine, initial, level, readEvent, step, type Decision, type State } from "./${name}.mjs";
const read = readEvent({ kind: "call" });
if (read.ok) {
  const event = admit(read.raw);
  const before: State = initial();
  const { state, decision } = step(before, event);
  const codes: readonly string[] = (decision as Decision).reasons.map(({ code }) => code);
  const found: "allow" | "deny" | undefined = level(state, event) === ${JSON.stringify(level)} ? "deny" : undefined;
  createEngine({ performs: codes }).decide(state, event).level satisfies string;
  void found;
}
`;
    const check = (level: string) => {
      writeFileSync(join(folder, "consumer.mts"), consumer(level));
      const tsc = resolve("node_modules/typescript/bin/tsc");
      const flags = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022"];
      return spawnSync(process.execPath, [tsc, ...flags, "consumer.mts"], { cwd: folder, encoding: "utf8" });
    };
    expect(check("deny").stdout).toBe("");
    expect(check("no such level").stdout).toContain("TS2367");
  });

  it("say of a decision and an engine what the library's say", { timeout: 120_000 }, () => {
    const { name, types } = emitModule(policy(), runtime);
    writeFileSync(join(folder, `${name}.d.mts`), types);
    const own = resolve("src/engine");
    writeFileSync(
      join(folder, "same.mts"),
      `
import type { Decision, Engine, EngineOptions, Obligation, Reason, Requirement } from "./${name}.mjs";
import type * as own from "${own}/decision.ts";
import type { Engine as OwnEngine, EngineOptions as OwnOptions } from "${own}/step.ts";
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
type Members<T> = T extends unknown ? keyof T : never;
export const same: readonly true[] = [
  true satisfies Same<Obligation, own.Obligation>,
  true satisfies Same<Requirement, own.Requirement>,
  true satisfies Same<Members<Obligation>, Members<own.Obligation>>,
  true satisfies Same<keyof Reason, keyof own.Reason>,
  true satisfies Same<keyof Decision, keyof own.Decision>,
  true satisfies Same<keyof Engine | "inspect", keyof OwnEngine>,
  true satisfies Same<keyof EngineOptions | "engine", keyof OwnOptions>,
  true satisfies Same<Parameters<Engine["initial"]>, Parameters<OwnEngine["initial"]>>,
];
`,
    );
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const flags = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--allowImportingTsExtensions",
      "--resolveJsonModule",
    ];
    const target = ["--module", "nodenext", "--target", "esnext"];
    const ran = spawnSync(process.execPath, [tsc, ...flags, ...target, "same.mts"], { cwd: folder, encoding: "utf8" });
    expect({ status: ran.status, stdout: ran.stdout }).toEqual({ status: 0, stdout: "" });
  });
});

describe("a policy with more rules than levels are emitted for", () => {
  const tools = Array.from(
    { length: 50 },
    (_, index) => `tool t${index} {\n  args.amount is int\n  args.to is string\n}`,
  );
  const limits = Array.from({ length: 90 }, (_, index) => index);
  const gates = limits.map(
    (index) =>
      `gate g${index} on * {\n  when args.amount > ${index * 10} and not args.to starts with "a${index}"\n  ${
        index % 30 === 29 ? "deny" : index % 2 === 0 ? "log" : "require approval by role boss"
      }\n}`,
  );
  const many = compileText(
    [
      "policy many version 1 language 1",
      ...tools,
      'agent clerk { subject "s" }',
      "role boss",
      "grant all {\n  to agent clerk\n  tools *\n  when args.amount < 700\n}",
      ...gates,
    ].join("\n"),
  );

  it("has the levels of the reference, found from plans", async () => {
    const { ir } = many;
    if (ir === undefined || compiled.ir === undefined) throw new Error(JSON.stringify(many.diagnostics));
    expect(emitModule(ir, runtime).module).toContain("levelOf: () => undefined");
    expect(emitModule(compiled.ir, runtime).module).not.toContain("levelOf: () => undefined");
    const { admit, initial, level, readEvent } = await loadModule(ir);
    const reference = createEngine(ir, { engine: "interpreter" });
    const seen = new Set<string>();
    for (let amount = -15; amount < 1_000; amount += 20) {
      for (const to of ["a", "a7", "a29/x", "b"]) {
        const record = {
          kind: "call",
          id: "1",
          session: "s",
          agent: "clerk",
          tool: `t${Math.abs(amount) % 50}`,
          args: { amount, to },
          token: { verified: true, subject: "s" },
        };
        const read = readEvent(record);
        const own = readOwnEvent(record);
        if ("kind" in read || "kind" in own) throw new Error("the record is refused");
        const found = level(initial(), admit(read.raw));
        expect(found).toBe(reference.level(reference.initial(), admitOwn(own.raw, ir.catalogue)));
        seen.add(found);
      }
    }
    expect([...seen].sort()).toEqual(["allow", "approve", "deny", "log"]);
  });
});
