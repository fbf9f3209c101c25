import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../src/engine/decision.ts";
import { restoreState, snapshotState } from "../../src/engine/snapshot.ts";
import { createEngine } from "../../src/engine/step.ts";
import { admit } from "../../src/event/admit.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { readJson } from "../../src/json/read-json.ts";
import { compileTexts } from "../support/compile.ts";

const root = "fixtures/engine";

/** The folders are the tests: a policy, its tools and a session in; one line a decision, and why, out. */
describe("the cases of the engine", () => {
  it.each(readdirSync(root).sort())("%s", async (name) => {
    const text = (file: string): string => readFileSync(`${root}/${name}/${file}`, "utf8");
    const { ir, diagnostics } = compileTexts([{ file: "policy.gate", text: text("policy.gate") }], (_from, path) => ({
      file: path,
      text: text(path),
    }));
    if (ir === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    // Only what a policy says of its own gates can be overridden.
    for (const gate of ir.gates)
      if (gate.builtIn) expect(gate, gate.name).toMatchObject({ overridable: false, tags: [] });
    const lines = text("events.jsonl").trimEnd().split("\n");
    const decided = (["interpreter", "closures"] as const).map((kind) => {
      const engine = createEngine(ir, { engine: kind });
      let state = engine.initial();
      return lines.map((line, index) => {
        const json = readJson(line);
        const read = readEvent(json.ok ? json.value : undefined);
        const event = "kind" in read ? read : admit(read.raw, ir.catalogue);
        const level = engine.level(state, event);
        const stepped = engine.step(state, event, { explain: true });
        if (stepped.decision !== undefined) expect(level, line).toBe(stepped.decision.level);
        // One of the two goes on from what a snapshot keeps, now and then.
        const isKept = kind === "closures" && index % 4 === 3;
        state = isKept ? restoreState(JSON.parse(JSON.stringify(snapshotState(stepped.state)))) : stepped.state;
        return stepped.decision;
      });
    });
    expect(decided[1]).toEqual(decided[0]);
    const printed = (decided[0] ?? []).map((decision, index) => printDecision(index + 1, decision)).join("\n");
    await expect(`${printed}\n`).toMatchFileSnapshot(`../../${root}/${name}/decisions.txt`);
  });
});

function printDecision(line: number, decision: Decision | undefined): string {
  if (decision === undefined) return `${line} -`;
  const head = `${line} ${decision.level}${decision.demanded === decision.level ? "" : ` (demanded ${decision.demanded})`}`;
  const reasons = decision.reasons.map((reason) => {
    const facts = reason.support.map(({ path, value }) => `${path} = ${value}`).join(", ");
    return `    ${reason.level} ${reason.code} ${reason.rule ?? ""} [${reason.class}] ${reason.message ?? ""}${facts}`;
  });
  const remaining = decision.remaining.map((requirement) => `    remaining ${JSON.stringify(requirement)}`);
  const obligations = decision.obligations.map((obligation) => `    obliges ${JSON.stringify(obligation)}`);
  const unknowns = decision.reasons.flatMap((reason) =>
    reason.unknowns.map(({ path, cause }) => `    unknown ${path} for ${reason.rule ?? reason.code}: ${cause}`),
  );
  return [head, ...reasons, ...unknowns, ...remaining, ...obligations].join("\n");
}
