import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reasonCodes } from "../../src/ast/reason-code.ts";
import type { Decision } from "../../src/engine/decision.ts";
import { createEngine } from "../../src/engine/step.ts";
import { admit } from "../../src/event/admit.ts";
import { eventKinds, type RawEvent } from "../../src/event/event.ts";
import { eventShapes } from "../../src/event/event-shape.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { sha256 } from "../../src/json/sha256.ts";
import { parseAssumption } from "../../src/simulate/assumptions.ts";
import { importTrace } from "../../src/trace/import-trace.ts";
import { compileText } from "../support/compile.ts";
import { blocksOf, codesIn, readPage, tableUnder } from "./markdown.ts";

const page = readPage("docs/events.md");
const [policyText = ""] = blocksOf(page, "gate");
const [sessionText = ""] = blocksOf(page, "jsonl");
const { ir, diagnostics } = compileText(policyText);
if (ir === undefined) throw new Error("the policy of the page does not compile");
const imported = importTrace({ file: "session.jsonl", text: sessionText });
const events: readonly RawEvent[] = imported.sessions.flatMap((session) => session.events);
const admitted = (raw: RawEvent) => admit(raw, ir.catalogue);

describe("the session on the page of events", () => {
  it("is imported whole, under a policy without a mistake", () => {
    expect(diagnostics).toEqual([]);
    expect(imported).toMatchObject({ format: "canonical-jsonl", refusals: [], skipped: [] });
    expect(imported.sessions.length).toBe(1);
  });

  it.each(["closures", "interpreter"] as const)("is decided as its table says, by the %s", (engine) => {
    const { initial, step } = createEngine(ir, { engine });
    let state = initial();
    const decided = events.map((raw) => {
      const stepped = step(state, admitted(raw));
      state = stepped.state;
      return [raw.id, raw.kind, ...wordsOf(stepped.decision)];
    });
    const said = tableUnder(page.replace("| event | kind | level", "## here\n$&"), "## here");
    expect(decided).toEqual(said.map((row) => row.map((cell) => codesIn(cell)[0] ?? "")));
  });

  it("shows a statement that can be read", () => {
    const [statement = ""] = blocksOf(page, "json");
    expect(readEvent(JSON.parse(statement))).toMatchObject({ ok: true, raw: { kind: "admin" } });
  });

  it("holds the action that the page shows, with its hash, and the approval names it", () => {
    const action = blocksOf(page, "json").at(-1) ?? "";
    const hash = sha256(canonicalJson(JSON.parse(action)));
    const [call, approval] = ["e6", "e8"].map((id) => events.find((raw) => raw.id === id));
    if (call === undefined || approval === undefined) throw new Error("no such event");
    const event = admitted(call);
    expect(event.kind === "invalid" ? undefined : event.hashes.action()).toBe(hash);
    expect(approval).toMatchObject({ kind: "approval", action_hash: hash });
    expect(page).toContain(`\n\`${hash}\`\n`);
  });
});

/** The strictest reason, of which there is one at most here. */
function wordsOf(decision: Decision | undefined): readonly string[] {
  if (decision === undefined) return ["", "", ""];
  const gates = decision.reasons.filter(({ code }) => code === "gate");
  const [reason] = gates.length > 0 ? gates : decision.reasons;
  return [decision.level, reason?.rule ?? "", reason?.class ?? ""];
}

describe("the tables on the page of events", () => {
  const envelope = Object.keys(eventShapes.heartbeat.members);

  it("list every kind with its own members, the required ones in bold", () => {
    const said = tableUnder(page, "## Kinds").map(([kind = "", members = ""]) => [
      ...codesIn(kind),
      [...codesIn(members)].sort(),
      [...members.matchAll(/\*\*`(\w+)`\*\*/g)].map(([, name]) => name).sort(),
    ]);
    const own = (names: readonly string[]) => names.filter((name) => !envelope.includes(name)).sort();
    expect(said).toEqual(
      eventKinds.map((kind) => [kind, own(Object.keys(eventShapes[kind].members)), own(eventShapes[kind].required)]),
    );
  });

  it("list every member of the envelope", () => {
    const said = tableUnder(page, "## Envelope").flatMap(([member = ""]) => codesIn(member));
    expect([...said].sort()).toEqual([...envelope].sort());
  });

  it("list every reason code once, in the order of the list", () => {
    expect(tableUnder(page, "## Reason codes").map(([code = ""]) => codesIn(code)[0])).toEqual(reasonCodes);
  });

  it("say of each reason code the classes with which the engine says it", () => {
    const text = [
      "interpret-grants",
      "interpret-policy",
      "standing",
      "step",
      "assemble-decision",
      "record-statement",
      "record-kill",
      "record-glass",
      "answer-baseline",
    ]
      .map((name) => readFileSync(`src/engine/${name}.ts`, "utf8"))
      .join("\n");
    const texts = text.replace(/voided\(\s*state,/g, 'denial("void_statement",');
    const pairs = [...texts.matchAll(/(?:denial|refusal)\(\s*"(\w+)",\s*"(\w+)"/g)].map(([, code, name]) => [
      code,
      name,
    ]);
    const used = new Map<string, Set<string>>([
      ["granted", new Set(["rule"])],
      ["gate", new Set(["rule", "evidence"])],
      ["killed", new Set(["rule", "evidence"])],
      ["stated", new Set(["rule"])],
    ]);
    for (const [code = "", name = ""] of pairs) used.set(code, (used.get(code) ?? new Set()).add(name));
    const said = tableUnder(page, "## Reason codes").map(([code = "", classes = ""]) => [
      codesIn(code)[0],
      [...codesIn(classes)].sort(),
    ]);
    expect(pairs.length).toBeGreaterThan(15);
    expect(said).toEqual(reasonCodes.map((code) => [code, [...(used.get(code) ?? [])].sort()]));
  });

  it("show assumptions that can be made", () => {
    const flags = tableUnder(page, "## Assumptions").map(([flag = ""]) => codesIn(flag)[0] ?? "");
    const written = flags.flatMap((flag) => (flag.startsWith("--assume ") ? [flag.slice("--assume ".length)] : []));
    expect(written.length).toBe(flags.length - 1);
    for (const one of written) expect(parseAssumption(one), one).not.toMatchObject({ kind: "error" });
  });

  it("names the causes for which an event's field can be unrecorded", () => {
    const said = tableUnder(page, "## Value, absent, unrecorded").map(([cause = ""]) => codesIn(cause)[0]);
    const text = ["event", "engine", "value"]
      .flatMap((folder) =>
        readdirSync(`src/${folder}`, { recursive: true, encoding: "utf8" }).map((file) => `src/${folder}/${file}`),
      )
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const used = new Set([...text.matchAll(/unrecorded\("(\w+)"\)/g)].map(([, cause]) => cause));
    used.add("unverified");
    expect([...said].sort()).toEqual([...used].sort());
  });
});
