// The Vercel AI SDK: its loop calls `execute` of each tool, and that is where the guard stands. The model is the SDK's mock.
import { generateText, stepCountIs, tool } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import { z } from "zod";
import { answerOf, clerk, createDesk, tools, wishes } from "./desk.js";

const inputs = {
  order: z.object({ id: z.string() }),
  refund: z.object({ order: z.string(), amount: z.number() }),
  purge: z.object({ customer: z.string() }),
};

/** The tools as the SDK takes them, each behind the guard. */
const guardedTools = (guard) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, inputSchema]) => [
      name,
      tool({
        inputSchema,
        // The SDK's own id of the call: under it nothing runs twice.
        execute: async (args, { toolCallId }) =>
          answerOf(await guard.run({ ...clerk, id: toolCallId, tool: name, args }, tools[name])),
      }),
    ]),
  );

/** A model that follows a script: one wish a step, then the last word. */
function scriptedModel() {
  const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
  let step = 0;
  return new MockLanguageModelV3({
    doGenerate: async () => {
      const next = wishes[step];
      step += 1;
      const finishReason = { unified: next === undefined ? "stop" : "tool-calls", raw: undefined };
      const content =
        next === undefined
          ? [{ type: "text", text: "Order 9 is refunded." }]
          : [{ type: "tool-call", toolCallId: `call-${step}`, toolName: next[0], input: JSON.stringify(next[1]) }];
      return { content, finishReason, usage, warnings: [] };
    },
  });
}

export async function run() {
  const log = [];
  const { steps, text } = await generateText({
    model: scriptedModel(),
    tools: guardedTools(createDesk(log)),
    stopWhen: stepCountIs(wishes.length + 1),
    prompt: "Refund order 9, then forget customer 7",
  });
  const results = steps.flatMap(({ toolResults }) => toolResults);
  return { lines: [...results.map(({ toolName, output }) => `${toolName}: ${JSON.stringify(output)}`), text], log };
}

if (process.argv[1] === import.meta.filename) for (const line of (await run()).lines) console.log(line);
