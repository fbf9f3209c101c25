// A plain tool loop: the model asks for a tool, the guard decides, the model reads what came of it.
import { answerOf, clerk, createDesk, tools, wishes } from "./desk.js";

/** A model that follows a script: the next wish, or the last word. */
const model = (messages) => {
  const next = wishes[messages.filter(({ role }) => role === "tool").length];
  return next === undefined ? { text: "Order 9 is refunded." } : { tool: next[0], args: next[1] };
};

export async function run() {
  const log = [];
  const guard = createDesk(log);
  const prompt = await guard.prompt({ ...clerk, text: "Refund order 9, then forget customer 7" });
  const messages = [{ role: "user", content: prompt.kind === "passed" ? prompt.text : prompt.message }];
  for (;;) {
    const { tool, args, text } = model(messages);
    if (tool === undefined) {
      const output = await guard.output({ ...clerk, text });
      return { lines: [...messages.slice(1).map(({ content }) => content), output.kind === "passed" ? output.text : output.message], log };
    }
    // The name comes from a model. Tools that the policy does not declare never get as far as this function.
    const outcome = await guard.run({ ...clerk, tool, args }, (sent) => tools[tool](sent));
    messages.push({ role: "tool", content: `${tool}: ${JSON.stringify(answerOf(outcome))}` });
  }
}

if (process.argv[1] === import.meta.filename) for (const line of (await run()).lines) console.log(line);
