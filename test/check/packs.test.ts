import { describe, expect, it } from "vitest";
import { packDigest } from "../../src/check/pack-digest.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { type Checked, checkFiles, renderDiagnostics, world } from "./check-text.ts";

const header = "pack mail version 1 language 1\n";
const digestOf = (...files: readonly (readonly [file: string, text: string])[]): string =>
  packDigest(files.map(([file, text]) => parseFile({ file, text }).file));

/** A policy over `world` that uses one pack, of one file. */
function checkPack(pack: string, { values = "", more = "" } = {}): Checked {
  const text = header + pack;
  const use = `use pack "./mail" sha256 "${digestOf(["mail/mail.gate", text])}"${values === "" ? "" : ` with { ${values} }`}\n`;
  return checkFiles({ "policy.gate": world + use + more, "mail/mail.gate": text });
}

const codesAndPlaces = ({ diagnostics }: Checked) =>
  diagnostics.map(({ code, spans }) => [code, spans.map(({ file }) => file)]);

describe("what a pack declares", () => {
  const gate = "gate large on shop.refund {\n  when late\n  deny\n}\n";

  it("goes by the name of the pack, and neither side sees the names of the other", () => {
    const own = 'let late = args.reason == "damaged"\ngate large on shop.refund {\n  when late\n  log\n}\n';
    const { policy, codes } = checkPack(`let late = args.reason == "late"\n${gate}`, { more: own });
    expect(codes).toEqual([]);
    expect(policy?.gates.map(({ name, outcomes }) => [name, outcomes])).toEqual([
      ["large", ["log"]],
      ["mail:large", ["deny"]],
    ]);
    const literalOf = (name: string) => policy?.gates.find((one) => one.name === name)?.when;
    expect(literalOf("large")).toMatchObject({ right: { literal: { text: "damaged" } } });
    expect(literalOf("mail:large")).toMatchObject({ right: { literal: { text: "late" } } });
    expect(policy?.lets.map(({ name, used }) => [name, used])).toEqual([
      ["late", true],
      ["mail:late", true],
    ]);
  });

  it("finds no let, role or agent of the policy", () => {
    const more = 'let late = args.reason == "late"\n';
    expect(codesAndPlaces(checkPack(gate, { more }))[0]).toEqual(["unknown-root", ["mail/mail.gate", "policy.gate"]]);
    const approved = "gate money on shop.refund {\n  require approval by role finance\n}\n";
    expect(checkPack(approved).codes).toEqual(["unknown-role"]);
    expect(checkPack("gate seen on shop.refund {\n  require verification by agent desk\n}\n").codes).toEqual([
      "unknown-agent",
    ]);
  });

  it("is a rule by the pack's name where a gate asks for a second opinion by it", () => {
    const rule =
      'let late = args.reason == "late"\ngate seen on shop.refund {\n  require verification by rule late\n}\n';
    expect(checkPack(rule).policy?.gates[0]?.requirements).toMatchObject([{ by: { kind: "rule", name: "mail:late" } }]);
  });

  it("can be a label, which only the pack's own gates ask for", () => {
    const pack = "label inner from crm.get_customer\ngate g on mail.send {\n  when labels contains inner\n  deny\n}\n";
    const { policy, codes } = checkPack(pack);
    expect(codes).toEqual([]);
    expect(policy?.labels.map(({ label }) => label)).toEqual(["mail:inner"]);
    expect(policy?.gates[0]?.when).toMatchObject({ mode: "label", values: [{ literal: { text: "mail:inner" } }] });
    const outside = "gate h on mail.send {\n  when labels contains inner\n  deny\n}\n";
    expect(checkPack(pack, { more: outside }).codes).toEqual(["unknown-label"]);
  });

  it("can be a connector, whose clauses a test names", () => {
    const pack = "connector web for web.fetch {\n  rate 2 per 1m per agent\n}\n";
    const test = (clause: string) =>
      `grant all { to agent desk  tools web.fetch }\ntest "t" { call web.fetch { line: "ls" }  expect deny via ${clause} }\n`;
    expect(checkPack(pack, { more: test("connector:mail:web:rate") }).codes).toEqual([]);
    expect(checkPack(pack, { more: test("connector:web:rate") }).codes).toEqual(["unknown-gate"]);
  });

  it("can be lifted by a break glass of the policy, when it says overridable", () => {
    const glass = "break_glass outage {\n  gates mail:g\n  approval by role finance\n  max 30m\n}\n";
    const overridable = checkPack("gate g on mail.send {\n  deny\n  overridable\n}\n", { more: glass });
    expect(overridable.codes).toEqual([]);
    expect(overridable.policy?.breakGlasses[0]?.gates.map(({ name }) => name)).toEqual(["mail:g"]);
    expect(checkPack("gate g on mail.send {\n  deny\n}\n", { more: glass }).codes).toEqual(["gate-not-overridable"]);
  });

  it.each([
    "grant all { to agent desk  tools mail.send }",
    "tool mail.send { effect reads }",
    'agent other { subject "x" }',
    "endorse crm.get_customer clears [untrusted]",
    "break_glass o { gates g  approval by role finance  max 1h }",
    'use tools from "./tools.json"',
    "context { x is int from host }",
    "role other",
    "kill_switch stop { scope tenant  set by role a  cleared by role a }",
    "bands confidence on mail.send { otherwise -> deny }",
    "drift usual per agent { metric calls = count(attempted *) within 5m  over 2 sigma -> log }",
    "prove never mail.send",
    'test "t" { prompt "x" expect allow }',
    'control ZT-X-1 "x" for each agent { require agent.mtls }',
  ])("is never: %s", (declaration) => {
    expect(checkPack(`${declaration}\n`).codes).toEqual(["not-in-pack"]);
  });
});

