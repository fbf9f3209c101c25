import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { MemoryHost } from "../load/memory-host.ts";
import { memoryHost } from "../load/memory-host.ts";
import { type Ran, runIn } from "./test-shell.ts";

const tools = `{"tools": [
  {"name": "mail.send", "inputSchema": {"type": "object", "properties": {"to": {"type": "string"}, "body": {"type": "string"}}, "required": ["to"], "additionalProperties": false}},
  {"name": "mail.read", "inputSchema": {"type": "object", "properties": {}, "additionalProperties": false}}
]}`;
const policy = `policy desk version 1 language 1

use tools from "./tools.json"

tool mail.send {
  args.to is email
  effect sends
  irreversible
}

tool mail.read {
  effect reads
}

agent helper {
  subject "spiffe://corp/helper"
}

grant mail {
  to agent helper
  tools mail.send, mail.read
  while task max 8h
}

gate inside on mail.send {
  unless args.to in domain ["example.com"]
  deny
  because "Mail stays inside"
}
`;
const tests = `policy desk version 1 language 1

test "inside" {
  given { agent helper identity ok task started }
  call mail.send { to: "ann@example.com" } expect allow
}

test "outside" {
  given { agent helper identity ok task started }
  call mail.send { to: "eve@attacker.test" } expect deny via inside
}
`;
const good = { "p/desk.gate": policy, "p/tests.gate": tests, "p/tools.json": tools };
const broken = { ...good, "p/desk.gate": policy.replace("args.to in domain", "args.too in domain") };

const trace = (...events: readonly object[]): string => events.map((event) => JSON.stringify(event)).join("\n");
const callOf = (id: string, to: string) => ({
  kind: "call",
  id,
  session: "s",
  at: "2026-03-01T00:00:00Z",
  tool: "mail.send",
  args: { to },
  not_recorded: ["agent", "chain", "token", "peer", "purpose", "confidence"],
});
const traces = {
  "t/one.jsonl": trace(
    { kind: "task_start", id: "t", session: "s", at: "2026-03-01T00:00:00Z", task: "x" },
    callOf("a", "ann@example.com"),
    callOf("b", "eve@attacker.test"),
  ),
};
const replaying = ["--policy", "p/desk.gate", "--agent", "helper", "--assume", "identity=ok"];

