import { describe, expect, it } from "vitest";
import { checkFiles, checkText, renderDiagnostics, renderMessages, world } from "./check-text.ts";

const body = (head: string, clauses: string): string => `${head} {\n  ${clauses}\n}\n`;

/** By what is declared: what has a mistake in it, each told by itself. */
const mistakes: Readonly<Record<string, readonly string[]>> = {
  agents: [
    "token ttl <= 0s",
    "revocation within 0s",
    "may message nobody",
    "may message destk",
    "may message desk, b",
    "may delegate shop.refund to agent b depth 1",
    "may delegate shop.pay to agent desk",
    "may delegate shp.* to agent desk",
    "may delegate * to agent desk depth 0",
    "may delegate * to agent desc depth 1",
    'subject "y"',
    "mtls required  mtls required",
    "trust internal  may message desk",
    "trust internal  may delegate shop.* to agent desk depth 1",
  ]
    .map((clause) => body("agent b", `subject "x"  ${clause}`))
    .concat(body("agent b", "mtls required"), body("agent b", 'subject "spiffe://example/desk"'))
    .concat(
      body("agent defaults", 'subject "x"  mtls required') + body("agent b", "trust internal"),
      body("agent defaults", "token ttl <= 0s") + body("agent b", 'subject "x"'),
      body("agent b", 'subject "x"  token ttl <= 1ms') + body("agent b", 'subject "y"'),
      body("agent b", 'subject "x"  may message deskk, nobodi'),
      body("agent b", 'subject "x"  trust internal  may message c') + body("agent c", 'subject "y"  trust external'),
      "role finance\n",
      "role desk, ciso, ciso\n",
    ),
  connectors: [
    'egress to ["https://a.example"]',
    'egress to ["A.example", "*"]',
    'egress to ["a.example"] methods [get]',
    'egress to ["a.example"] methods [PSOT, BREW]',
    'egress to ["a.example"] ports [0]',
    'egress to ["a.example"] ports [65536, 443]',
    'egress to ["a.example"] types ["json"]',
    'egress to ["a.example"] types ["Text/CSV; charset=utf-8"]',
    "rate 0 per 1m per agent",
    "rate 5 per 0s per agent",
    "rate 5 per 1m per agnet",
    "quota 0.00 USD of args.amount per 1d per agent",
    "quota 5 of args.amount per 1d per agent",
    "quota 5.00 EUR of args.amount per 1d per agent",
    "quota 5.00 USD of args.amuont per 1d per agent",
    "quota 5.00 USD of args.order per 1d per agent",
    "quota 5.00 USD of result.amount per 1d per agent",
    "quota 5.00 USD of args.amount per 0s per agent",
    "quota args.amount of args.amount per 1d per agent",
    "validate rquest",
    "redact [crad] in args.order by mask",
    "redact [card] in args.ordr by mask",
    "redact [card] in token.subject by mask",
    "redact [card] in args.order by blur",
    "rate 5 per 1m per agent  on violation require approval by role fin",
    "rate 5 per 1m per agent  on violation allow",
    "rate 5 per 1m per agent  rate 6 per 1m per agent",
    "on violation deny",
  ]
    .map((clauses) => body("connector c for shop.*", clauses))
    .concat(
      body("connector c for shp.*", "rate 5 per 1m per agent"),
      body("connector c for shop.*", "rate 5 per 1m per agent") +
        body("connector c for mail.*", "rate 5 per 1m per agent"),
      body("connector c for mail.send", "validate response"),
    ),
  switches: [
    body("kill_switch stop", "scope tenant"),
    body("kill_switch stop", "scope tennant  set by role finance  cleared by role finance"),
    body("kill_switch stop", "set by role finance  cleared by role finance"),
    body("kill_switch stop", "scope tenant  set by role finanse  cleared by role finance"),
    body("kill_switch stop", "scope tenant  set by role finance, count 0  cleared by role finance"),
    body("kill_switch stop", "scope tenant  set by role finance  cleared by role finance, valid 0s"),
    body("kill_switch stop", "scope tenant  scope agent  set by role finance  cleared by role finance"),
    body("kill_switch stop", "scope tenant  set by role finance  cleared by role finance").repeat(2),
    body("break_glass open", "gates g  approval by role finance  max 10m"),
    body("break_glass open", "gates probe  approval by role finance  max 10m") +
      body("gate probe on shop.refund", "deny"),
    body("break_glass open", "gates prob  approval by role finance  max 10m") +
      body("gate probe on shop.refund", "deny  overridable"),
    body("break_glass open", "gates probe  approval by role finance  max 0s") +
      body("gate probe on shop.refund", "deny  overridable"),
    body("break_glass open", "gates probe  approval by role finanse, count 0  max 10m") +
      body("gate probe on shop.refund", "deny  overridable"),
    body("break_glass open", "gates probe  approval by role finance") +
      body("gate probe on shop.refund", "deny  overridable"),
    body("break_glass open", "gates probe  max 10m") + body("gate probe on shop.refund", "deny  overridable"),
    body("break_glass open", "gates probe, probe  approval by role finance  max 10m  also record ful") +
      body("gate probe on shop.refund", "deny  overridable"),
  ],
  paths: [
    ["args.amount > 5.00 USD", "shop.refund, mail.send"],
    ["args.amount > 5.00 USD", "shop.refund, output"],
    ["args.amount > 5.00 USD", "prompt, output"],
    ["result.email is empty", "result of crm.get_customer, result of mail.send"],
    ["result.email is empty", "result of crm.get_customer, prompt"],
    ["args.id is empty", "crm.get_customer, mail.send, web.fetch"],
    ['has args.amount and args.body contains "x"', "shop.refund, mail.send"],
    ['args.body contains "x" and args.boddy is empty', "mail.send"],
    ["args.subjct is empty", "mail.send, web.fetch"],
    ["any p in chain: p.agent == args.count", "shop.refund"],
    ["any p in chain: p.agent == labels", "shop.refund"],
    ["agent == args.count", "shop.refund"],
    ["args.amount == context.ticket.status", "shop.refund"],
    ["recipient is empty", "message"],
    ["conforms", "shop.refund"],
    ["tool == 5", "shop.refund"],
    ["this.args.order is empty", "shop.refund"],
    ['x in domain ["a.example"]', "web.fetch"],
    ["(any x in args.to: x is empty) and x is empty", "mail.send"],
    ["any x in args.to: (any x in args.cc: x is empty)", "mail.send"],
    ["any x in args.to: (any y in args.cc: (any z in args.to: z == x))", "mail.send"],
    ["any x in args.body: x is empty", "mail.send"],
    ["every x in nonempty args.to: origin(x) contains any [user, desc]", "mail.send"],
  ].map(([condition, on]) => body(`gate g on ${on}`, `when ${condition}\n  deny`)),
  exempting: ["every x in args.to: x is empty", "not (any x in args.to: x is empty)"].map((condition) =>
    body("gate g on mail.send", `unless ${condition}\n  deny`),
  ),
  grants: [
    "tools shop.refund",
    "to agent desk",
    "to agent desk, desc  tools shop.refund",
    "to agent desk  tools shp.*",
    "to agent desk  tools *send",
    "to agent desk  tools shop.refund  when args.amuont > 5.00 USD",
    "to agent desk  tools shop.refund  on behalf of role finanse",
    "to agent desk  tools shop.refund  while task max 0h",
    "to agent desk  tools shop.refund  until 2027-01-01  until 2028-01-01",
    "to agent desk  tools shop.refund, nothing",
  ].map((clauses) => body("grant g", clauses)),
  gates: [
    "log also redact [crad] in args.body by mask",
    "log also redact [card] in args.boddy by mask",
    "log also redact [card] in args.body by blur",
    "log also redact [card] in token.subject by mask",
    "require approval by role finance, valid 0s",
    "require approval by role finance, count 0",
    "require approval by role finance, reusable 0",
    "require approval by role finanse",

    "require approval by role finance, escalate after 5m to role finanse",
    "require approval by role finance, escalate after 0s to role finance",

    "require verification by agent dekc",
    "require verification by rule smal",
    "also record full",

    "when args.to is empty",
    "when args.body is empty  unless args.boddy is empty  deny",
  ]
    .map((clauses) => body("gate g on mail.send", clauses))
    .concat(
      ["message to dekc", "result of crm.get", "effect [payss]", "effect [shares]", "shop.refnd", "shp.*"].map((on) =>
        body(`gate g on ${on}`, "deny"),
      ),
      body("gate g on prompt", "log also redact [card] in args.body by mask"),
      body("gate g on mail.send", "deny") + body("gate g on mail.send", "deny"),
    ),
  bands: [
    "above 90% -> allow  above 90% -> log  otherwise -> deny",
    "from 90% -> allow  above 90% -> log  otherwise -> deny",
    "above 90% -> log  from 70% -> allow  otherwise -> deny",
    "above 90% -> deny  otherwise -> require approval by role finance",
    "above 90% -> require approval by role finance  otherwise -> require confirmation by user",
    "above 90% -> require confirmation by user  otherwise -> require verification by agent desk",
    "above 90% -> require verification by agent desk  otherwise -> log",
    "above 90% -> allow",
    "otherwise -> deny  above 90% -> deny  otherwise -> deny",
    "above 90 -> allow  otherwise -> deny",
    "above 101% -> allow  otherwise -> deny",
    "above 100% -> allow  otherwise -> deny",
    "from 90% -> allow  from -1% -> log  otherwise -> deny",
    "above args.count -> allow  otherwise -> deny",
    "above 90% -> allow  otherwise -> require approval by role fin",
    "from 101% -> allow  otherwise -> deny",
    "above 90% -> allow  from 90% -> log  from 90% -> log  otherwise -> deny",
    "above 90% -> allow  above 91% -> allow  otherwise -> deny",
    "otherwise -> deny  otherwise -> deny",
    "above 9m -> allow  otherwise -> deny",
  ]
    .map((rows) => body("bands confidence on effect [pays]", rows))
    .concat(
      body("bands cost on effect [pays]", "otherwise -> deny"),
      body("bands confidance on effect [pays]", "otherwise -> deny"),
      body("bands confidence on effect [pay]", "otherwise -> deny"),
    ),
  labels: [
    "label own from web.ftech\n",

    "label own from web.fetch when args.fiel is empty\n",

    "endorse web.fetch clears [secret]\n",
    "endorse web.fetch clears [secrt]\n",
    "endorse web.ftech clears [untrusted]\n",
  ],
  context: [
    "ticket is string from host",
    "ticket.status.more is string from host",
    "user.name is string from host  user is string from host",
    "ticket.status is string from host",
    "ticket.kind is strng from host",
    "ticket.kind is string from token",
    "ticket.kind is string from nobody",
    "ticket.price is money in args.currency from host",
    "ticket.price is money QQQ from host",
  ].map((field) => body("context", field)),
  tools: [
    "effect payes",

    "undo by shop.cancl",
    "undo by a.b",

    "result is xml",
    "returns [pi]",
    "args.x is moneyy",
    "args.x is money QQQ",
    "args.x is money in args.x",
    "args.x is money in args.currency",
    "args.x is money in token.subject",
    "args.x is string  args.x is int",
    "args.x is string  args.x.y is int",
    "token.x is string",
    "result.x is trusted  result.x is untrusted",
    "irreversible  undo by shop.refund",
  ].map((clauses) => body("tool a.b", clauses)),
  claims: [
    "prove never shop.refnd\n",
    "prove never shop.refund with args.amuont > 5.00 USD\n",
    "prove always shop.refund requires approval by role fin\n",
    "prove always shop.refund requires approval by role finance, count 0\n",
    "prove always shop.refund at least aprove\n",
    "prove never shop.refund, mail.send with args.amount > 5.00 USD\n",
    "prove always shop.refund requires verification by agent dekc\n",
    "prove always shop.refund requires approval by role finance, valid 0s\n",
    "prove always shop.refund at least log at least deny\n",
    "prove never prompt with text > 5\n",
  ],
  tests: [
    "given { agent dekc }",
    "given { identity okay }",
    "given { identitty ok }",
    "given { confidence 150% }",
    "given { confidence 90 }",
    "given { on behalf of role fin }",
    'given { context.ticket.state "open" }',
    "after 0s",

    "call shop.refnd { amount: 5 }",
    "call shop.refund { amuont: 5 }",
    "call shop.refund { amount: 5 } expect denied",
    "call shop.refund { amount: 5 } expect deny via lage",
    "call shop.refund { amount: 5 } expect deny via agent:desk:token_tll",

    'call shop.refund { amount: 5 } expect deny via "drift:pace:warmup"',
    'call shop.refund { amount: 5 } expect deny via "bands:confidence:9"',
    "call shop.refund { amount: 5 } expect deny via confidence",
    "call shop.refund { amount: 5 } expect deny via agent:desk:mtls",
    'call shop.refund { amount: 5 } expect deny via "kill_switch:stop"',
    'call shop.refund { amount: 5 } expect deny via "gone:gate"',
    'approve by "ann" role fin',
    'message to dekc "hi"',
    "given { agent desk  agent desk }",
    'given { context.ticket.status "open"  context.ticket.status "closed" }',
    'given { egress none  egress.url "https://x.example/" }',
    "call shop.refund { amount: 5, amount: 6 } expect deny",
    "call shop.refund { amount: row.amount } expect deny",
    "for each row in [] call shop.refund { amount: row.amount } expect deny",
    "for each row in [{ amount: 5 }, { amuont: 6 }] call shop.refund { amount: row.amount } expect deny",
    "for each row in [{ amount: 5 }] call shop.refund { amount: rwo.amount } expect deny",
    "for each row in [{ amount: 5 }] call shop.refund { amount: row.amount.value } expect deny",
    "for each row in [5] call shop.refund { amount: row.amount } expect deny",
    'for each row in [{ level: "dney" }] call shop.refund { amount: 5 } expect row.level',
    "for each row in [{ level: 5 }] call shop.refund { amount: 5 } expect row.level",
    'for each row in [{ tool: "shop.refnd" }] call row.tool { amount: 5 } expect deny',
    "expect unknown token.tll",
    "expect unknown tokn.ttl",
    'kill stop by "ann" role finance',
    'clear stop by "ann" role finanse expect deny via "gone"',
    'open exit by "ann" role finance expect dney',
    'close exit by "ann"',
    "started expect dney",
    "verify by agent dekc expect allow",
    'verify by agent desk expect deny via "gone"',
    'reject by "ann" expect deny via "gone"',
    'confirm by "ann" expect deny via "gone"',
    'prompt "x" expect deny via "gone"',
    'output "x" expect log via "gone"',
    'result "x" expect allow via "gone"',
    "revoke agent dekc",
    'call mail.send { to: ["a@b.example"] } expect deny via "connector:shop:rate"',
    'call shop.refund { amount: 5 } expect deny because "nobody says so"',
  ].map((step) => body('test "t"', step)),
  history: [
    "count(started shop.refund) > 3",
    "count(started shop.refund) within 1h > 3",
    "count(started shop.refund) per agent > 3",
    "count(started shop.refund) within 0s per agent > 3",
    "count(stated shop.refund) within 1h per agent > 3",
    "count(started shop.refund) within 1h per agnet > 3",
    "count(started shop.refunt) within 1h per agent > 3",
    "count(started shop.refund) within 1h per agent > 3.00 USD",
    "count(started shop.refund) within 1h per agent",
    "previously(started shop.refund) within 1h per agent > 3",
    "sum(args.amuont of started shop.refund) within 1h per agent > 3.00 USD",
    "sum(args.amount of started shop.refund) within 1h per agent > 3.00 EUR",
    "sum(args.order of started shop.refund) within 1h per agent > 3",
    "sum(result.email of started crm.get_customer) within 1h per agent > 3",
    'last(args.to of started mail.send) within 1h per agent == "x"',
    'last(args.subject of started *) within 1h per agent == "x"',
    "count(started shop.refund with args.amount > this.args.amount) within 1h per agent > 3",
    'count(started shop.refund with args.order == "17") within 1h per agent > 3',
    "count(started shop.refund with args.order == args.order) within 1h per agent > 3",
    "count(started shop.refund with args.order == this.args.amount) within 1h per agent > 3",
    "count(started shop.refund with args.order == this.args.ordre) within 1h per agent > 3",
    "count(started shop.refund with args.ordre == this.args.order) within 1h per agent > 3",
    "this.args.order == args.order",
    "count(started message with agent == this.agent) within 1h per agent > 3",
    "count(executed message) within 1h per agent > 3",
    "sum(args.amount of attempted message) within 1h per agent > 3",
    "count(attempted mesage) within 1h per agent > 3",
    "since(started shop.refund) within 1h per agent",
    "since(started shop.refund, stated mail.send) within 1h per agent",
    "never(started shop.refund) within 1h per agent > 3",
    "distinct(args of started shop.refund) within 1h per agent > 3",
    "sum(args.express of started shop.refund) within 1h per agent > 3",
    "sum(args.amount of started *) within 1h per agent > 3.00 USD",
    "sum(token.ttl of started shop.refund) within 1h per agent > 3",
    "count(started shop.refund with args.order == this.args.order and args.count > 3) within 1h per agent > 3",
    "count(started shop.refund with this.args.order == this.args.order) within 1h per agent > 3",
    "count(started shop.refund with (args.order == this.args.order and args.to == this.args.order)) within 1h per agent > 3",
    "count(started mail.send with args.to == this.args.order) within 1h per agent > 3",
    "cuont(started shop.refund) within 1h per agent > 3",
    "count(started shop.refund) within 1h per session > 3m",
    "last(args.order of started shop.refund) within 1h per agent == args.count",
  ].map((condition) => body("gate g on shop.refund", `when ${condition}\n  deny`)),
  controls: [
    "require agent.nmae is empty",
    "require count(started shop.refund) within 1h per agent > 3",
    "fail when agent.name is empty",

    "require purpose == 5",
    "require agent.name == ann",
  ].map((clauses) => body('control C-1 "t" for each agent', clauses)),
  lets: [
    "let a = b\nlet b = a\n",
    "let odd = args.reason == lost\n",
    'let odd = args.reason == "lost"\ngate g on shop.refund {\n  when odd\n  deny\n}\n',
    "let cap = 5.00 USD\nlet cap = 6.00 USD\n",
    "let args = 5\n",
    "let large = args.amount > 5.00 USD\ngate g on shop.refund, mail.send {\n  when large\n  deny\n}\n",
    "let cap = 5.00 EUR\ngate g on shop.refund {\n  when args.amount > cap\n  deny\n}\n",
    "gate g on shop.refund {\n  when lrge\n  deny\n}\nlet large = args.amount > 5.00 USD\n",
    "let a = a\n",
    "let a = b\nlet b = c\nlet c = a and args.express\n",
    "let many = [1, 2\n",
    "let cap = 5.00 USD\ngate g on shop.refund {\n  when cap\n  deny\n}\n",
    "let ok = args.express\ngate g on shop.refund {\n  when args.order == ok\n  deny\n}\n",
    "let near = args.amuont > 5.00 USD\ngate g on shop.refund {\n  when near\n  deny\n}\n",
    'let hosts = ["a.example", 5]\ngate g on web.fetch {\n  when args.host in domain (hosts)\n  deny\n}\n',
    "gate g on web.fetch {\n  when args.host in domain (hosts)\n  deny\n}\n",
    'gate g on web.fetch {\n  when args.host in domain (hots)\n  deny\n}\nlet hosts = ["a.example"]\n',
    "gate g on web.fetch {\n  when args.host in domain (context.hosts)\n  deny\n}\n",
  ],
};