describe("a parameter", () => {
  const domains =
    "param own is list of domain\ngate g on mail.send {\n  unless every a in nonempty args.to: a in domain (own)\n  deny\n}\n";
  const patterns = ({ policy }: Checked) => JSON.stringify(policy?.gates[0]?.unless);

  it("is put in while compiling, whether a literal or a let is given", () => {
    expect(patterns(checkPack(domains, { values: 'own: ["Example.com"]' }))).toContain('"patterns":["example.com"]');
    const more = 'let ours = ["example.org"]\n';
    const named = checkPack(domains, { values: "own: ours", more });
    expect(patterns(named)).toContain('"patterns":["example.org"]');
    expect(named.policy?.lets.map(({ name, used }) => [name, used])).toEqual([["ours", true]]);
  });

  it("takes a pattern where its type is domain, path or cidr", () => {
    expect(patterns(checkPack(domains, { values: 'own: ["*.example.com"]' }))).toContain("*.example.com");
  });

  it.each([
    ["own: []", "empty-list"],
    ['own: "example.com"', "type-mismatch"],
    ['own: ["no domain"]', "invalid-literal"],
    ["own: [5]", "type-mismatch"],
    ["own: args.to", "param-not-literal"],
    ["own: nowhere", "param-not-literal"],
    ['own: ["a.example"], own: ["b.example"]', "duplicate-name"],
    ['own: ["a.example"], owm: ["b.example"]', "unknown-param"],
  ])("is refused in the policy's own file: %s", (values, code) => {
    expect(codesAndPlaces(checkPack(domains, { values })).map(([found, files]) => [found, files?.[0]])).toEqual([
      [code, "policy.gate"],
    ]);
  });

  it("ends, where lets name one another", () => {
    expect(checkPack(domains, { values: "own: a", more: "let a = b\nlet b = a\n" }).codes).toContain(
      "param-not-literal",
    );
    const lists = Array.from({ length: 40 }, (_, index) => `let l${index} = [l${index + 1}, l${index + 1}]\n`).join("");
    const { codes } = checkPack(domains, { values: "own: l0", more: `${lists}let l40 = "a.example"\n` });
    expect(codes).toContain("param-not-literal");
  });

  it("has a default, which its own type fits and a value replaces", () => {
    const pack = (fallback: string) =>
      `param most is int = ${fallback}\ngate g on shop.refund {\n  when args.count > most\n  deny\n}\n`;
    const limit = (checked: Checked) => JSON.stringify(checked.policy?.gates[0]?.when);
    expect(limit(checkPack(pack("5")))).toContain('"digits":"5"');
    expect(limit(checkPack(pack("5"), { values: "most: 6" }))).toContain('"digits":"6"');
    expect(codesAndPlaces(checkPack(pack('"five"'), { values: "most: 6" }))[0]).toEqual([
      "type-mismatch",
      ["mail/mail.gate", "policy.gate"],
    ]);
  });

  it("of every scalar type is checked with its unit", () => {
    const pack = "param cap is money USD\ngate g on shop.refund {\n  when args.amount > cap\n  deny\n}\n";
    expect(checkPack(pack, { values: "cap: 5.00 USD" }).codes).toEqual([]);
    expect(checkPack(pack, { values: "cap: 5.00 EUR" }).codes).toEqual(["wrong-unit"]);
    expect(checkPack(pack, { values: "cap: 5" }).codes).toEqual(["wrong-unit"]);
    const choice = 'param why is "late" | "damaged"\ngate g on shop.refund {\n  when args.reason == why\n  deny\n}\n';
    expect(checkPack(choice, { values: 'why: "late"' }).codes).toEqual([]);
    expect(checkPack(choice, { values: 'why: "lost"' }).codes).toEqual(["dead-comparison"]);
  });

  it("stands for a role or an agent of the policy", () => {
    const pack =
      "param approver is role\nparam second is agent\ngate g on shop.refund {\n  require approval by role approver\n  require verification by agent second\n}\n";
    const given = checkPack(pack, { values: "approver: finance, second: desk" });
    expect(given.codes).toEqual([]);
    expect(given.policy?.gates[0]?.requirements).toMatchObject([{ role: "finance" }, { by: { name: "desk" } }]);
    expect(checkPack(pack, { values: "approver: finanse, second: desk" }).codes).toEqual(["unknown-role"]);
    expect(checkPack(pack, { values: 'approver: "finance", second: desk' }).codes).toEqual(["param-not-literal"]);
    expect(checkPack(pack, { values: "approver: finance" }).codes).toEqual(["missing-param"]);
  });

  it("may not share its name with a let", () => {
    expect(checkPack("param a is int = 1\nlet a = 2\n").codes).toEqual(["duplicate-name"]);
  });
});

