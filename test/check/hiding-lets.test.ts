import { expect, it } from "vitest";
import { checkText } from "./check-text.ts";

const gate = "gate g on shop.refund {\n  when agent == desk\n  deny\n}\n";
const control =
  'control C-1 "Strict" for each agent {\n  require every t in nonempty agent.tokens: t.validation == strict\n}\n';
const messages = (text: string): readonly string[] =>
  checkText(text).diagnostics.map(({ code, message }) => `${code}: ${message}`);

it.each([
  [`let desk = "mailer"\n${gate}`, "taken-name: `desk` is already the name of an agent"],
  [
    `let POST = "GET"\ngate g on shop.refund {\n  when egress.method == POST\n  deny\n}\n`,
    "taken-name: `POST` is already the name of an HTTP method",
  ],
  [`let strict = "optional"\n${control}`, "taken-name: `strict` is already a word of the deployment model"],
])("a let does not hide what a condition would compare with: %s", (text, message) => {
  expect(messages(text)).toContain(message);
});

it("a word of the deployment model is free where nothing is asked of deployments", () => {
  expect(messages('let strict = "a"\ngate g on shop.refund {\n  when purpose == strict\n  deny\n}\n')).toEqual([]);
});