describe("check", () => {
  it("says nothing when all is well", async () => {
    expect(await runIn(good, ["check", "p"])).toMatchObject({ code: 0, out: "", err: "" });
  });

  it("points at a mistake and exits 3", async () => {
    const { code, out } = await runIn(broken, ["check", "p"]);
    expect(code).toBe(3);
    expect(out).toContain("p/desk.gate:26:");
    expect(out).toContain("args.too");
  });

  it("loads the whole policy of one named file", async () => {
    expect((await runIn(good, ["check", "p/tests.gate"])).code).toBe(0);
  });

  it("reports on the named file, and says in one line that another one is broken", async () => {
    const { code, out } = await runIn(broken, ["check", "p/tests.gate"]);
    expect(code).toBe(3);
    expect(out).not.toContain("-->");
    expect(out).toContain("in files that were not named: p/desk.gate");
  });

  it("takes an unsaved buffer among its neighbours", async () => {
    const buffer = policy.replace("args.to in domain", "args.tu in domain");
    const { code, out } = await runIn(good, ["check", "-", "--stdin-filename", "p/desk.gate"], { stdin: buffer });
    expect(code).toBe(3);
    expect(out).toContain("p/desk.gate:26:");
  });

  it("exits 2 when nothing was named or matched", async () => {
    expect((await runIn(good, ["check"])).code).toBe(2);
    expect(await runIn(good, ["check", "nowhere"])).toMatchObject({ code: 2 });
    expect((await runIn(good, ["check", "q/*.gate"])).out).toContain("error[nothing-matched]");
  });

  it("exits 3 when the text is not UTF-8 or a catalogue is missing, unreadable or remote", async () => {
    const bytes = new Uint8Array([0x70, 0xff]);
    expect((await runIn({ ...good, "p/x.gate": bytes }, ["check", "p"])).code).toBe(3);
    const { "p/tools.json": _, ...without } = good;
    expect(await runIn(without, ["check", "p"])).toMatchObject({ code: 3 });
    const latin = await runIn({ ...good, "p/tools.json": bytes }, ["check", "p"]);
    expect(latin.code).toBe(3);
    expect(latin.out.match(/^error/gm)?.[0]).toBe("error");
    expect(latin.out).toContain("error[not-utf8]");
    const remote = { ...good, "p/desk.gate": policy.replace("./tools.json", "https://example.com/tools.json") };
    expect((await runIn(remote, ["check", "p"])).out).toContain("error[catalogue-is-remote]");
  });

  it("refuses a broken configuration with exit 2, pointing into it", async () => {
    const { code, out } = await runIn({ ...good, "sallyport.yaml": "polices: [p]\n" }, ["check"]);
    expect(code).toBe(2);
    expect(out).toContain("1 | polices: [p]");
  });

  it("looks at the configured policies when no file is named", async () => {
    expect((await runIn({ ...broken, "sallyport.yaml": "policies: [p]\n" }, ["check"])).code).toBe(3);
  });

  it("joins files of one policy across folders when the configuration lists them", async () => {
    const spread = {
      "a/desk.gate": policy.replace("./tools", "../p/tools"),
      "b/tests.gate": tests,
      "p/tools.json": tools,
    };
    const config = { "sallyport.yaml": "policies: [a, b]\n" };
    expect((await runIn({ ...spread, ...config }, ["check", "b/tests.gate"])).code).toBe(0);
    expect((await runIn(spread, ["check", "b/tests.gate"])).code).toBe(3);
  });

  it("gives JSON that fits the published schema", async () => {
    const { out } = await runIn(broken, ["check", "p", "--format", "json"]);
    const validate = new Ajv2020().compile(JSON.parse(readFileSync("src/report/report.schema.json", "utf8")));
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
    expect(out).toMatch(/^\{\n {2}"exit": \{\n {4}"code": 3,/);
  });

  it("writes several reports from one run, with the same exit code", async () => {
    const { code, host, out } = await runIn(broken, [
      "check",
      "p",
      "--report",
      "sarif=o/a.sarif",
      "--report",
      "junit=o/a.xml",
      "--format",
      "github",
    ]);
    expect(code).toBe(3);
    expect(out).toMatch(/^::error file=p\/desk.gate/);
    expect(JSON.parse(String(host.files.get("/project/o/a.sarif"))).runs[0].results).not.toHaveLength(0);
    expect(String(host.files.get("/project/o/a.xml"))).toContain("<failure");
  });
});

describe("lint", () => {
  it("finds what the rules look for, at the level the configuration gives", async () => {
    const dull = { ...good, "p/desk.gate": policy.replace('  because "Mail stays inside"\n', "") };
    const config = (level: string) => ({ ...dull, "sallyport.yaml": `rules: { gate-without-reason: ${level} }\n` });
    expect((await runIn(dull, ["lint", "p"])).out).toContain("[gate-without-reason]");
    expect((await runIn(config("off"), ["lint", "p"])).out).not.toContain("[gate-without-reason]");
    expect(await runIn(config("error"), ["lint", "p"])).toMatchObject({ code: 1 });
  });

  it("says what it does not show, so that a policy with exceptions does not look like one without", async () => {
    const dull = policy.replace('  because "Mail stays inside"\n', "");
    const ignoring = `// sallyport-ignore gate-without-reason: told in the handbook\ngate inside`;
    const ignored = { ...good, "p/desk.gate": dull.replace("gate inside", ignoring) };
    const off = { ...good, "p/desk.gate": dull, "sallyport.yaml": "rules: { gate-without-reason: off }\n" };
    const clean = "no findings in policy desk: 2 files, 2 tools, 1 grant, 1 gate\n";
    expect((await runIn(ignored, ["lint", "p"])).out).toBe(
      `${clean}not shown: 1 finding ignored in the policy (gate-without-reason)\n`,
    );
    expect((await runIn(off, ["lint", "p"])).out).toBe(
      `${clean}not shown: 1 finding turned off in the configuration (gate-without-reason)\n`,
    );
    expect((await runIn(good, ["lint", "p"])).out).toBe(clean);
  });

  it("fails at the severity it was told", async () => {
    const dull = { ...good, "p/desk.gate": policy.replace("  while task max 8h\n", "") };
    expect((await runIn(dull, ["lint", "p"])).code).toBe(1);
    expect((await runIn(dull, ["lint", "p", "--fail-on", "error"])).code).toBe(0);
  });

  it("gives the same report from its memory, until something changes", async () => {
    const host = memoryHost(broken);
    const first = await runIn(host, ["lint", "p"]);
    expect([...host.files.keys()].some((path) => path.includes(".sallyport-cache/"))).toBe(true);
    expect(await runIn(host, ["lint", "p"])).toMatchObject({ code: first.code, out: first.out });
    expect((await runIn(host, ["lint", "p", "--format", "sarif"])).out).toContain('"ruleId"');
    host.writeFile("p/desk.gate", policy);
    expect((await runIn(host, ["lint", "p"])).code).toBe(0);
  });

  it("remembers nothing with --no-cache or on a build machine", async () => {
    for (const over of [
      { line: ["--no-cache"], env: {} },
      { line: [], env: { CI: "true" } },
    ]) {
      const { host } = await runIn(good, ["lint", "p", ...over.line], { env: over.env });
      expect([...host.files.keys()].filter((path) => path.includes("cache"))).toEqual([]);
    }
  });

  it("refuses --unsafe alone and --fix on standard input", async () => {
    expect((await runIn(good, ["lint", "p", "--unsafe"])).code).toBe(2);
    expect((await runIn(good, ["lint", "-", "--fix"], { stdin: policy })).code).toBe(2);
  });
});

describe("fmt", () => {
  const ugly = { ...good, "p/desk.gate": policy.replace("  effect sends\n", "      effect   sends\n") };

  it("formats in place, and then finds nothing to do", async () => {
    const { code, host } = await runIn(ugly, ["fmt", "p"]);
    expect(code).toBe(0);
    expect(host.files.get("/project/p/desk.gate")).toBe(policy);
    expect((await runIn(host, ["fmt", "p", "--check"])).code).toBe(0);
  });

  it("only looks with --check and --diff", async () => {
    const checked = await runIn(ugly, ["fmt", "p", "--check"]);
    expect(checked).toMatchObject({ code: 1, out: "p/desk.gate\n" });
    const diffed = await runIn(ugly, ["fmt", "p", "--diff"]);
    expect(diffed.code).toBe(1);
    expect(diffed.out).toContain("-      effect   sends\n+  effect sends\n");
    expect(diffed.host.files.get("/project/p/desk.gate")).toBe(ugly["p/desk.gate"]);
  });

  it("prints standard input formatted", async () => {
    expect(await runIn({}, ["fmt", "-"], { stdin: ugly["p/desk.gate"] })).toMatchObject({ code: 0, out: policy });
  });

  it("leaves a file with mistakes alone", async () => {
    const { code, host } = await runIn({ "a.gate": "policy a version\n" }, ["fmt", "a.gate"]);
    expect(code).toBe(3);
    expect(host.files.get("/project/a.gate")).toBe("policy a version\n");
  });
});

describe("test", () => {
  it("runs the tests of a policy", async () => {
    const { code, out } = await runIn(good, ["test", "p"]);
    expect(code).toBe(0);
    expect(out).toContain("2 tests, 2 passed, 0 failed");
  });

  it("exits 1 when one fails, and says where and what was decided", async () => {
    const wrong = { ...good, "p/tests.gate": tests.replace("expect allow", "expect deny") };
    const { code, out } = await runIn(wrong, ["test", "p"]);
    expect(code).toBe(1);
    expect(out).toContain("FAIL inside");
    expect(out).toContain("p/tests.gate:5:");
  });

  it("takes nothing tested for a mistake", async () => {
    expect(await runIn(good, ["test", "p", "--run", "no such title"])).toMatchObject({ code: 2 });
    const { "p/tests.gate": _, ...untested } = good;
    expect((await runIn(untested, ["test", "p"])).code).toBe(2);
  });
});

describe("simulate", () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await runIn({ ...good, ...traces }, ["simulate", "t", ...replaying]);
  });

  it("reports without failing unless told to fail", () => {
    expect(ran.code).toBe(0);
    expect(ran.out).toContain("Mail stays inside");
    expect(ran.out).toContain("identity=ok");
  });

  it("fails on a denial that rests on recorded facts", async () => {
    expect((await runIn({ ...good, ...traces }, ["simulate", "t", ...replaying, "--fail-on", "deny"])).code).toBe(1);
  });

  it("is undecided when only something not recorded stands in the way", async () => {
    const line = ["simulate", "t", "--policy", "p/desk.gate", "--fail-on", "deny"];
    const inside = { "t/one.jsonl": trace(callOf("a", "ann@example.com")) };
    expect((await runIn({ ...good, ...inside }, line)).code).toBe(5);
  });

  it("is incomplete when a trace cannot be read, and lists it", async () => {
    const { code, out } = await runIn({ ...good, ...traces, "t/bad.json": "{" }, [
      "simulate",
      "t",
      ...replaying,
      "--fail-on",
      "deny",
    ]);
    expect(code).toBe(4);
    expect(out).toContain("t/bad.json:1:");
  });

  it("takes agent and assumptions from the configuration, and flags over it", async () => {
    const config = { "sallyport.yaml": "simulate: { agent: helper, assume: [identity=ok] }\n" };
    const line = ["simulate", "t", "--policy", "p/desk.gate"];
    expect((await runIn({ ...good, ...traces, ...config }, line)).out).toBe(ran.out);
  });

  it("refuses an assumption it does not know", async () => {
    const { code, err } = await runIn({ ...good, ...traces }, [
      "simulate",
      "t",
      ...replaying,
      "--assume",
      "confidenc=1",
    ]);
    expect(code).toBe(2);
    expect(err).toContain("confidence");
  });

  it("needs a policy that compiles", async () => {
    expect((await runIn({ ...broken, ...traces }, ["simulate", "t", ...replaying])).code).toBe(3);
    expect((await runIn({ ...good, ...traces }, ["simulate", "t"])).code).toBe(2);
  });
});

