import { describe, expect, it } from "vitest";
import type { Decision } from "../../src/engine/decision.ts";
import { createEngine, type Engine, type EngineOptions } from "../../src/engine/step.ts";
import { admit } from "../../src/event/admit.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { type LoadedModule, loadModule } from "../emit/load-module.ts";
import { compileTexts } from "../support/compile.ts";
import { blocksOf, codesIn, readPage, tableUnder } from "./markdown.ts";

const page = readPage("docs/bad-events.md");
const [policyText = ""] = blocksOf(page, "gate");
const [catalogue = ""] = blocksOf(page, "json");
const { ir, diagnostics } = compileTexts([{ file: "desk.gate", text: policyText }], (_, path) =>
  path === "./bank.json" ? { file: "bank.json", text: catalogue } : undefined,
);
if (ir === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));

type Members = Readonly<Record<string, unknown>>;

/** What happens, in its order; the decision on the last event counts. */
interface Row {
  readonly events: readonly Members[];
  readonly options?: Omit<EngineOptions, "engine">;
  readonly lost?: true;
}

const time = (second: number): string => new Date(Date.UTC(2026, 5, 1, 12, 0, second)).toISOString();
const envelope = (second: number): Members => ({ session: "s", at: time(second) });
const token = (second: number): Members => ({
  verified: true,
  subject: "spiffe://desk.example/clerk",
  issued_at: time(second - 60),
  expires_at: time(second + 600),
});
const call = (args: Members, more: Members = {}, second = 0): Members => ({
  ...envelope(second),
  id: "c1",
  kind: "call",
  tool: "pay",
  agent: "clerk",
  chain: [{ user: "lena" }, { agent: "clerk" }],
  token: token(second),
  args: { to: "acme", amount: 20, ...args },
  ...more,
});
const alive: Members = { ...envelope(0), id: "h0", kind: "heartbeat" };
/** One call, with the feed of revocations alive. */
const one = (args: Members, more: Members = {}): Row => ({ events: [alive, call(args, more)] });
const approval = (more: Members = {}, second = 1): Members => ({
  ...envelope(second),
  id: `a${second}`,
  kind: "approval",
  call: "c1",
  by: "fay",
  roles: ["finance"],
  ...more,
});
const started = (key: string, second: number): Members => ({
  ...envelope(second),
  id: `s-${key}`,
  kind: "started",
  call: key,
});
const result = (key: string, content: unknown, more: Members = {}): Members => ({
  ...envelope(2),
  id: `r-${key}`,
  kind: "result",
  call: key,
  content,
  ...more,
});
const revoke = (subject: Members, second: number): Members => ({
  ...envelope(second),
  id: `v${second}`,
  session: "feed",
  kind: "revocation",
  subject,
});
const large = call({ amount: 500 });
const answered = (...answers: readonly Members[]): Row => ({ events: [alive, large, ...answers] });

