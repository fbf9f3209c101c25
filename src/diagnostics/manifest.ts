import { type DiagnosticKind, defineDiagnostic } from "./diagnostic.ts";

const plain = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: mailer\n";
const nativeHead = "apiVersion: sallyport.dev/v1\nkind: AgentDeployment\nmetadata:\n  name: mailer\n";
const nativeGood = `${nativeHead}spec:\n  owner:\n    contact: mail@example.com\n`;

export const manifestSyntax = defineDiagnostic({
  code: "manifest-syntax",
  severity: "error",
  message: ({ problem }: { problem: string }) => `this document cannot be read: ${problem}`,
  help: () => "the other documents of the file were read; until this one is repaired the run is incomplete",
  page: {
    why: "A document that cannot be read may hold the very setting that decides an item, so it is never skipped in silence.",
    bad: "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: mailer\n",
    good: plain,
  },
});

export const manifestDuplicateKey = defineDiagnostic({
  code: "manifest-duplicate-key",
  severity: "error",
  message: ({ key }: { key: string }) => `the key \`${key}\` stands twice in one mapping`,
  help: () => "remove one of the two: readers disagree on which one wins",
  page: {
    why: "Some readers take the first of two equal keys, some the last, some refuse. An audit must not guess.",
    bad: "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: mailer\n  name: other\n",
    good: plain,
  },
});

export const manifestTemplate = defineDiagnostic({
  code: "manifest-template",
  severity: "error",
  message: ({ text }: { text: string }) => `found the template expression \`${text}\`; expected a rendered manifest`,
  help: () => "render the chart first (`helm template … > rendered.yaml`) and audit the result",
  page: {
    why: "What a template renders to depends on values that are not in the file.",
    bad: "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Values.name }}\n",
    good: plain,
  },
});

export const manifestTab = defineDiagnostic({
  code: "manifest-tab",
  severity: "error",
  message: () => "found a tab used as indentation; YAML indents with spaces only",
  help: () => "replace the tab by spaces",
  page: {
    why: "YAML forbids tabs in indentation, and readers that accept them disagree on their width.",
    bad: "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n\tname: mailer\n",
    good: plain,
  },
});

export const manifestBadCharacter = defineDiagnostic({
  code: "manifest-bad-character",
  severity: "error",
  message: ({ character }: { character: string }) => `found the character ${character}, which no manifest may hold`,
  help: () => "save the file as UTF-8 text",
  page: {
    why: "Control characters and undecodable bytes are read differently by different tools, or cut a file short.",
    bad: "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: mail\u0000er\n",
    good: plain,
  },
});

export const manifestTooLarge = defineDiagnostic({
  code: "manifest-too-large",
  severity: "error",
  message: ({ what, limit }: { what: string; limit: number }) => `${what}; at most ${limit} are read`,
  help: () => "split the file, or leave it out of the scan",
  page: {
    why: "Bounds keep a hostile file from stopping the audit: size, and what aliases expand to.",
    bad: `${Array.from({ length: 9 }, (_, level) => `a${level}: &a${level} [${level === 0 ? "x" : Array.from({ length: 9 }, () => `*a${level - 1}`).join(", ")}]`).join("\n")}\n`,
    good: plain,
  },
});

export const manifestTooDeep = defineDiagnostic({
  code: "manifest-too-deep",
  severity: "error",
  message: ({ limit }: { limit: number }) => `this document nests deeper than ${limit} levels`,
  help: () => "no real manifest nests that deep; leave the file out of the scan",
  page: {
    why: "A bound on depth keeps a hostile file from exhausting the reader.",
    bad: `apiVersion: ${"[".repeat(200)}${"]".repeat(200)}\n`,
    good: plain,
  },
});

export const manifestBadAlias = defineDiagnostic({
  code: "manifest-bad-alias",
  severity: "error",
  message: ({ alias, problem }: { alias: string; problem: string }) => `the alias \`${alias}\` ${problem}`,
  help: () => "write the value out, or name an anchor that stands before it",
  page: {
    why: "An alias without an anchor, or inside its own anchor, has no value.",
    bad: "apiVersion: v1\nkind: ServiceAccount\nmetadata: *base\n",
    good: plain,
  },
});

export const manifestUnknownField = defineDiagnostic({
  code: "manifest-unknown-field",
  severity: "error",
  message: ({ field, near }: { field: string; near: string | undefined }) =>
    near === undefined
      ? `\`${field}\` is not a field of an AgentDeployment here`
      : `\`${field}\` is not a field of an AgentDeployment here; did you mean \`${near}\`?`,
  help: ({ near }) => (near === undefined ? undefined : `write \`${near}\``),
  label: () => "no such field",
  page: {
    why: "A misspelt field would be a claim that silently counts for nothing.",
    bad: `${nativeHead}spec:\n  identiti:\n    id: spiffe://example.org/mailer\n`,
    good: nativeGood,
  },
});

export const manifestBadValue = defineDiagnostic({
  code: "manifest-bad-value",
  severity: "error",
  message: ({ found, expected }: { found: string; expected: string }) => `found ${found}; expected ${expected}`,
  page: {
    why: "A value of another type, outside its list, without a unit or with a wildcard is no claim that can be judged.",
    bad: `${nativeHead}spec:\n  identity:\n    token:\n      lifetime: 900\n`,
    good: `${nativeHead}spec:\n  identity:\n    token:\n      lifetime: 15m\n`,
  },
});