describe("explain", () => {
  it("shows the values that decided", async () => {
    const { code, out } = await runIn({ ...good, ...traces }, ["explain", "t/one.jsonl", ...replaying]);
    expect(code).toBe(0);
    expect(out).toContain("decision: deny");
    expect(out).toContain("inside: Mail stays inside");
    expect(out).toContain("eve@attacker.test");
  });

  it("takes one event by its number, or says which there are", async () => {
    const line = ["explain", "t/one.jsonl", ...replaying, "--event"];
    expect((await runIn({ ...good, ...traces }, [...line, "0"])).out).toContain("decision: allow");
    expect((await runIn({ ...good, ...traces }, [...line, "9"])).err).toContain("numbered 0 to 1");
  });

  it("names who holds a grant when nobody granted", async () => {
    const other = { ...good, "p/desk.gate": `${policy}\nagent other {\n  subject "spiffe://corp/other"\n}\n` };
    const line = ["explain", "t/one.jsonl", "--policy", "p/desk.gate", "--agent", "other", "--assume", "identity=ok"];
    expect((await runIn({ ...other, ...traces }, line)).out).toContain(
      "nearest miss\n  grant mail covers mail.send for helper only\n",
    );
  });

  it("is the page of a code as well", async () => {
    expect((await runIn({}, ["explain", "unknown-field"])).out).toBe((await runIn({}, ["rules", "unknown-field"])).out);
  });
});

