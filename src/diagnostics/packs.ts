import { type DiagnosticPage, defineDiagnostic } from "./diagnostic.ts";
import { code, didYouMean, suggestion } from "./policy-page.ts";

const header = "policy demo version 1 language 1\n";
const mailTool = "tool mail.send { args.to is list of email  args.hold is bool  effect sends }\n";
const packFile = "// file: pack/mail.gate\n";
const packHeader = "pack mail version 1 language 1\n";
const domains = "param own_domains is list of domain\n";
const outside = "gate outside on effect [sends] {\n  when text contains any [card]\n  deny\n}\n";

const simplePack = `${packHeader}${outside}`;
const paramPack = `${packHeader}param most is int = 5\n${domains}${outside}`;

/** The digests of the packs on these pages, which are run as tests. */
const simpleDigest = "1aec7d0761faaa11145ea6fb15d0185e05398f2670ac0140702b832ab7b474ee";
const paramDigest = "6da2281dc1344eaf8767e552a41db5ecff8a6ad3237689ca82ce3605713cbe6c";

/** A policy that uses the pack which stands below it. */
const usingPage = (
  why: string,
  bad: readonly [use: string, pack: string],
  good: readonly [use: string, pack: string],
): DiagnosticPage => ({
  why,
  bad: `${header}${mailTool}${bad[0]}\n${packFile}${bad[1]}`,
  good: `${header}${mailTool}${good[0]}\n${packFile}${good[1]}`,
});

const useSimple = `use pack "./pack" sha256 "${simpleDigest}"`;
const useParam = `use pack "./pack" sha256 "${paramDigest}"`;
const fine = [useSimple, simplePack] as const;
const fineParam = [`${useParam} with { own_domains: ["example.com"] }`, paramPack] as const;

/** Five packs, each of which uses the next. */
const tooDeep = `${packHeader}use pack "../b" sha256 "50a6bae8d64541c6723f239106b3758ef5b2367f5c16d35b46a83be1e7cc4e7e"
// file: b/b.gate
pack b version 1 language 1
use pack "../c" sha256 "cba90f0067a55eef63126862ff71523559972e84b37a1c255c76848c1c3b04b8"
// file: c/c.gate
pack c version 1 language 1
use pack "../d" sha256 "879da8c48c3894e2ad03f9c7b417543a0cb30535cb4a2a25e669aa3a61916d88"
// file: d/d.gate
pack d version 1 language 1
use pack "../e" sha256 "1e827893c2ebed0aeeebe8c84defe9a94598437b11fb8237c59a418505a2fe13"
// file: e/e.gate
pack e version 1 language 1
`;

export const packNotFound = defineDiagnostic({
  code: "pack-not-found",
  severity: "error",
  message: ({ path }: { path: string }) => `there is no folder ${code(path)} with ${code(".gate")} files of a pack`,
  help: () => "a pack is a folder; its path is read from the folder of this file",
  page: usingPage(
    "A pack that is not found would leave a policy without the gates that its author believes in.",
    [`use pack "./packs" sha256 "${simpleDigest}"`, simplePack],
    fine,
  ),
});

export const packNotPinned = defineDiagnostic({
  code: "pack-not-pinned",
  severity: "error",
  message: ({ pack }: { pack: string; digest: string }) =>
    `this use of pack ${code(pack)} does not say which content of it is meant`,
  help: ({ digest }: { pack: string; digest: string }) =>
    `read the pack, then pin it: ${code(`sha256 "${digest}"`)} after the path`,
  page: usingPage(
    "What a pack says is decided by whoever may write its folder. The digest binds the policy to the content that was read by the one who uses it.",
    ['use pack "./pack"', simplePack],
    fine,
  ),
});

export const packChanged = defineDiagnostic({
  code: "pack-changed",
  severity: "error",
  message: ({ pack }: { pack: string; digest: string }) => `pack ${code(pack)} is not what was pinned here`,
  help: ({ digest }: { pack: string; digest: string }) =>
    `read what changed in it, then pin what it is now: ${code(`sha256 "${digest}"`)}`,
  label: () => "the digest of another content",
  page: usingPage(
    "A pack that changes under a policy changes what the policy decides. Nothing of it holds before somebody has read it and says so.",
    [`use pack "./pack" sha256 "${"0".repeat(64)}"`, simplePack],
    fine,
  ),
});

