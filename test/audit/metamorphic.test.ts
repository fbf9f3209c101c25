import { describe, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import type { AuditReport } from "../../src/audit/audit-result.ts";
import type { SourceText } from "../../src/source/span.ts";
import { auditFiles, type Case, caseNames, manifestsIn, readCase, rowsOf, verdictsOf } from "./cases.ts";

const desks: readonly Case[] = ["good", "bad"].map((side) => {
  const files = manifestsIn(`policies/support-desk/deployment/${side}`);
  return { name: `support-desk ${side}`, files, options: { complete: [], agents: [] }, expected: [] };
});
const cases: readonly Case[] = [...caseNames.map(readCase), ...desks];
const isYaml = ({ file }: SourceText): boolean => /\.ya?ml$/.test(file);

const audit = (one: Case, files: readonly SourceText[] = one.files): AuditReport =>
  auditFiles(files, { ...one.options, knownFiles: files.map(({ file }) => file) }).report;

/** Documents of a YAML file with the lines they stand on. */
function documentsOf(
  text: string,
): readonly { readonly first: number; readonly last: number; readonly text: string }[] {
  const lines = text.split("\n");
  const starts = [0, ...lines.flatMap((line, index) => (line === "---" ? [index + 1] : []))];
  return starts.map((first, index) => {
    const next = starts[index + 1];
    const last = next === undefined ? lines.length - 1 : next - 2;
    return { first: first + 1, last: last + 1, text: lines.slice(first, last + 1).join("\n") };
  });
}

const joined = (texts: readonly string[]): string => texts.map((text) => text.trimEnd()).join("\n---\n");

const mapYaml = (files: readonly SourceText[], change: (file: SourceText) => readonly SourceText[]) =>
  files.flatMap((file) => (isYaml(file) ? change(file) : [file]));

const compose = (file: string): boolean => file.includes("compose");

const changes: readonly (readonly [string, (files: readonly SourceText[]) => readonly SourceText[]])[] = [
  [
    "reordering documents and files",
    (files) =>
      mapYaml(files, ({ file, text }) => [
        { file, text: joined([...documentsOf(text)].reverse().map((document) => document.text)) },
      ]).reverse(),
  ],
  [
    "a file for every document",
    (files) =>
      mapYaml(files, ({ file, text }) =>
        compose(file)
          ? [{ file, text }]
          : documentsOf(text).map((document, index) => ({ file: `${index}/${file}`, text: document.text })),
      ),
  ],
  [
    "all documents in one file",
    (files) => {
      const mergeable = files.filter((file) => isYaml(file) && !compose(file.file));
      const rest = files.filter((file) => !mergeable.includes(file));
      return mergeable.length === 0
        ? rest
        : [...rest, { file: "all.yaml", text: joined(mergeable.map(({ text }) => text)) }];
    },
  ],
  [
    "unrelated resources",
    (files) => [
      ...files,
      {
        file: "elsewhere.yaml",
        text: joined([
          "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: elsewhere\n",
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: elsewhere\nspec:\n  selector:\n    matchLabels: { app: web }\n  template:\n    metadata:\n      labels: { app: web }\n    spec:\n      containers:\n        - name: web\n          image: registry.example/web:1\n",
          "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: own\n  namespace: elsewhere\nspec:\n  mtls:\n    mode: DISABLE\n",
          "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: open\n  namespace: elsewhere\nspec:\n  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{}]\n",
        ]),
      },
    ],
  ],
  [
    "another indentation, block style, no comments",
    (files) =>
      mapYaml(files, ({ file, text }) => [
        { file, text: joined(parseAllDocuments(text).map((document) => stringify(document.toJS(), { indent: 4 }))) },
      ]),
  ],
  [
    "JSON for YAML",
    (files) =>
      mapYaml(files, ({ file, text }) =>
        parseAllDocuments(text).map((document, index) => ({
          file: file.replace(/\.ya?ml$/, index === 0 ? ".json" : `-${index}.json`),
          text: JSON.stringify(document.toJS(), null, 1),
        })),
      ),
  ],
];

describe.each(changes)("%s", (_, change) => {
  it("changes no verdict", () => {
    for (const one of cases) {
      // What says that Istio is in the scan is part of the meaning of a scan that declares nothing.
      expect([one.name, verdictsOf(audit(one, change(one.files)))]).toEqual([one.name, verdictsOf(audit(one))]);
    }
  });
});

describe("taking a document away", () => {
  it("never makes a pass of anything else, unless it was the contrary evidence", () => {
    for (const one of cases) {
      const before = rowsOf(audit(one)).filter(({ verdict }) => verdict !== "pass" && verdict !== "not-applicable");
      for (const { file, text } of one.files.filter(isYaml)) {
        for (const { first, last } of documentsOf(text)) {
          const without = text
            .split("\n")
            .map((line, index) => (index + 1 >= first && index + 1 <= last ? "" : line))
            .join("\n");
          const after = verdictsOf(
            audit(
              one,
              one.files.map((own) => (own.file === file ? { file, text: without } : own)),
            ),
          );
          for (const row of before) {
            if (after.get(`${row.item} ${row.subject}`) !== "pass") continue;
            const isContrary = row.evidence.some(({ sources }) =>
              sources.some((source) => source.file === file && source.line >= first && source.line <= last),
            );
            expect([one.name, row.item, row.subject, `${file}:${first}`, isContrary]).toEqual([
              one.name,
              row.item,
              row.subject,
              `${file}:${first}`,
              true,
            ]);
          }
        }
      }
    }
  });
});

describe("an override that weakens", () => {
  const good = desks.find(({ name }) => name.endsWith("good"));
  const manifest = (apiVersion: string, kind: string, spec: string, namespace = "support"): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: weaker\n  namespace: ${namespace}\n${spec}`;
  const strength = ["fail", "partial", "unknown", "pass", "not-applicable"];

  it.each([
    [
      "ZT-ID-2",
      "security.istio.io/v1",
      "PeerAuthentication",
      "spec:\n  selector:\n    matchLabels: { app: gateway }\n  mtls:\n    mode: PERMISSIVE\n",
    ],
    [
      "ZT-ID-2",
      "security.istio.io/v1",
      "PeerAuthentication",
      "spec:\n  selector:\n    matchLabels: { app: gateway }\n  portLevelMtls:\n    8443:\n      mode: DISABLE\n",
    ],
    [
      "ZT-ID-2",
      "networking.istio.io/v1",
      "DestinationRule",
      "spec:\n  host: gateway.support.svc.cluster.local\n  trafficPolicy:\n    tls:\n      mode: DISABLE\n",
    ],
    [
      "ZT-ID-3",
      "v1",
      "Secret",
      "  annotations:\n    kubernetes.io/service-account.name: mail\ntype: kubernetes.io/service-account-token\n",
    ],
    [
      "ZT-AZ-1",
      "rbac.authorization.k8s.io/v1",
      "RoleBinding",
      "subjects:\n  - kind: Group\n    name: system:serviceaccounts:support\nroleRef:\n  kind: ClusterRole\n  name: edit\n",
    ],
    [
      "ZT-AZ-4",
      "security.istio.io/v1",
      "AuthorizationPolicy",
      "spec:\n  selector:\n    matchLabels: { app: mail }\n  action: ALLOW\n  rules:\n    - {}\n",
    ],
    [
      "ZT-SB-1",
      "networking.k8s.io/v1",
      "NetworkPolicy",
      "spec:\n  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n    - {}\n",
    ],
    [
      "ZT-MA-3",
      "telemetry.istio.io/v1",
      "Telemetry",
      "spec:\n  selector:\n    matchLabels: { app: mail }\n  accessLogging:\n    - disabled: true\n",
    ],
  ])("lowers %s (%s %s), and raises nothing", (item, apiVersion, kind, spec) => {
    if (good === undefined) throw new Error("no good desk");
    const before = verdictsOf(audit(good));
    const after = audit(good, [...good.files, { file: "weaker.yaml", text: manifest(apiVersion, kind, spec) }]);
    expect(after.items.find(({ id }) => id === item)?.verdict).toBe("fail");
    for (const [row, verdict] of verdictsOf(after)) {
      expect(strength.indexOf(verdict), row).toBeLessThanOrEqual(strength.indexOf(before.get(row) ?? "pass"));
    }
  });
});

describe("every evidence pointer", () => {
  it("shows what stands at its place", () => {
    let shown = 0;
    for (const one of cases) {
      const lines = new Map(one.files.map(({ file, text }) => [file, text.split("\n")]));
      for (const { item, evidence } of rowsOf(audit(one))) {
        for (const { path, sources } of evidence) {
          expect(sources.length, `${one.name} ${item} ${path}`).toBeGreaterThan(0);
          for (const source of sources) {
            const line = lines.get(source.file)?.[source.line - 1]?.slice(source.column - 1);
            const text = source.text.replace(/…$/, "");
            expect(line?.slice(0, text.length), `${one.name} ${item} ${path} ${source.file}:${source.line}`).toBe(text);
            expect(text).not.toBe("");
            shown += 1;
          }
        }
      }
    }
    expect(shown).toBeGreaterThan(5_000);
  });

  it("is there for every verdict of a control", () => {
    for (const one of cases) {
      for (const row of rowsOf(audit(one))) expect(row.evidence.length, `${one.name} ${row.item}`).toBeGreaterThan(0);
    }
  });
});

describe("the same input", () => {
  it("gives the same bytes, in whatever order files are handed in", () => {
    for (const one of cases) {
      const bytes = JSON.stringify(audit(one));
      expect(JSON.stringify(audit(one))).toBe(bytes);
      expect(JSON.stringify(audit(one, [...one.files].reverse()))).toBe(bytes);
    }
  });
});