describe("a mistake is told with its place, what is near, and how to mend it", () => {
  it.each(Object.entries(mistakes))("in %s", async (name, texts) => {
    for (const text of texts) expect(checkText(text).diagnostics, text).not.toEqual([]);
    await expect(renderMessages(texts, checkText)).toMatchFileSnapshot(`../../fixtures/messages/${name}.txt`);
  });
});

describe("a mistake in a file that a policy reads is told with its place there", () => {
  it.each([
    ["catalogues", "tools.json", 'use tools from "./tools.json" as mail\n', catalogues()],
    ["baselines", "usual.json", drift(), baselines()],
  ])("in %s", async (name, file, declaration, texts) => {
    const policy = `${world}${declaration}`;
    const told = texts.map((text) => {
      const files = { "policy.gate": policy, [file]: text };
      const { diagnostics } = checkFiles(files);
      expect(diagnostics, text).not.toEqual([]);
      return `# ${text}\n${renderDiagnostics(diagnostics, files)}\n`;
    });
    await expect(told.join("\n")).toMatchFileSnapshot(`../../fixtures/messages/${name}.txt`);
  });
});

function catalogues(): readonly string[] {
  const schemas = [
    '{"type":"strnig"}',
    '{"type":"object","properties":[]}',

    '{"$ref":"#/nowhere"}',
    '{"$ref":"https://example.com/x"}',
    '{"type":["string","strnig"]}',
    '{"anyOf":{}}',

    "5",
    '{"type":5}',
    '{"type":[]}',
    '{"type":["string","string"]}',
    '{"enum":"a"}',
    '{"enum":[]}',
    '{"type":"string","required":true}',
    '{"type":"object","required":"x"}',
    '{"type":"object","properties":{"to":{}},"required":["to","to"]}',
    '{"type":"object","properties":{"to":{}},"required":[5]}',
    '{"type":"object","properties":{"to":{}},"required":["tu"]}',
    '{"type":"object","additionalProperties":"false"}',
    '{"type":"array","items":"x"}',
    '{"type":"string","items":5}',
    '{"minimum":"3"}',
    '{"minLength":-1}',
    '{"maxItems":1.5}',
    '{"multipleOf":0}',
    '{"uniqueItems":"true"}',
    '{"pattern":5}',
    '{"pattern":"(a"}',
    '{"pattern":"(?i)a"}',
    '{"format":5}',
    '{"$ref":5}',
    '{"anyOf":[]}',
    '{"not":5}',
    '{"dependentRequired":{"a":"b"}}',
    '{"patternProperties":{"(":{}}}',
    '{"type":"string","enums":["a"]}',
  ];
  return [
    "[",
    "[]",
    "{}",
    '"tools"',
    '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}',
    '{"error":{"code":1}}',
    '{"jsonrpc":"2.0","error":{"code":1}}',
    '{"tools":[{"name":"t","inputSchema":{"type":"object"}}],"nextCursor":"2"}',
    '[{"name":"a b","inputSchema":{"type":"object"}}]',
    '[{"name":"t"}]',
    '[{"name":"t","inputSchema":{"type":"object"}},{"name":"t","inputSchema":{"type":"object"}}]',
    '{"t":{"inputSchema":{"type":"object"}},"u":5}',
    '[{"name":"t","inputSchema":{"type":"object"},"annotations":{"destructiveHint":"true"}}]',
    '[{"name":"t","inputSchema":{"type":"object"},"annotations":[]}]',
    '[{"name":"t","inputSchema":{"type":"object","properties":{"x":{"$ref":"#/other"}},"other":{"type":5}}}]',
    ...schemas.map((schema) => `[{"name":"t","inputSchema":{"type":"object","properties":{"x":${schema}}}}]`),
  ];
}

