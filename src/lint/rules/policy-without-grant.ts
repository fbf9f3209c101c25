import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

const stop = "kill_switch stop { scope tenant  set by role finance  cleared by role finance }\n";

export const policyWithoutGrant = defineRule<{ policy: string }>({
  code: "policy-without-grant",
  severity: "warning",
  why: "Without a grant everything is denied, so that nothing else in the policy can matter. Usually the file belongs to another policy, and one letter of its header says otherwise: then what it restricts holds nowhere.",
  bad: example(stop),
  good: example(guarded + stop),
  message: ({ policy }) => `policy \`${policy}\` grants nothing, so what it restricts here holds for no call`,
  help: () => "write the header of the policy to which this file belongs, or a grant",
  *find({ policy }) {
    const { name, files, grants, gates, killSwitches, breakGlasses, bands, drifts } = policy;
    const header = files[0]?.header;
    const restricts = gates.length + killSwitches.length + breakGlasses.length + bands.length + drifts.length > 0;
    // Gates on calls that nobody may make are told one by one.
    const isTold = gates.some(({ on }) => on.some(({ kind }) => kind === "call" || kind === "result"));
    if (header === undefined || grants.length > 0 || !restricts || isTold) return;
    yield { span: header.name.span, args: { policy: name } };
  },
});