describe("a rule of a pack that covers no tool", () => {
  const pay = (more: string) =>
    `gate g on effect [deletes], effect [pays] {\n  deny\n}\ngate h on stripe.* {\n  when args.nothing_like_it > 5\n  deny\n}\n${more}`;

  it("is left out and noted, with what remains of it", () => {
    const { policy, codes } = checkPack(
      pay("connector c for bank {\n  rate 1 per 1m per agent\n}\nlabel l from bank.*\n"),
    );
    expect(codes).toEqual([]);
    expect(policy?.gates.map(({ name, on }) => [name, on.length])).toEqual([["mail:g", 1]]);
    expect(policy?.packs[0]?.gates).toEqual(["mail:g"]);
    expect(policy?.packs[0]?.inert.map(({ kind, name, targets, wholly }) => [kind, name, targets, wholly])).toEqual([
      ["gate", "mail:g", ["effect [deletes]"], false],
      ["gate", "mail:h", ["stripe.*"], true],
      ["connector", "mail:c", ["bank"], true],
      ["label", "mail:l", ["bank.*"], true],
    ]);
  });

  it("cannot be what a test sees act", () => {
    const test = 'test "t" { prompt "x" expect deny via mail:h }\n';
    const { codes, diagnostics } = checkPack(pay(""), { more: test });
    expect(codes).toEqual(["unknown-gate"]);
    expect(diagnostics[0]?.spans[1]?.label).toBe("the pack declares it for stripe.*, and no tool here is one");
  });

  it("is an error in a condition, where it would quietly mean nothing", () => {
    const pack = "gate g on mail.send {\n  when any a in args.to: origin(a) contains stripe.get\n  deny\n}\n";
    expect(checkPack(pack).codes).toEqual(["unknown-source"]);
  });
});