describe("rules", () => {
  it("explains the reasons that decisions and tests name, too", async () => {
    const { code, out } = await runIn({}, ["rules", "schema_violation"]);
    expect(code).toBe(0);
    expect(out).toContain("an argument contradicts the tool's schema");
    expect((await runIn({}, ["explain", "schema_violation"])).out).toBe(out);
  });
});

describe("show", () => {
  it("lists who may call what, and which gates act", async () => {
    const { out } = await runIn(good, ["show", "matrix", "--policy", "p"]);
    expect(out).toMatch(/helper +mail\.read +mail +/);
    expect(out).toContain("inside: deny");
    expect(out).toContain("mail: Agent helper may call");
    expect(out.replace(/\s+/g, " ")).toContain("while a task is running, for 8h at most");
    expect((await runIn(good, ["show", "matrix", "p"])).out).toBe(out);
  });

  it("says a gate in English, or which gate was meant", async () => {
    const { out } = await runIn(good, ["show", "gate", "inside", "--policy", "p"]);
    expect(out).toContain("A call to `mail.send`");
    expect((await runIn(good, ["show", "gate", "agent:helper:subject", "p"])).out).toContain("token.subject");
    expect((await runIn(good, ["show", "gate", "insid", "--policy", "p"])).err).toContain("did you mean `inside`?");
  });
});

describe("compile", () => {
  it("emits canonical JSON with its digest, the same for files in any order", async () => {
    const { code, out, err } = await runIn(good, ["compile", "p"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).policy).toBe("desk");
    const digest = /sha256 ([0-9a-f]{64})/.exec(err)?.[1];
    const host: MemoryHost = memoryHost({});
    expect(host.sha256([out.trimEnd()])).toBe(digest);
    const moved = { "p/z.gate": policy, "p/a.gate": tests, "p/tools.json": tools };
    expect((await runIn(moved, ["compile", "p"])).out).toBe(out);
  });

  it("emits nothing for a policy with mistakes", async () => {
    expect(await runIn(broken, ["compile", "p"])).toMatchObject({ code: 3, out: "" });
  });
});