export const notAPack = defineDiagnostic({
  code: "not-a-pack",
  severity: "error",
  message: ({ path }: { path: string }) => `${code(path)} is a policy, not a pack`,
  help: () => "the files of a pack open with `pack NAME version N language 1`; a policy is not used by another",
  page: usingPage(
    "A policy grants and decides by itself. What others use takes its values by name and grants nothing, and says so in its first line.",
    [
      'use pack "./pack" sha256 "53a312d5419b859ceab7a023f4b7f6a64eead48f247aa7c0a2f83104c0353cb2"',
      `policy mail version 1 language 1\n${outside}`,
    ],
    fine,
  ),
});

export const packAlone = defineDiagnostic({
  code: "pack-alone",
  severity: "error",
  message: ({ pack }: { pack: string }) => `${code(pack)} is a pack, which decides nothing by itself`,
  help: () => 'a policy uses it: `use pack "FOLDER" sha256 "…"`',
  page: {
    why: "A pack has neither tools nor agents nor grants; compiled as a policy it would deny everything.",
    bad: simplePack,
    good: `${header}${mailTool}${outside}`,
  },
});

/** Why a pack may not hold a declaration, by its kind, and what to do instead. */
const reasons = {
  grant: "a pack grants nothing: write the grant in the policy that uses it",
  agent: "take the agent as a parameter: `param reviewer is agent`",
  tool: "what a tool does is for the policy to say: declare it in the policy that uses the pack",
  "use-tools": "the tools are those of the policy that uses the pack",
  context: "the fields of `context` are those of the policy that uses the pack",
  role: "take the role as a parameter: `param approver is role`",
  endorse: "clearing a label loosens the policy: write it in the policy that uses the pack",
  bands: "bands are written in the policy that uses the pack",
  drift: "what is usual is measured for one policy: write the drift in the policy that uses the pack",
  kill_switch: "who may stop agents is for the policy to say that uses the pack",
  break_glass: "a break glass loosens gates: write it in the policy that uses the pack; it may name the gates of packs",
  control: "controls judge deployments: put them in a policy of their own",
  prove: "a claim is about a whole policy: write it in the policy that uses the pack",
  test: "tests need tools and agents: write them in a policy that uses the pack",
} as const;
export type NotInPack = keyof typeof reasons;

export const notInPack = defineDiagnostic({
  code: "not-in-pack",
  severity: "error",
  message: ({ kind }: { kind: NotInPack }) => `a pack may not hold ${code(kind.replace("-", " "))}`,
  help: ({ kind }: { kind: NotInPack }) => reasons[kind],
  page: usingPage(
    "Whoever uses a pack reads what it restricts. It must not be able to allow, to loosen or to replace anything of the policy.",
    [
      'use pack "./pack" sha256 "88ff06f2b693fa3e6d525c94508afe8c8a5d93e6a39a26557c3511598e4b555e"',
      `${simplePack}grant all { to agent desk  tools mail.send }\n`,
    ],
    fine,
  ),
});

export const schemaInPack = defineDiagnostic({
  code: "schema-in-pack",
  severity: "error",
  message: () => `a pack cannot ${code("require schema")}`,
  help: () => "write this gate in the policy that uses the pack",
  label: () => "names a file beside the pack",
  page: usingPage(
    "A pack is pinned by its `.gate` files. A schema beside them could change and the pin would still hold.",
    [
      'use pack "./pack" sha256 "328a55015c56d24e3829dec0398c07b425458061a3987f8d524c78c5b34f0df8"',
      `${packHeader}gate shape on output {\n  require schema "./answer.json"\n  deny\n}\n`,
    ],
    fine,
  ),
});

export const paramOutsidePack = defineDiagnostic({
  code: "param-outside-pack",
  severity: "error",
  message: ({ param }: { param: string }) => `${code(param)} is a parameter, and only a pack is given values`,
  help: ({ param }: { param: string }) => `a policy names its values itself: ${code(`let ${param} = …`)}`,
  page: {
    why: "Nobody gives a policy values, so a parameter of one would never have any.",
    bad: `${header}${domains}`,
    good: `${header}${mailTool}let own_domains = ["example.com"]\ngate outside on mail.send {\n  unless every a in nonempty args.to: a in domain (own_domains)\n  deny\n}\n`,
  },
});

export const unknownParam = defineDiagnostic({
  code: "unknown-param",
  severity: "error",
  message: ({ pack, param }: { pack: string; param: string; near: string | undefined; known: readonly string[] }) =>
    `pack ${code(pack)} has no parameter ${code(param)}`,
  help: ({ near, known }: { pack: string; param: string; near: string | undefined; known: readonly string[] }) =>
    suggestion(near, known, "it takes no parameters: remove `with`"),
  page: usingPage(
    "A misspelt parameter keeps its default, and its author believes that it was set.",
    [`${useParam} with { own_domains: ["example.com"], must: 6 }`, paramPack],
    fineParam,
  ),
});

