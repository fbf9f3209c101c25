// What the three examples share: a guard for `parcels.gate`, who acts, and the tools behind it.
import { readFileSync } from "node:fs";
import { compilePolicy, createGuard, systemMachine } from "sallyport";

/** Who acts, on whose behalf, and how that was shown. A real host takes this from the token it has verified. */
export const clerk = {
  session: "parcel-9",
  agent: "clerk",
  chain: [{ user: "u-17" }, { agent: "clerk" }],
  token: { verified: true, subject: "spiffe://desk.example/clerk" },
};

/** A guard whose records go to `log`. Ann of finance approves up to 500 USD. */
export function createDesk(log) {
  const file = new URL("./parcels.gate", import.meta.url);
  const compiled = compilePolicy([{ file: "parcels.gate", text: readFileSync(file, "utf8") }]);
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("\n"));
  return createGuard({
    policy: compiled.value.ir,
    machine: systemMachine,
    record: (record) => log.push(record),
    // A real host shows the request to a person and waits. The binding says what was approved.
    approve: ({ binding, content }) => ({
      ...binding,
      approved: content.amount <= 500,
      by: "ann",
      roles: ["finance"],
    }),
  });
}

/** The tools themselves. They know nothing of the guard. */
export const tools = {
  order: ({ id }) => ({ id, paid: 250 }),
  refund: ({ order, amount }) => ({ order, refunded: amount }),
  purge: () => ({ purged: true }),
};

/** What the agent is told of an outcome. */
export const answerOf = (outcome) =>
  outcome.kind === "executed" ? outcome.value : { refused: outcome.message };

/** What a scripted model asks for, in this order. */
export const wishes = [
  ["order", { id: "9" }],
  ["refund", { order: "9", amount: 250 }],
  ["purge", { customer: "7" }],
];
