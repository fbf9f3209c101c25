import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/step.ts";
import { admit } from "../../src/event/admit.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { compileText } from "../support/compile.ts";

interface NameRow {
  readonly name: string;
  readonly declared: boolean;
  readonly why: string;
}

const rows: readonly NameRow[] = JSON.parse(readFileSync("fixtures/tables/tool-name.json", "utf8"));
const { ir } = compileText(`policy names version 1 language 1
tool mail.send { args.to is string  effect sends }
agent clerk { subject "s" }
grant every { to agent clerk  tools * }`);
if (ir === undefined) throw new Error("does not compile");

/** The agent may use every tool that is declared, so only the name decides. */
describe("a tool of another spelling", () => {
  it.each(rows)("$why: $name", ({ name, declared }) => {
    for (const engine of ["interpreter", "closures"] as const) {
      const call = {
        id: "e1",
        session: "s",
        kind: "call",
        agent: "clerk",
        at: "2026-01-01T00:00:00Z",
        chain: [{ user: "u" }, { agent: "clerk" }],
        token: { verified: true, subject: "s" },
        tool: name,
        args: { to: "x" },
      };
      const read = readEvent(call);
      const { explain, initial } = createEngine(ir, { engine });
      const decision = explain(initial(), "raw" in read ? admit(read.raw, ir.catalogue) : read);
      const codes = decision.reasons.map(({ code }) => code);
      expect(codes.includes("granted")).toBe(declared);
      expect(decision.level === "deny").toBe(!declared);
      expect(codes.some((code) => code === "not_declared_tool" || code === "invalid_event")).toBe(!declared);
    }
  });
});