function drift(): string {
  return `drift d per agent {
  metric calls = count(attempted *) within 5m
  baseline "./usual.json" sha256 "${"0".repeat(64)}"
  over 3 sigma -> deny
}
`;
}

function baselines(): readonly string[] {
  const term = '"term":"count(attempted *) within 5m per agent"';
  const metric = (more: string) => `{"baseline":1,"per":"agent","metrics":{"calls":{${more}}}}`;
  return [
    "[",
    "[]",
    "{}",
    '{"baseline":2,"per":"agent","metrics":{}}',
    '{"baseline":1,"per":"agnet","metrics":{"calls":{}}}',
    '{"baseline":1,"per":"agent","metrics":{},"more":1}',
    metric(""),
    metric(`${term},"all":5`),
    metric(`${term},"all":{"mean":12,"deviation":"3","samples":4}`),
    metric(`${term},"all":{"mean":"12","deviation":"-3","samples":4}`),
    metric(`${term},"all":{"mean":"12","deviation":"3","samples":1}`),
    metric(`${term},"all":{"mean":"12","deviation":"3","samples":4,"more":1}`),
    metric(`${term},"unit":5`),
    metric(`${term},"agents":{"desk":{"mean":"x"}}`),
    metric(`${term},"agents":[]`),
    metric('"term":5,"all":{"mean":"12","deviation":"3","samples":4}'),
    metric(`${term},"all":{"mean":"12","deviation":"3","samples":4}`),
  ];
}
