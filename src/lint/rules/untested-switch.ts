import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const stopAll = "kill_switch stop_all { scope tenant  set by role finance  cleared by role finance, count 2 }\n";

export const untestedSwitch = defineRule<{ kind: string; name: string; step: string }>({
  code: "untested-switch",
  severity: "info",
  why: "A switch is used on the worst day of the year. A test that states it shows who may, and what it then does.",
  bad: example(`${guarded}${stopAll}`),
  good: example(
    `${guarded}${stopAll}test "stopped" { kill stop_all by "ann" role finance  prompt "hello" expect deny via killed }\n`,
  ),
  message: ({ kind, name }) => `no test states ${kind} \`${name}\``,
  help: ({ name, step }) => `add a test with \`${step} ${name} by "NAME" role ROLE\``,
  *find({ policy }) {
    const stated = new Set(
      policy.tests.flatMap(({ steps }) =>
        steps.flatMap((step) => (step.kind === "state" ? [`${step.action} ${step.subject.text}`] : [])),
      ),
    );
    for (const { name, nameSpan } of policy.killSwitches) {
      if (!stated.has(`kill ${name}`)) yield { span: nameSpan, args: { kind: "kill switch", name, step: "kill" } };
    }
    for (const { name, nameSpan } of policy.breakGlasses) {
      if (!stated.has(`open ${name}`)) yield { span: nameSpan, args: { kind: "break glass", name, step: "open" } };
    }
  },
});