describe("schema", () => {
  it("makes a catalogue from a tool list, which a policy can use", async () => {
    const list = { "list.json": `{"jsonrpc":"2.0","id":1,"result":${tools}}` };
    const { code, out } = await runIn(list, ["schema", "from-mcp", "list.json"]);
    expect(code).toBe(0);
    expect((await runIn({ ...good, "p/tools.json": out }, ["check", "p"])).code).toBe(0);
  });

  it("infers one from calls, and marks it", async () => {
    const { out } = await runIn(traces, ["schema", "from-trace", "t"]);
    expect(JSON.parse(out).tools).toMatchObject([{ name: "mail.send", "x-inferred": true }]);
  });

  it("writes none where no tool was found", async () => {
    expect(await runIn({ "a.json": "[]" }, ["schema", "from-mcp", "a.json"])).toMatchObject({ code: 4, out: "" });
    expect((await runIn({}, ["schema", "from-somewhere", "a.json"])).code).toBe(2);
  });
});

describe("init", () => {
  it("writes a policy that lints clean, is formatted and passes its tests", async () => {
    const { code, host } = await runIn({}, ["init"]);
    expect(code).toBe(0);
    const linted = await runIn(host, ["lint", "--no-cache"]);
    expect(linted).toMatchObject({
      code: 0,
      out: "no findings in policy starter: 2 files, 2 tools, 2 grants, 2 gates\n",
    });
    expect((await runIn(host, ["fmt", "--check"])).code).toBe(0);
    expect((await runIn(host, ["test", "--no-cache"])).out).toContain("5 tests, 5 passed, 0 failed");
  });

  it("overwrites nothing", async () => {
    const { host, out } = await runIn({ "sallyport.yaml": "policies: [mine]\n" }, ["init"]);
    expect(out).toContain("kept     sallyport.yaml");
    expect(host.files.get("/project/sallyport.yaml")).toBe("policies: [mine]\n");
  });

  it("starts from what was seen, with a policy that compiles, is formatted and passes its tests", async () => {
    const { host } = await runIn(traces, ["init", "--from", "t"]);
    expect((await runIn(host, ["test", "--no-cache"])).out).toContain("2 tests, 2 passed, 0 failed");
    expect((await runIn(host, ["fmt", "--check"])).code).toBe(0);
    expect(String(host.files.get("/project/policies/starter.gate"))).toContain("tools mail.send");
    expect((await runIn(host, ["check", "policies"])).code).toBe(0);
    expect(await runIn({ "t/x.json": "{}" }, ["init", "--from", "t"])).toMatchObject({ code: 4, out: "" });
  });

  it("tries calls of the tools whose schemas say what a call looks like, and of no other", async () => {
    const tool = (name: string, properties: object, required: readonly string[]) => ({
      name,
      inputSchema: { type: "object", properties, required },
    });
    const listed = {
      tools: [
        tool("find", { query: { type: "string" }, kind: { enum: ["a", "b"] }, most: { type: "integer" } }, [
          "query",
          "kind",
        ]),
        tool("a/b-c", { on: { type: "boolean" }, ids: { type: "array", items: { type: "string" } } }, ["on", "ids"]),
        tool("paid", { amount: { type: "number", minimum: 5 } }, ["amount"]),
        tool("mailed", { to: { type: "string", format: "email" } }, ["to"]),
        tool("odd", {}, ["missing"]),
      ],
    };
    const { host } = await runIn({ "t/list.json": JSON.stringify(listed) }, ["init", "--from", "t"]);
    const tests = String(host.files.get("/project/policies/starter-tests.gate"));
    expect([...tests.matchAll(/^ {2}call (\S+)/gm)].map(([, name]) => name)).toEqual(['"a/b-c"', "find", '"a/b-c"']);
    expect((await runIn(host, ["test", "--no-cache"])).out).toContain("2 tests, 2 passed, 0 failed");
  });

  it("says what to do with the configuration of an MCP client, which names servers and no tools", async () => {
    const config = JSON.stringify({
      mcpServers: { github: { command: "gh-mcp" }, "a b": { url: "https://x.example" } },
    });
    const { code, err, host } = await runIn({ ".mcp.json": config }, ["init", "--from", ".mcp.json"]);
    expect(code).toBe(4);
    expect(err.replace(/\s+/g, " ")).toContain("the servers github, a b, and lists no tools");
    expect(err).toContain("--from github.json --from server.json");
    expect([...host.files.keys()]).toEqual(["/project/.mcp.json"]);
  });
});