describe("packs that use packs", () => {
  const inner =
    "pack inner version 1 language 1\nparam most is int\ngate g on shop.refund {\n  when args.count > most\n  deny\n}\n";
  const outer = `pack outer version 1 language 1\nparam limit is int\nuse pack "../inner" sha256 "${digestOf(["inner.gate", inner])}" with { most: limit }\n`;
  const check = (values: string, more = "") =>
    checkFiles({
      "policy.gate": `${world}use pack "./outer" sha256 "${digestOf(["outer.gate", outer])}"${values}\n${more}`,
      "outer/outer.gate": outer,
      "inner/inner.gate": inner,
    });

  it("hand their values on, and their gates go by both names", () => {
    const { policy, codes } = check(" with { limit: 7 }");
    expect(codes).toEqual([]);
    expect(policy?.gates.map(({ name }) => name)).toEqual(["outer:inner:g"]);
    expect(JSON.stringify(policy?.gates[0]?.when)).toContain('"digits":"7"');
    expect(policy?.packs.map(({ name, gates }) => [name, gates])).toEqual([
      ["outer", []],
      ["outer:inner", ["outer:inner:g"]],
    ]);
  });

  it("say once that a value is missing", () => {
    expect(check("").codes).toEqual(["missing-param"]);
  });

  it("may be used directly as well, under another name", () => {
    const direct = `use pack "./inner" sha256 "${digestOf(["inner.gate", inner])}" with { most: 1 }\n`;
    const { policy } = check(" with { limit: 7 }", direct);
    expect(policy?.gates.map(({ name }) => name)).toEqual(["inner:g", "outer:inner:g"]);
  });

  it("are bounded in how often they are used", () => {
    // Three layers of which each use the next five times: more than any policy needs.
    const leaf = (name: string) => `pack ${name} version 1 language 1\n`;
    const files: Record<string, string> = {};
    const layer = (depth: number): readonly string[] =>
      Array.from({ length: 5 }, (_, index) => {
        const name = `p${depth}_${index}`;
        const uses = depth === 3 ? [] : layer(depth + 1);
        files[`${name}/a.gate`] ??= `${leaf(name)}${uses.map((line) => line.replace("./", "../")).join("")}`;
        return `use pack "./${name}" sha256 "${digestOf(["a.gate", files[`${name}/a.gate`] ?? ""])}"\n`;
      });
    const uses = layer(1).join("");
    const { diagnostics } = checkFiles({ "policy.gate": world + uses, ...files });
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(["pack-over-limit"]));
  });
});

describe("the digest of a pack", () => {
  const [a, b] = [
    ["x/a.gate", `${header}param p is int = 1\n`],
    ["x/b.gate", header],
  ] as const;

  it("does not depend on the order of files or on the folder", () => {
    expect(digestOf(a, b)).toBe(digestOf(b, a));
    expect(digestOf(a)).toBe(digestOf(["elsewhere/deep/a.gate", a[1]]));
  });

  it("changes with a text, with a name and with a file more", () => {
    const digests = [digestOf(a), digestOf(["x/a.gate", `${a[1]} `]), digestOf(["x/c.gate", a[1]]), digestOf(a, b)];
    expect(new Set(digests).size).toBe(4);
  });

  it("has an unsafe fix that writes it", () => {
    const text = `${header}gate g on mail.send {\n  deny\n}\n`;
    const [missing, wrong] = ["", ' sha256 "00"'].map((pin) =>
      checkFiles({ "policy.gate": `${world}use pack "./mail"${pin}\n`, "mail/mail.gate": text }),
    );
    const digest = digestOf(["mail.gate", text]);
    expect(missing?.diagnostics[0]?.fixes).toMatchObject([{ safe: false, edits: [{ text: ` sha256 "${digest}"` }] }]);
    expect(wrong?.diagnostics[0]?.fixes).toMatchObject([{ safe: false, edits: [{ text: `"${digest}"` }] }]);
  });
});