export const manifestMissingField = defineDiagnostic({
  code: "manifest-missing-field",
  severity: "error",
  message: ({ field }: { field: string }) => `the field \`${field}\` is missing here`,
  help: ({ field }) => `add \`${field}\``,
  page: {
    why: "Some claims mean nothing without their other half: an attestation without an expiry, a waiver without an owner.",
    bad: `${nativeHead}spec:\n  waivers:\n    - item: ZT-ID-1\n      reason: being replaced\n      owner: platform\n`,
    good: `${nativeHead}spec:\n  waivers:\n    - item: ZT-ID-1\n      reason: being replaced\n      owner: platform\n      expiresAt: 2027-01-31\n`,
  },
});

export const manifestYaml11 = defineDiagnostic({
  code: "manifest-yaml-1-1",
  severity: "warning",
  message: ({ text, readings }: { text: string; readings: string }) => `\`${text}\` is read in two ways: ${readings}`,
  help: ({ text }) => `write \`"${text}"\` for the text, or the plain value for the other reading`,
  page: {
    why: "YAML 1.1 and 1.2 disagree on `on`, `yes`, `30:00` and `0777`; Kubernetes reads booleans as 1.1 does.",
    bad: "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: mailer\nautomountServiceAccountToken: no\n",
    good: "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: mailer\nautomountServiceAccountToken: false\n",
  },
});

export const manifestUnresolvedReference = defineDiagnostic({
  code: "manifest-unresolved-reference",
  severity: "warning",
  message: ({ reference }: { reference: string }) => `\`${reference}\` is not in the scan set`,
  help: () => "scan the file or resource it names too; until then what rests on it is unknown",
  page: {
    why: "A claim closes an item only when what it points to can be seen.",
    bad: `${nativeHead}spec:\n  incident:\n    shutdown:\n      method: scale to zero\n      ref: runbooks/stop.md\n`,
    good: `${nativeHead}spec:\n  incident:\n    shutdown:\n      method: scale to zero\n`,
  },
});

export const manifestSelectsNothing = defineDiagnostic({
  code: "manifest-selects-nothing",
  severity: "warning",
  message: ({ kind, name }: { kind: string; name: string }) =>
    `${kind} \`${name}\` selects no workload of the scan set`,
  help: () => "compare its labels with the pod templates: a policy that selects nothing protects nothing",
  page: {
    why: "A typo in a selector leaves a policy in force on nothing, and every file looks right.",
    bad: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec:\n  podSelector: {matchLabels: {app: mailr}}\n  policyTypes: ["Egress"]\n',
    good: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec:\n  podSelector: {}\n  policyTypes: ["Egress"]\n',
  },
});

export const manifestIgnoredSetting = defineDiagnostic({
  code: "manifest-ignored-setting",
  severity: "warning",
  message: ({ setting, reason }: { setting: string; reason: string }) => `${setting} has no effect: ${reason}`,
  page: {
    why: "The platform ignores this setting, so it is not what is in force.",
    bad: "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: ports, namespace: a}\nspec:\n  mtls: {mode: STRICT}\n  portLevelMtls: {8080: {mode: DISABLE}}\n",
    good: "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: all, namespace: a}\nspec:\n  mtls: {mode: STRICT}\n",
  },
});

export const manifestNotRendered = defineDiagnostic({
  code: "manifest-not-rendered",
  severity: "warning",
  message: ({ kind }: { kind: string }) => `${kind} changes other files when it is built, and was not built here`,
  help: () => "build first (`kustomize build`, `docker compose config`) and audit the result",
  page: {
    why: "Overlays patch what is deployed; the files alone show another deployment.",
    bad: "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [deployment.yaml]\n",
    good: plain,
  },
});

export const manifestDuplicateResource = defineDiagnostic({
  code: "manifest-duplicate-resource",
  severity: "warning",
  message: ({ name }: { name: string }) => `${name} is stated twice`,
  help: () => "scan only what is applied: which of the two wins depends on the order of deployment",
  page: {
    why: "Two versions of one object in a scan are usually an overlay beside its base; only one of them is in force.",
    bad: `${plain}---\n${plain}`,
    good: plain,
  },
});

export const manifestEmpty = defineDiagnostic({
  code: "manifest-empty",
  severity: "warning",
  message: () => "this file holds no document",
  page: {
    why: "An empty file is often a failed rendering.",
    bad: "# nothing\n",
    good: plain,
  },
});

export const manifestDiagnostics: readonly DiagnosticKind<never>[] = [
  manifestSyntax,
  manifestDuplicateKey,
  manifestTemplate,
  manifestTab,
  manifestBadCharacter,
  manifestTooLarge,
  manifestTooDeep,
  manifestBadAlias,
  manifestUnknownField,
  manifestBadValue,
  manifestMissingField,
  manifestYaml11,
  manifestUnresolvedReference,
  manifestSelectsNothing,
  manifestIgnoredSetting,
  manifestNotRendered,
  manifestDuplicateResource,
  manifestEmpty,
];
