import { describe, expect, it } from "vitest";
import { runTests } from "../../src/simulate/run-tests.ts";
import { compileText } from "../support/compile.ts";

const world = `policy p version 1 language 1
tool stripe.refund {
  args.amount is money in args.currency minor
  args.currency is string
  effect pays
}
tool stripe.fetch {
  args.url is url
  effect reads
}
tool stripe.hooks {
  args.targets is list of url
  args.zone is domain
  effect writes
}
tool crm.get {
  args.id is string
  effect reads
}
role finance
agent first { subject "spiffe://corp/first" }
agent second { subject "spiffe://corp/second" }
grant all { to agent first, second  tools * }
`;

const connector = (...clauses: readonly string[]): string =>
  `connector stripe for stripe.** {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;

/** What failed of the tests in this text. */
function failuresOf(text: string): readonly string[] {
  const { ir, checked, diagnostics } = compileText(world + text);
  if (ir === undefined || checked === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return runTests(ir, checked.tests).flatMap(({ failures }) => failures.map(({ message }) => message));
}

/** Steps of one test in which the agent is `first` and the envelope says this of the connection. */
const test = (egress: string, ...steps: readonly string[]): string =>
  `test "one" {\n  given { agent first  identity ok  ${egress} }\n${steps.map((step) => `  ${step}\n`).join("")}}\n`;

const stripeUrl = 'egress.url "https://api.stripe.com/v1"  egress.method "post"  egress.type "application/json"';
const refund = (amount: number, currency = "usd"): string =>
  `call stripe.refund { amount: ${amount}, currency: "${currency}" }`;

describe("egress", () => {
  const limits = connector('egress to ["api.stripe.com"] methods [POST, GET] ports [443] types ["application/json"]');

  it.each([
    ["what is inside", stripeUrl, "allow"],
    ["a method in lower case", stripeUrl.replace("post", "get"), "allow"],
    ["parameters of a type", stripeUrl.replace("json", "JSON; charset=utf-8"), "allow"],
    ["the port of the scheme, written", stripeUrl.replace(".com/", ".com:443/"), "allow"],
    ["another host", stripeUrl.replace("api.stripe", "api.strlpe"), "deny via connector:stripe:egress"],
    ["a host below", stripeUrl.replace("api.stripe", "x.api.stripe"), "deny via connector:stripe:egress"],
    ["another port", stripeUrl.replace(".com/", ".com:8443/"), "deny via connector:stripe:egress"],
    ["the port of another scheme", stripeUrl.replace("https", "http"), "deny via connector:stripe:egress"],
    ["another method", stripeUrl.replace("post", "delete"), "deny via connector:stripe:egress"],
    ["another type", stripeUrl.replace("application/json", "text/html"), "deny via connector:stripe:egress"],
    ["what has no host", stripeUrl.replace("https://api.stripe.com/v1", "data:,x"), "deny via connector:stripe:egress"],
    ["nothing recorded", "", "deny via connector:stripe:egress"],
    ["a method not recorded", 'egress.url "https://api.stripe.com/v1"', "deny via connector:stripe:egress"],
    ["no connection at all", "egress none", "log via connector:stripe:confine"],
    ["a method alone, outside", 'egress.method "delete"', "deny via connector:stripe:egress"],
  ])("judges %s by the envelope", (_title, egress, outcome) => {
    expect(failuresOf(limits + test(egress, `${refund(100)} expect ${outcome}`))).toEqual([]);
  });

  it.each([
    ["inside", "https://api.stripe.com/x", "allow"],
    ["elsewhere", "https://example.com/x", "deny via connector:stripe:egress"],
    ["another port", "https://api.stripe.com:8443/x", "deny via connector:stripe:egress"],
  ])("judges a URL that is %s", (_title, url, outcome) => {
    expect(failuresOf(limits + test("egress none", `call stripe.fetch { url: "${url}" } expect ${outcome}`))).toEqual(
      [],
    );
  });

  it("looks at every element of a list, and at domains without a port", () => {
    const hooks = (targets: string, zone = "api.stripe.com"): string =>
      `call stripe.hooks { targets: [${targets}], zone: "${zone}" }`;
    const inside = '"https://api.stripe.com/a"';
    const steps = [
      `${hooks(`${inside}, ${inside}`)} expect allow`,
      `${hooks("")} expect allow`,
      `${hooks(`${inside}, "https://example.com/"`)} expect deny via connector:stripe:egress`,
      `${hooks(inside, "example.com")} expect deny via connector:stripe:egress`,
    ];
    expect(failuresOf(limits + test("egress none", ...steps))).toEqual([]);
  });

  it("is the connector's own matter", () => {
    expect(failuresOf(limits + test("", 'call crm.get { id: "1" } expect allow'))).toEqual([]);
  });
});

describe("rate", () => {
  const limited = connector("rate 2 per 1m per agent");

  it("lets the Nth call pass and no further one, until the window has passed", () => {
    const steps = [
      `${refund(1)} expect allow`,
      "result {}",
      `call stripe.fetch { url: "https://example.com/" } expect allow`,
      "result {}",
      `${refund(1)} expect deny via connector:stripe:rate`,
      'call crm.get { id: "1" } expect allow',
      "after 61s",
      `${refund(1)} expect allow`,
    ];
    expect(failuresOf(limited + test(stripeUrl, ...steps))).toEqual([]);
  });

  it("counts each agent by itself", () => {
    const steps = [
      `${refund(1)} expect allow`,
      "result {}",
      `${refund(1)} expect allow`,
      "result {}",
      "given { agent second  identity ok }",
      `${refund(1)} expect allow`,
      "given { agent first  identity ok }",
      `${refund(1)} expect deny via connector:stripe:rate`,
    ];
    expect(failuresOf(limited + test(stripeUrl, ...steps))).toEqual([]);
  });
});

describe("quota", () => {
  const limited = connector("quota 50.00 USD of args.amount per 1d per agent");

  it("includes the amount of the call", () => {
    const steps = [
      `${refund(3000)} expect allow`,
      "result {}",
      `${refund(2001)} expect deny via connector:stripe:quota`,
      `${refund(2000)} expect allow`,
      "result {}",
      `${refund(1)} expect deny via connector:stripe:quota`,
      "after 25h",
      `${refund(5000)} expect allow`,
    ];
    expect(failuresOf(limited + test(stripeUrl, ...steps))).toEqual([]);
  });

  it("denies another currency, which has no sum with it", () => {
    expect(failuresOf(limited + test(stripeUrl, `${refund(1, "eur")} expect deny via connector:stripe:quota`))).toEqual(
      [],
    );
  });

  it("leaves tools without the amount alone", () => {
    const fetch = 'call stripe.fetch { url: "https://example.com/" } expect allow';
    expect(failuresOf(limited + test(stripeUrl, fetch))).toEqual([]);
  });
});

describe("a violation", () => {
  it("has the outcome that the connector states, and its alerts only then", () => {
    const text = connector("rate 1 per 1h per agent", 'on violation require approval by role finance also alert "soc"');
    const steps = [`${refund(1)} expect allow`, "result {}", `${refund(1)} expect approve via connector:stripe:rate`];
    expect(failuresOf(text + test(stripeUrl, ...steps))).toEqual([]);
  });

  it("of each of several connectors acts", () => {
    const other =
      'connector payments for stripe.refund {\n  egress to ["*.stripe.com"]\n  rate 1 per 1h per global\n}\n';
    const text = connector("rate 2 per 1h per agent") + other;
    const steps = [
      `${refund(1)} expect allow`,
      "result {}",
      `${refund(1)} expect deny via connector:payments:rate`,
      "given { egress none }",
      `${refund(1)} expect deny via connector:payments:confine`,
    ];
    expect(failuresOf(text + test(stripeUrl, ...steps))).toEqual([]);
  });
});

describe("validation", () => {
  const validated = `tool stripe.charge {
  args.amount is int
  result is json
  result.id is string
  effect pays
}
connector charges for stripe.charge {
  validate request, response
  on violation deny also alert "soc"
}
`;
  const charge = "call stripe.charge { amount: 1 } expect allow";

  it("denies a request outside its schema in the name of the connector, besides what the engine says", () => {
    const steps = [
      'call stripe.charge { amount: "many" } expect deny via connector:charges:validate_request expect deny via schema_violation',
      'call stripe.charge { amount: 1, "more": 2 } expect deny via connector:charges:validate_request',
      charge,
    ];
    expect(failuresOf(validated + test(stripeUrl, ...steps))).toEqual([]);
  });

  it.each([
    ["what the schema states", '{ id: "ch_1" }', "allow"],
    ["a text that holds it", `"{\\"id\\": \\"ch_1\\"}"`, "allow"],
    ["a text that is no JSON", '"done"', "deny via connector:charges:validate_response"],
    ["another type", "{ id: 7 }", "deny via connector:charges:validate_response"],
    ["nothing", "null", "deny via connector:charges:validate_response"],
  ])("lets pass of results only what definitely conforms: %s", (_title, result, outcome) => {
    expect(failuresOf(validated + test(stripeUrl, charge, `result ${result} expect ${outcome}`))).toEqual([]);
  });
});
