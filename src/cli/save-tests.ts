import { levels } from "../engine/decision.ts";
import { count } from "../report/plural.ts";
import { saveTest } from "../simulate/save-test.ts";
import type { SimulatedSession } from "../simulate/simulation.ts";
import type { Context } from "./command.ts";
import { UsageError } from "./options.ts";
import type { Replayed } from "./replay.ts";

/** `test` blocks for some of the replayed sessions, one policy file, and what the blocks cannot say. */
export function testBlocks(
  { simulation, events, ir }: Replayed,
  sessions: readonly SimulatedSession[],
): { readonly text: string; readonly lost: readonly string[] } {
  if (simulation === undefined || ir === undefined) return { text: "", lost: [] };
  const saved = sessions.map((session) =>
    saveTest(`replay of ${session.session}`, session, events[simulation.sessions.indexOf(session)] ?? []),
  );
  const header = `policy ${ir.policy} version ${ir.version} language ${ir.language}\n\n`;
  return {
    text: header + saved.map(({ text }) => text).join("\n"),
    lost: [...new Set(saved.flatMap(({ lost }) => lost))].sort(),
  };
}

/** Writes the sessions with something above `log` into a new file; returns what to say about it. */
export function saveTests(context: Context, replayed: Replayed, file: string): readonly string[] {
  const { host } = context.shell;
  const notable = (replayed.simulation?.sessions ?? []).filter(
    ({ strictest }) => levels.indexOf(strictest) > levels.indexOf("log"),
  );
  if (notable.length === 0) return ["no test was saved: no session has a decision above log"];
  if (host.kindOf(file) !== "missing") throw new UsageError(`\`${file}\` exists; --save-test writes a new file only`);
  const { text, lost } = testBlocks(replayed, notable);
  const written = host.writeFile(file, text);
  if (!written.ok) throw new UsageError(`\`${file}\` cannot be written: ${written.problem}`);
  return [
    `saved ${count(notable.length, "test")} to ${file}`,
    ...lost.map((what) => `a test block cannot say: ${what}`),
  ];
}