export const missingParam = defineDiagnostic({
  code: "missing-param",
  severity: "error",
  message: ({ pack, param }: { pack: string; param: string; type: string }) =>
    `pack ${code(pack)} needs a value for its parameter ${code(param)}`,
  help: ({ param, type }: { pack: string; param: string; type: string }) =>
    `write ${code(`with { ${param}: … }`)}: ${type}`,
  page: usingPage(
    "A gate with a hole in its condition decides nothing that anyone can foresee.",
    [useParam, paramPack],
    fineParam,
  ),
});

export const paramNotLiteral = defineDiagnostic({
  code: "param-not-literal",
  severity: "error",
  message: ({ param }: { param: string; near: string | undefined; kind: "role" | "agent" | undefined }) =>
    `the value of the parameter ${code(param)} must be known while compiling`,
  help: ({ near, kind }: { param: string; near: string | undefined; kind: "role" | "agent" | undefined }) =>
    didYouMean(near) ??
    (kind === undefined
      ? "write a literal, a list of literals in brackets, or the name of a `let` that is one"
      : `write the name of ${kind === "agent" ? "an agent" : "a role"} that the policy declares, without quotes`),
  page: usingPage(
    "Values are put into the pack while the policy compiles, so that its digest says what they are.",
    [`${useParam} with { own_domains: ["example.com"], most: args.hold }`, paramPack],
    fineParam,
  ),
});

export const packNameTaken = defineDiagnostic({
  code: "pack-name-taken",
  severity: "error",
  message: ({ pack, reserved }: { pack: string; reserved: boolean }) =>
    reserved
      ? `${code(pack)} cannot be the name of a pack: gates that the compiler makes begin with it`
      : `this policy uses two packs of the name ${code(pack)}`,
  help: ({ reserved }: { pack: string; reserved: boolean }) =>
    reserved
      ? "give the pack another name, of letters, digits, `_` and `-`"
      : "the gates of a pack go by its name, so each name can be used once: remove one of the two",
  page: usingPage(
    "The gates of a pack are called `PACK:GATE`, in reports and in tests. Two of one name could not be told apart.",
    [`${useSimple}\n${useSimple}`, simplePack],
    fine,
  ),
});

export const packOverLimit = defineDiagnostic({
  code: "pack-over-limit",
  severity: "error",
  message: ({ problem }: { problem: string }) => problem,
  help: () => "split the pack, or let the policy use its parts directly",
  page: usingPage(
    "A pack is written by others. What it may cost is bounded before it is read.",
    ['use pack "./pack" sha256 "add7d77cd1fdf62f89688d3566ccac9e0557eb88270be9242e4bba5a010d0f57"', tooDeep],
    fine,
  ),
});

export const builtInLabelInPack = defineDiagnostic({
  code: "built-in-label-in-pack",
  severity: "error",
  message: ({ label }: { label: string }) =>
    `a pack brings labels of its own, and ${code(label)} is one of the language`,
  help: () => "give it another name; only the gates of the pack ask for it",
  page: usingPage(
    "A label of the language may exempt something in the policy. Whoever uses a pack must be able to rely on its restricting alone.",
    [
      'use pack "./pack" sha256 "6c09b87920a7b346d331de5bf0a73ce34afb718b924627687df071579c3a6230"',
      `${simplePack}label pii from mail.send\n`,
    ],
    fine,
  ),
});

export const packCycle = defineDiagnostic({
  code: "pack-cycle",
  severity: "error",
  message: ({ cycle }: { cycle: readonly string[] }) => `packs use one another: ${cycle.map(code).join(" uses ")}`,
  help: () => "remove one of these uses",
  page: usingPage(
    "A pack that uses itself, directly or not, has no end.",
    [
      'use pack "./pack" sha256 "537eab0069f78b162f6f3cc430df409cac3ce0450b203a59bd397c4f791245f0"',
      `${simplePack}use pack "../pack" sha256 "${simpleDigest}"\n`,
    ],
    fine,
  ),
});

export const packDiagnostics = [
  packNotFound,
  packNotPinned,
  packChanged,
  notAPack,
  packAlone,
  notInPack,
  schemaInPack,
  paramOutsidePack,
  unknownParam,
  missingParam,
  paramNotLiteral,
  packNameTaken,
  packOverLimit,
  builtInLabelInPack,
  packCycle,
];
