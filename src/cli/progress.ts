import type { Context } from "./command.ts";

export interface Progress {
  readonly step: (done: number, total: number) => Promise<void>;
  readonly stop: () => void;
}

/** Nothing is drawn before this much time. */
const patienceMs = 500;
const redrawMs = 100;

/** A spinner with counts and rate on stderr: only on a terminal, and only for work that takes longer than half a second. */
export function startProgress(context: Context, doing: string): Progress {
  const { shell, quiet } = context;
  if (!shell.errIsTerminal || quiet || (shell.env["CI"] ?? "") !== "") return { step: async () => {}, stop: () => {} };
  const started = performance.now();
  let drawn = started;
  let spinner: { text: string; stop: () => unknown; render: () => unknown } | undefined;
  return {
    async step(done, total) {
      const now = performance.now();
      if (now - started < patienceMs || now - drawn < redrawMs) return;
      drawn = now;
      spinner ??= (await import("ora")).default({ stream: process.stderr }).start();
      const perSecond = Math.round((done * 1000) / (now - started));
      spinner.text = `${doing}: ${done} of ${total} files, ${perSecond}/s`;
      spinner.render();
      await new Promise((resolve) => setImmediate(resolve));
    },
    stop() {
      spinner?.stop();
    },
  };
}
