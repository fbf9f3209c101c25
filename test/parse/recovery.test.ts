import { describe, expect, it } from "vitest";
import { parseFile } from "../../src/parse/parse-file.ts";

const header = "policy support version 1 language 1\n";
const parse = (text: string) => parseFile({ file: "a.gate", text: header + text });
const codesOf = (text: string): readonly string[] => parse(text).diagnostics.map(({ code }) => code);
const gate = (name: string, ...clauses: readonly string[]): string =>
  `gate ${name} on mail.send {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;

describe("one mistake is one message", () => {
  it.each([
    ["foreign-operator", gate("a", "when args.x = 5", "deny")],
    ["foreign-operator", gate("a", "when args.x === 5", "deny")],
    ["foreign-operator", gate("a", "when args.x == 5 || args.y == 6", "deny")],
    ["foreign-operator", gate("a", "when !args.x", "deny")],
    ["foreign-operator", "bands confidence on * {\n  above 90% => allow\n  otherwise -> deny\n}\n"],
    ["unknown-clause", gate("a", "wehn args.x == 5", "deny")],
    ["unknown-clause", gate("a", "deny  overridabel")],
    ["unknown-clause", 'agent a {\n  subjekt "x"\n}\n'],
    ["unknown-declaration", "grnt a {\n  to agent b\n}\n"],
    ["unclosed-block", "gate a on mail.send {\n  deny\n"],
    ["unclosed-block", `gate a on mail.send {\n  deny\n${gate("b", "deny")}`],
    ["unopened-block", "gate a on mail.send\n  deny\n}\n"],
    ["stray-brace", `${gate("a", "deny")}}\n`],
    ["stray-brace", gate("a", "when args.x == 5 }", "deny", 'also alert "soc"')],
    ["unclosed-bracket", gate("a", "when args.x in [1, 2", "deny")],
    ["missing-comma", "role a b\n"],
    ["missing-comma", "grant a {\n  to agent b\n  tools a.b c.d\n  while task\n}\n"],
    ["missing-comma", 'test "t" {\n  call a.b { x: 1 y: 2 } expect deny\n}\n'],
    ["trailing-comma", gate("a", "require approval by role b,", 'because "c"')],
    ["unexpected-token", gate("a", "when args.x ==", "deny")],
    ["unexpected-token", gate("a", "require approval by b", 'because "c"')],
    ["minus-needs-spaces", gate("a", "when args.x-1 > 5", "deny")],
    ["minus-needs-spaces", gate("a", "when 7-3 > args.x", "deny")],
    ["minus-needs-spaces", gate("a", "when args.x -1 > 5", "deny")],
    ["minus-needs-spaces", gate("a", "when args.x- 1 > 5", "deny")],
    ["unterminated-text", gate("a", 'when args.x == "abc', "deny")],
    ["unterminated-text", 'gate a on mail.send { deny because "abc }\n'],
    ["allow-in-gate", gate("a", "allow")],
    ["no-else", gate("a", "deny", "else log")],
    ["unexpected-token", gate("a", "deny extra")],
    ["duplicate-clause", gate("a", "unless args.x == 5", "unless args.x == 6", "deny")],
    ["duplicate-clause", gate("a", "require approval by role b, count 2, count 3")],
    ["unknown-clause", "drift a per agent {\n  metrik calls = count(attempted *) within 5m\n}\n"],
    ["unexpected-token", "drift a per agent {\n  metric calls = 5\n}\n"],
    ["unexpected-token", "drift a per agent {\n  over two sigma -> deny\n}\n"],
    ["unexpected-token", "drift a per agent {\n  over 2 sigmas -> deny\n}\n"],
    ["unexpected-token", "drift a per agent {\n  over 2 sigma deny\n}\n"],
    ["unexpected-token", "drift a per agent {\n  warmup 200 -> allow\n}\n"],
    ["duplicate-clause", "drift a per agent {\n  warmup 200 -> log\n  warmup 100 -> log\n}\n"],
    ["unexpected-token", "drift a {\n  warmup 200 -> log\n}\n"],
    ["unopened-block", "drift a per agent\n  warmup 200 -> log\n}\n"],
    ["unknown-clause", "connector a for b.* {\n  rat 60 per 1m per agent\n}\n"],
    ["unexpected-token", "connector a for b.* {\n  rate sixty per 1m per agent\n}\n"],
    ["unexpected-token", "connector a for b.* {\n  rate 60 per minute per agent\n}\n"],
    ["duplicate-clause", "connector a for b.* {\n  rate 60 per 1m per agent\n  rate 9 per 1s per agent\n}\n"],
    ["duplicate-clause", 'connector a for b.* {\n  egress to ["a.example"] ports [1] ports [2]\n}\n'],
    ["unopened-block", 'connector a for b.*\n  egress to ["a.example"]\n}\n'],
    ["unexpected-token", "connector a {\n  rate 60 per 1m per agent\n}\n"],
    ["unquoted-text", "gate a on mail.send { when args.x == https://example.com/a deny }\n"],
    ["unquoted-text", "agent a { subject spiffe://example/a }\n"],
    ["unquoted-text", "use tools from ./tools.json\n"],
    ["unquoted-text", gate("a", "deny", "because This is why")],
    ["unquoted-text", "grant a {\n  to agent b\n  for purpose support\n}\n"],
    ["malformed-number", gate("a", "when args.x == 1,000", "deny")],
    ["unexpected-token", 'test "t" {\n  call a.b { x = 1 } expect deny\n}\n'],
    ["unexpected-token", gate("a", "require approval by role b, valid 15")],
    ["unexpected-token", gate("a", "require approval by role b, count two")],
    ["unexpected-token", "grant a {\n  to agent b\n  while task max 8 h\n}\n"],
    ["unexpected-token", 'grant a {\n  to agent b\n  until "2027-01-01"\n}\n'],
    ["unexpected-token", "grant a {\n  to agent b, agent c\n}\n"],
    ["unexpected-token", "gate a on tool b { deny }\n"],
    ["unexpected-token", gate("a", 'when args.x is "b"', "deny")],
    ["unexpected-token", gate("a", "when args.x == 5 approval by role b")],
    ["unknown-clause", "grant a { to agent b tools c.d deny }\n"],
    ["wrong-comment", "# a\nrole b\n"],
    ["wrong-comment", "/* a */\nrole b\n"],
    ["header-not-first", "policy other version 1 language 1\n"],
    ["reserved-name", gate("a", 'when any text in args.to: text == "b"', "deny")],
  ])("%s", (code, text) => {
    expect(codesOf(text)).toEqual([code]);
    // What stands around it is still read: a gate after it is in the tree, and a mistake in it is found.
    expect(codesOf(`${text}\n${gate("after_it", "deni")}`)).toEqual([code, "unknown-clause"]);
  });
});

it("gives ten messages for ten mistakes in ten declarations, at their places", () => {
  const wrong = Array.from({ length: 10 }, (_, index) => gate(`g${index}`, `when args.x = ${index}`, "deny"));
  const { diagnostics, file } = parse(wrong.join("\n"));
  expect(diagnostics.map(({ code }) => code)).toEqual(wrong.map(() => "foreign-operator"));
  expect(diagnostics.map(({ spans: [span] }) => file.text.slice(span?.start, span?.end))).toEqual(wrong.map(() => "="));
  expect(file.declarations.length).toBe(10);
});

it("keeps the clauses around a wrong one", () => {
  const { file } = parse(gate("a", "when args.x == 5", "dney", "log", 'because "b"'));
  const [declaration] = file.declarations;
  expect(declaration?.kind === "gate" && declaration.clauses.map(({ kind }) => kind)).toEqual([
    "when",
    "outcome",
    "because",
  ]);
});

it("points at the brace that is not closed, and at the declaration where that shows", () => {
  const { diagnostics, file } = parse(`gate a on mail.send {\n  deny\n\n${gate("b", "deny")}`);
  const [primary, related] = diagnostics[0]?.spans ?? [];
  expect(file.text[primary?.start ?? 0]).toBe("{");
  expect(file.text.slice(related?.start, related?.end)).toBe("gate");
  expect(file.declarations.map(({ kind }) => kind)).toEqual(["gate", "gate"]);
});

it("suggests the clause that was meant", () => {
  expect(parse(gate("a", "unles args.x == 5", "deny")).diagnostics[0]?.help).toBe("did you mean `unless`?");
  expect(parse("bnads confidence on * {\n}\n").diagnostics[0]?.help).toBe("did you mean `bands`?");
});

it("shows both readings of a mixture of `and` and `or`", () => {
  const [mixed] = parse(gate("a", "when has args.x and has args.y or has args.z", "deny")).diagnostics;
  expect(mixed?.help).toBe(
    "write `(has args.x and has args.y) or has args.z` or `has args.x and (has args.y or has args.z)`",
  );
});

it("reads the word `command` as a field and as a type", () => {
  expect(codesOf("tool a.b {\n  args.command is string\n  effect reads\n}\n")).toEqual([]);
  expect(codesOf("tool a.b {\n  args.command is list of command\n}\n")).toEqual([]);
});

it("says that the words of the language are in small letters", () => {
  for (const [clause, word] of [
    ["when args.amount > 5.00 USD AND has args.order", "and"],
    ["When has args.order", "when"],
    ["when NOT has args.order", "not"],
    ["when has args.order DENY", "deny"],
  ]) {
    const text = `${header}gate g on refund {\n  ${clause}\n  deny\n}\n`;
    const [first] = parseFile({ file: "a.gate", text }).diagnostics;
    expect(first).toMatchObject({ code: "unexpected-token", help: `write \`${word}\`` });
  }
});