describe("a mistake in a pack, or in its use", () => {
  const gate = (condition: string): string => `gate g on shop.refund {\n  when ${condition}\n  deny\n}\n`;
  const own = "param own is list of domain\ngate g on web.fetch {\n  unless args.host in domain (own)\n  deny\n}\n";
  const most = `param most is int = 3\n${gate("args.count > most")}`;
  const roles =
    "param approver is role\nparam second is agent\ngate g on shop.refund {\n  require approval by role approver\n  require verification by agent second\n}\n";

  const mistakes: readonly (readonly [pack: string, given?: { values?: string; more?: string }])[] = [
    [gate("args.amuont > 5.00 USD")],
    [gate("late")],
    [`let late = args.raeson == "late"\n${gate("late")}`],
    [`let a = b\nlet b = a\n${gate("a")}`],
    [`let unused = args.raeson == "late"\n${gate("args.express")}`],
    [gate("labels contains secrt")],
    ["label own from crm.get\n"],
    ["label own from crm.get_customer when args.idd is empty\n"],
    ["gate g on shop.refund {\n  require approval by role finance\n}\n"],
    ["connector c for web.fetch {\n  rate 0 per 1m per agent\n}\n"],
    ["grant all { to agent desk  tools mail.send }\n"],
    [own],
    [own, { values: "own: []" }],
    [own, { values: 'own: "example.com"' }],
    [own, { values: 'own: ["no domain", "https://a.example"]' }],
    [own, { values: "own: [5, true]" }],
    [own, { values: "own: [[5]]" }],
    [own, { values: "own: args.to" }],
    [own, { values: "own: nowhere" }],
    [own, { values: "own: hots", more: 'let hosts = ["a.example"]\n' }],
    [own, { values: "own: hosts", more: 'let hosts = ["a.example", nowhere]\n' }],
    [own, { values: "own: hosts", more: "let hosts = hosts\n" }],
    [own, { values: "own: (args.express and args.count > 3)" }],
    [own, { values: 'own: ["a.example"], owm: ["b.example"]' }],
    [own, { values: 'own: ["a.example"], nothing: 5' }],
    [own, { values: 'own: ["a.example"], own: ["b.example"]' }],
    [most, { values: 'most: "5"' }],
    [most, { values: "most: 5.00 USD" }],
    [most, { values: "most: 2.5" }],
    [`param most is int = "three"\n${gate("args.count > most")}`],
    [`param most is itn\n${gate("args.count > most")}`, { values: "most: 5" }],
    [`param most is int\nparam most is int\n${gate("args.count > most")}`, { values: "most: 5" }],
    [`param args is int\n${gate("args.count > 5")}`, { values: "args: 5" }],
    [`param unused is int = 5\n${gate("args.count > 5")}`],
    [roles, { values: "approver: finanse, second: desk" }],
    [roles, { values: "approver: finance, second: dekc" }],
    [roles, { values: 'approver: "finance", second: desk' }],
    [roles, { values: "approver: finance" }],
    [gate("args.express"), { more: "gate h on shop.refund {\n  when mail.g\n  deny\n}\n" }],
    [gate("args.express"), { more: 'test "t" { prompt "x" expect deny via mail:h }\n' }],
    [gate("args.express"), { more: "break_glass o { gates mail:g  approval by role finance  max 1h }\n" }],
  ];

  it("is told in the file where it is, with the use of the pack", async () => {
    const told = mistakes.map(([pack, given = {}]) => {
      const { values = "", more = "" } = given;
      const text = header + pack;
      const use = `use pack "./mail" sha256 "${digestOf(["mail/mail.gate", text])}"${values === "" ? "" : ` with { ${values} }`}\n`;
      const files = { "policy.gate": world + use + more, "mail/mail.gate": text };
      const written = `${pack}${values === "" ? "" : `with ${values}\n`}${more}`;
      return `# ${written.trimEnd().replaceAll("\n", "\n# ")}\n${renderDiagnostics(checkFiles(files).diagnostics, files)}\n`;
    });
    await expect(told.join("\n")).toMatchFileSnapshot("../../fixtures/messages/packs.txt");
  });
});
