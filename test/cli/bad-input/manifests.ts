import { bytes, deployment, type Entry, type Row } from "./row.ts";

const bad = (name: string, manifest: Entry, says: readonly string[], more: Partial<Row> = {}): Row => ({
  name,
  files: { "m/bad.yaml": manifest, "m/good.yaml": deployment },
  line: ["audit", "m", "--details", "ZT-ID-1"],
  code: 4,
  says,
  still: "neighbour",
  ...more,
});

const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
for (const [name, before] of [..."bcdefghi"].map((name, at) => [name, "abcdefghi"[at]])) {
  bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
}
const map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n";

export const manifestRows: readonly Row[] = [
  bad("a YAML bomb", `${map}data:\n${bomb.map((line) => `  ${line}\n`).join("")}`, [
    "manifest-too-large m/bad.yaml:1:1",
  ]),
  bad("an alias of itself", `${map}data: &d\n  x: *d\n`, ["manifest-bad-alias m/bad.yaml:6:6"]),
  bad("a manifest with a tab", `${map}data:\n\tx: y\n`, ["manifest-tab m/bad.yaml:6:1"]),
  bad("a manifest with a key twice", `${map}data:\n  x: a\n  x: b\n`, ["manifest-duplicate-key m/bad.yaml:7:3"]),
  bad("a manifest with a bad byte", bytes(map, "data:\n  x: caf", 0xe9, "\n"), ["not-utf8 m/bad.yaml:6:9"]),
  bad("a Helm template", `${map}data:\n  x: {{ .Values.x }}\n`, ["manifest-template m/bad.yaml:6:6"]),
  bad("a Helm template block", `{{- if .Values.x }}\n${map}{{- end }}\n`, ["manifest-template m/bad.yaml:1:1"]),
  bad("a manifest with a NUL", `${map}data:\n  x: "a\0b"\n`, ["manifest-bad-character m/bad.yaml:6:8"]),
  bad("a manifest with an escape sequence", `${map}data:\n  x: "a\u001b[31mb"\n`, [
    "manifest-bad-character m/bad.yaml:6:8",
  ]),
  bad("a manifest with __proto__", `${map}__proto__:\n  polluted: yes\nconstructor: 1\n`, [], { code: 5 }),
  bad("a manifest with 10,000 nested lists", `${map}data: ${"[".repeat(10_000)}\n`, [
    "manifest-too-deep m/bad.yaml:5:507",
  ]),
  bad("a manifest with 10,000 nested and closed lists", `${map}data: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`, [
    "manifest-too-deep m/bad.yaml:5:507",
  ]),
  bad("a manifest of 20 MB", () => `${map}data:\n${"  x: y\n".repeat(3_000_000)}`, ["file-over-limit m/bad.yaml"]),
  bad(
    "a manifest of 10 MB",
    () => `${map}data:\n${Array.from({ length: 500_000 }, (_, at) => `  x${at}: yyyyyyyyyy\n`).join("")}`,
    ["manifest-too-large m/bad.yaml:1:1"],
  ),
  bad("10,000 documents", "---\n".repeat(10_000), [], { code: 5 }),
  bad(
    "a broken document among good ones",
    `${deployment.replace("neighbour", "first")}---\na: [\n---\n${deployment.replace("neighbour", "third")}`,
    ["manifest-syntax m/bad.yaml:10:1"],
    { words: ["over 3 agents"] },
  ),
  bad("a broken JSON manifest", '{"apiVersion": "v1",\n "kind": ', ["manifest-syntax m/bad.yaml:2:10"]),
  bad("a manifest that is a text", "hello\n", [], { code: 5 }),
  bad("a manifest that is a list", "- a\n- b\n", [], { code: 5 }),
  bad("an empty manifest", "", [], { code: 5 }),
  bad("a manifest of comments", "# nothing\n", [], { code: 5 }),
  bad("a manifest in UTF-16", bytes(0xff, 0xfe, Buffer.from(map, "utf16le")), ["not-utf8 m/bad.yaml:1:1"]),
  bad("a binary manifest", bytes(0x7f, "ELF", 2, 1, 1, 0, 0xff), ["not-utf8 m/bad.yaml:1:9"]),
  bad("a manifest with unknown tags", `${map}data: !!js/function "x"\n`, [], { code: 5 }),
  bad("a manifest with an unknown field", deployment.replace("neighbour", "bad").replace("owner:", "ownr:"), [
    "manifest-unknown-field m/bad.yaml:7:3",
  ]),
  bad(
    "a manifest with a wrong type",
    deployment.replace("neighbour", "bad").replace("owner: { team: desk, contact: desk@corp.example }", "owner: 7"),
    ["manifest-bad-value m/bad.yaml:7:10"],
  ),
  bad("a lone surrogate in a manifest", `${map}data:\n  x: "\\ud800"\n`, [], { code: 5 }),
  bad("a manifest that is a pipe", { special: "pipe" }, ["file-unreadable m/bad.yaml"]),
  bad("a manifest that is a link to nothing", { link: "gone" }, ["dangling-link m/bad.yaml"]),
  bad("a manifest that is a link to itself", { link: "bad.yaml" }, ["dangling-link m/bad.yaml"]),
  bad("a folder called like a manifest", { special: "folder" }, [], { code: 5 }),
  ...(
    [
      ["a folder that is not there", ["gone"], 2, ["file-not-found gone:1:1"]],
      ["an empty folder", ["e"], 2, ["nothing-matched e:1:1"]],
      ["a pattern that matches nothing", ["m/*.yml"], 2, ["nothing-matched m/*.yml:1:1"]],
      ["a folder that is not there beside a good one", ["m", "gone"], 2, ["file-not-found gone:1:1"]],
      [
        "an agent that is not there",
        ["m", "--agent", "nobody"],
        2,
        ["usage --agent names `nobody`, and no workload is called so"],
      ],
      [
        "a list that nobody knows",
        ["m", "--complete", "kubernets"],
        2,
        [
          "usage --complete takes kubernetes, istio, compose, mcp-client, connectors, tokens, permissions, peers, stores, not `kubernets`; did you mean `kubernetes`?",
        ],
      ],
      [
        "items that nobody knows",
        ["m", "--details", "ZT-XX-1"],
        2,
        ["usage --details takes all, none, or items with commas, not `ZT-XX-1`; did you mean `ZT-AZ-1`?"],
      ],
      ["a policy that is not there", ["m", "--policy", "gone.gate"], 2, ["file-not-found gone.gate:1:1"]],
    ] as const
  ).map(
    ([name, named, code, says]): Row => ({
      name: `audit of ${name}`,
      files: { "m/good.yaml": deployment, e: { special: "folder" } },
      line: ["audit", ...named],
      code,
      says,
    }),
  ),
];