it("takes comments of other languages above the header as that and no more", () => {
  const text = `# innocent\n/* as well */\n${header}role a\n`;
  const { diagnostics, file } = parseFile({ file: "a.gate", text });
  expect(diagnostics.map(({ code }) => code)).toEqual(["wrong-comment", "wrong-comment"]);
  expect(file.header?.name.text).toBe("support");
});

describe("the help of a mistake says what to type", () => {
  it.each([
    ["a duration has a unit: `15s`, `15m`, `15h` or `15d`", gate("a", "require approval by role b, valid 15")],
    ["write `8h`", "grant a {\n  to agent b\n  while task max 8 hours\n}\n"],
    ["write `2`", gate("a", "require approval by role b, count two")],
    ['write `for purpose "b"`', 'grant a {\n  to agent b\n  for "b"\n}\n'],
    ["`agent` stands once, before the first name: write `, c`", "grant a {\n  to agent b, agent c\n}\n"],
    ["write `on b`", "gate a on tool b { deny }\n"],
    ["write `on result of b`", "gate a on result b { deny }\n"],
    ["write `message to b`", 'test "t" {\n  message to agent b "x" expect deny\n}\n'],
    ['write `!= "b"`', gate("a", 'when args.x is not "b"', "deny")],
    ["write `in [ … ]`", gate("a", 'when args.x is ["b"]', "deny")],
    ["`to` belongs to a `grant`", gate("a", "to agent b", "deny")],
    ["a condition opens with `when`", gate("a", "if args.x", "deny")],
    ["write `require confirmation by user`", gate("a", "require confirmation")],
    ["write two comparisons joined by `and`: `1 < args.x and args.x < 9`", gate("a", "when 1 < args.x < 9", "deny")],
  ])("%s", (help, text) => {
    expect(parse(text).diagnostics[0]?.help).toBe(help);
  });
});

it.each([
  ["args.x == 5 && args.y", "args.x == 5 and args.y"],
  ["!args.x", "not args.x"],
  ["args.x = 5", "args.x == 5"],
  ["args.x == 'b'", 'args.x == "b"'],
  ['args.x is "b"', 'args.x == "b"'],
  ["args.x == https://example.com/b", 'args.x == "https://example.com/b"'],
  ["args.x == 1,000", "args.x == 1_000"],
])("repairs `%s` safely", (wrong, right) => {
  const { diagnostics, file } = parse(gate("a", `when ${wrong}`, "deny"));
  const [fix] = diagnostics[0]?.fixes ?? [];
  expect(fix?.safe).toBe(true);
  const [edit] = fix?.edits ?? [];
  const repaired = file.text.slice(0, edit?.start) + (edit?.text ?? "") + file.text.slice(edit?.end);
  expect(repaired).toBe(header + gate("a", `when ${right}`, "deny"));
  expect(parseFile({ file: "a.gate", text: repaired }).diagnostics).toEqual([]);
});
