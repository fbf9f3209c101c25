import type { GivenSetting, TestDeclaration } from "../../ast/parsed-test.ts";
import { example, guarded } from "../example.ts";
import { defineRule, type Finding } from "../rule.ts";

interface Words {
  readonly why: string;
  readonly help: string;
}

const test = (given: string): string =>
  `test "erasure is denied" { given { ${given} }  call wipe { id: "1" } expect deny }\n`;

export const deniedAnyway = defineRule<Words>({
  code: "denied-anyway",
  severity: "warning",
  why: "A call by nobody in particular is denied whatever the gates say. A test that expects a deny of it goes on passing when the gate it was written for is gone.",
  bad: example(`${guarded}gate never on wipe { deny }\n${test("agent clerk")}`),
  good: example(`${guarded}gate never on wipe { deny }\n${test("agent clerk  identity ok  task started")}`),
  message: ({ why }) => `${why}, so this passes whatever the gates say`,
  help: ({ help }) => help,
  *find({ policy }) {
    for (const one of policy.tests) if (one.on === undefined) yield* inTest(one);
  },
});

function* inTest({ steps }: TestDeclaration): Iterable<Finding<Words>> {
  const settings = steps.flatMap((step) => (step.kind === "given" ? step.settings : []));
  for (const step of steps) {
    if (step.kind !== "call") continue;
    const [expected, ...others] = step.expect;
    // With `via` it says what denies, and an unknown field that it pins can be the point.
    if (expected?.kind !== "level" || others.length > 0) continue;
    if (expected.level.text !== "deny" || expected.via.length > 0) continue;
    const args = denies(settings);
    if (args !== undefined) yield { span: expected.span, args };
  }
}

function denies(settings: readonly GivenSetting[]): Words | undefined {
  const agent = settings.find((setting) => setting.kind === "agent")?.name.text;
  const says = "say which gate denies: `expect deny via GATE`";
  if (agent === undefined)
    return {
      why: "no agent acts here, and what nobody does is denied",
      help: `add \`agent NAME  identity ok\` to \`given\`, or ${says}`,
    };
  // Fields of the token or the peer state an identity in their own way.
  const isKnown = settings.some(
    ({ kind, ...setting }) =>
      kind === "identity" ||
      kind === "token" ||
      (kind === "field" && "path" in setting && setting.path[0]?.text !== "context"),
  );
  if (!isKnown)
    return {
      why: `nothing says that this is agent \`${agent}\`, and an agent without its identity is denied`,
      help: `add \`identity ok\` to \`given\`, or ${says}`,
    };
  return undefined;
}