const rows: Readonly<Record<string, Row>> = {
  "nothing is wrong with it": one({}),
  "the amount is missing": one({ amount: undefined }),
  "the amount is null": one({ amount: null }),
  "the amount was not recorded": one({ amount: undefined }, { not_recorded: ["args.amount"] }),
  "an argument that the schema requires is missing": one({}, { tool: "bank.order", args: {} }),
  "the amount is a text": one({ amount: "20" }),
  "an argument that nobody declared": one({ fee: 1 }),
  "the tool is not declared": one({}, { tool: "transfer" }),
  "the amount is NaN": one({ amount: Number.NaN }),
  "the amount is infinite": one({ amount: Number.POSITIVE_INFINITY }),
  "the amount is 1e300": one({ amount: 1e300 }),
  "the amount is negative zero": one({ amount: -0 }),
  "the amount is negative": one({ amount: -20 }),
  "a whole number has a fraction": one({ parts: 1.5 }),
  "the confidence is 170 %": one({}, { confidence: 1.7 }),
  "the confidence is a word": one({}, { confidence: "high" }),
  "a member that no event has": one({}, { agnet: "clerk" }),
  "a time without a zone": one({}, { at: "2026-06-01T12:00:00" }),
  "it lists as not recorded what is there": one({}, { not_recorded: ["args.amount"] }),
  "the chain ends with another agent": one({}, { chain: [{ agent: "checker" }] }),
  "the agent is missing": one({}, { agent: undefined, chain: undefined }),
  "the chain was not recorded": one({}, { chain: undefined, not_recorded: ["chain"] }),
  "the chain has 17 members": one({}, { chain: Array.from({ length: 17 }, () => ({ agent: "clerk" })) }),
  "the token was not verified": one({}, { token: { ...token(0), verified: false } }),
  "the token has expired": one({}, { token: { ...token(-600), expires_at: time(-1) } }),
  "its own time is six minutes before its admission": one({}, { source_time: time(-360) }),
  "its own time is six minutes after its admission": one({}, { source_time: time(360) }),
  "its own time is five minutes off": one({}, { source_time: time(300) }),
  "it was admitted six minutes before the last event": {
    events: [{ ...alive, at: time(360) }, call({})],
  },
  "it was admitted a minute before the last event": {
    events: [{ ...alive, at: time(60) }, call({}, { token: token(60) })],
  },
  "it comes a day after the last event": {
    events: [alive, { ...alive, id: "h1", session: "feed", at: time(86_400) }, call({}, {}, 86_400)],
  },
  "its id was used for another content": { events: [alive, call({}), call({ amount: 21 })] },
  "another event began its call": { events: [alive, call({}, { call: "k" }), call({}, { id: "c2", call: "k" })] },
  "it comes twice, and is still open": { events: [alive, large, large] },
  "it comes once more after its end": { events: [alive, call({}), started("c1", 1), result("c1", "paid"), call({})] },
  "more ids than the session remembers": {
    events: [alive, call({}), call({}, { id: "c2" })],
    options: { idBudget: 2 },
  },
  "it is approved": answered(approval()),
  "it is approved, one digit of the hash changed": answered(approval({ action_hash: "0".repeat(64) })),
  "the approval has expired": answered(approval({ expires_at: time(0) })),
  "the approval is older than it is valid": {
    events: [alive, large, approval(), { ...alive, id: "h1", at: time(302) }, started("c1", 302)],
  },
  "the approval was used by another call": answered(
    approval(),
    started("c1", 2),
    call({ amount: 500 }, { id: "c2" }, 3),
  ),
  "the approval is by the user in the chain": answered(approval({ by: "lena" })),
  "the approval is by the agent itself": answered(approval({ by: "clerk" })),
  "the approval is by another agent": answered(approval({ by: "checker" })),
  "the approval lacks the role": answered(approval({ roles: ["sales"] })),
  "the approval is by somebody who was revoked": answered(revoke({ user: "fay" }, 0), approval()),
  "the approver is revoked before the call starts": answered(approval(), revoke({ user: "fay" }, 2), started("c1", 3)),
  "it was rejected, and approved afterwards": answered(
    { ...envelope(1), id: "n1", kind: "rejection", call: "c1", by: "gus" },
    approval({}, 2),
  ),
  "it starts and nobody approved it": answered(started("c1", 1)),
  "it starts and was never put to decision": { events: [alive, started("c9", 1)] },
  "its agent was revoked": { events: [alive, revoke({ agent: "clerk" }, 0), call({})] },
  "its token was revoked": { events: [alive, revoke({ token: "spiffe://desk.example/clerk" }, 0), call({})] },
  "the feed of revocations stopped a minute ago": { events: [alive, call({}, {}, 61)] },
  "the feed of revocations was never seen": { events: [call({})] },
  "heartbeats were not recorded": { events: [call({}, { not_recorded: ["revocation"] })] },
  "there was no room to count what it did before": {
    events: [
      alive,
      ...["lena", "kim"].flatMap((user) => [
        call({}, { id: user, chain: [{ user }, { agent: "clerk" }] }),
        started(user, 1),
      ]),
      call({}, { chain: [{ user: "kim" }, { agent: "clerk" }] }, 2),
    ],
    options: { keyBudget: 1 },
  },
  "the host does not perform an obligation": {
    events: [alive, call({ to: "soc" })],
    options: { performs: [] },
  },
  "the state was lost": { events: [{ ...alive }, call({})], lost: true },
  "a result is not of its type": {
    events: [alive, call({}), started("c1", 1), result("c1", { receipt: 7 }, { tool: "pay" })],
  },
  "a result is not of its type, and does not name its tool": {
    events: [alive, call({}), started("c1", 1), result("c1", { receipt: 7 })],
  },
};

type Engines = Readonly<Record<string, (options: Omit<EngineOptions, "engine">) => Pick<Engine, "initial" | "step">>>;

describe("what every bad event gets", async () => {
  const module: LoadedModule = await loadModule(ir);
  const engines: Engines = {
    interpreter: (options) => createEngine(ir, { engine: "interpreter", ...options }),
    closures: (options) => createEngine(ir, { engine: "closures", ...options }),
    emitted: (options) => module.createEngine(options),
  };
  const readers = { emitted: module.readEvent } as Readonly<Record<string, typeof readEvent>>;
  const play = (name: string, { events, options = {}, lost }: Row): readonly string[] => {
    const engine = engines[name]?.(options);
    if (engine === undefined) throw new Error(`no engine ${name}`);
    let state = lost === true ? createEngine(ir, { engine: "closures" }).lost() : engine.initial();
    let decision: Decision | undefined;
    for (const members of events) {
      const read = (readers[name] ?? readEvent)(members);
      const event = "kind" in read ? read : name === "emitted" ? module.admit(read.raw) : admit(read.raw, ir.catalogue);
      const stepped = engine.step(state, event);
      state = stepped.state;
      decision = stepped.decision;
    }
    return wordsOf(decision);
  };
  const said = tableUnder(page, "## The table").map(([name = "", level = "", by = "", reason = ""]) => [
    name,
    codesIn(level)[0] ?? "",
    codesIn(by).join(", "),
    codesIn(reason).join(", "),
  ]);

  it("is on the page, row by row", () => {
    expect(diagnostics).toEqual([]);
    expect(said.map(([name]) => name)).toEqual(Object.keys(rows));
  });

  it.each(Object.keys(engines))("is what the page says: %s", (name) => {
    expect(Object.entries(rows).map(([row, played]) => [row, ...play(name, played)])).toEqual(said);
  });
});

/** The level, what made it, and why: the grant only where nothing else did. */
function wordsOf(decision: Decision | undefined): readonly string[] {
  if (decision === undefined) return ["none", "", ""];
  const acting = decision.reasons.filter(({ code }) => code !== "granted");
  const reasons = acting.length > 0 ? acting : decision.reasons;
  const unique = (words: readonly string[]): string => [...new Set(words)].join(", ");
  return [
    decision.level,
    unique(reasons.map(({ rule, code }) => (code === "gate" || code === "granted" ? (rule ?? code) : code))),
    unique(reasons.map((reason) => reason.class)),
  ];
}
