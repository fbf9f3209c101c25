import type { Refusal } from "../simulate/simulation.ts";

/** What to do with a refused file that holds tool definitions without a message around them: a policy imports it as it is. */
export const readyCatalogues = (refusals: readonly Refusal[]): readonly string[] =>
  [...new Set(refusals.filter(isToolDefinition).map(({ file }) => file))].map(
    (file) =>
      `help: ${file} holds tool definitions and needs no conversion: import it with \`use tools from "…"\`, or put \`{"tools": …}\` around the array`,
  );

const isToolDefinition = ({ code, message }: Refusal): boolean =>
  code === "trace-fragment" && message.includes("a tool definition");
