import { describe, expect, it } from "vitest";
import { runTests } from "../../src/simulate/run-tests.ts";
import { compileText } from "../support/compile.ts";

const world = `policy p version 1 language 1
context { ticket.status is "open" | "closed" from host }
tool stripe.create_refund {
  args.amount is money in args.currency minor
  args.currency is string
  args.order_id is string
  effect pays
}
tool mail.send {
  args.to is list of email
  effect sends
}
tool crm.get {
  args.id is string
  effect reads
}
role finance
role support
agent refund {
  subject "spiffe://corp/ns/support/sa/refund"
}
grant all { to agent refund  tools * }
`;

/** What failed of the tests in this text, with the gates before them. */
function failuresOf(text: string): readonly string[] {
  const { ir, checked, diagnostics } = compileText(world + text);
  if (ir === undefined || checked === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return runTests(ir, checked.tests).flatMap(({ failures }) => failures.map(({ message }) => message));
}

describe("history in test blocks", () => {
  it("caps refunds of an hour, as the language's own example says", () => {
    expect(
      failuresOf(`
gate large on stripe.create_refund {
  when args.amount > 500.00 USD
  require approval by role finance, count 2, valid 15m
}
gate velocity on stripe.create_refund {
  when sum(args.amount of started stripe.create_refund) within 1h per agent + args.amount > 2_000.00 USD
  deny  overridable
}
test "two refunds hit the hourly cap" {
  given { agent refund  identity ok  purpose "customer support"  task started  on behalf of role support
          confidence 97%  context.ticket.status "open" }
  prompt "Please refund order 17"
  call stripe.create_refund { amount: 150000, currency: "usd", order_id: "17" }   expect approve via large
  approve by "ann" role finance   approve by "bob" role finance                    expect log
  result { id: "re_1" }
  after 5m
  call stripe.create_refund { amount: 60000, currency: "usd", order_id: "18" }    expect deny via velocity
}
test "the window passes, and includes its end" {
  given { agent refund identity ok }
  call stripe.create_refund { amount: 40000, currency: "usd", order_id: "1" } expect allow
  result { id: "re_1" }
  call stripe.create_refund { amount: 50000, currency: "usd", order_id: "2" } expect allow
  result { id: "re_2" }
  call stripe.create_refund { amount: 50000, currency: "usd", order_id: "3" } expect allow
  result { id: "re_3" }
  call stripe.create_refund { amount: 50000, currency: "usd", order_id: "4" } expect allow
  result { id: "re_4" }
  after 1h
  call stripe.create_refund { amount: 50000, currency: "usd", order_id: "5" } expect deny via velocity
  after 1ms
  call stripe.create_refund { amount: 50000, currency: "usd", order_id: "6" } expect allow
}
test "another currency cannot be added up, and what is unknown acts" {
  given { agent refund identity ok }
  call stripe.create_refund { amount: 100, currency: "eur", order_id: "1" } expect deny via velocity
}
`),
    ).toEqual([]);
  });

  it("counts what was let go ahead before it has started, and not what was cancelled or refused", () => {
    expect(
      failuresOf(`
gate rate on crm.get { when count(started crm.get) within 1m per session + 1 > 2  deny }
test "reserved" {
  given { agent refund identity ok }
  call crm.get { id: "1" } expect allow
  call crm.get { id: "2" } expect allow
  call crm.get { id: "3" } expect deny via rate
}
test "re-deciding a start does not count its own reservation" {
  given { agent refund identity ok }
  call crm.get { id: "1" } expect allow
  result "x"
  call crm.get { id: "2" } expect allow
  started expect allow
  result "x"
  call crm.get { id: "3" } expect deny via rate
  started expect deny via rate
}
test "an error counts as started too" {
  given { agent refund identity ok }
  call crm.get { id: "1" } expect allow
  error "no"
  call crm.get { id: "2" } expect allow
  error "no"
  call crm.get { id: "3" } expect deny via rate
}
`),
    ).toEqual([]);
  });

  it("knows what happened before, what never did, and what came since", () => {
    expect(
      failuresOf(`
gate looked on stripe.create_refund { unless previously(executed crm.get with args.id == this.args.order_id) within 1h per session  deny }
gate calm on mail.send { unless never(denied *) within 10m per agent  deny }
gate fresh on mail.send { when count(executed crm.get) within 1h per session > 0  unless since(executed crm.get, executed mail.send) within 1h per session or never(executed mail.send) within 1h per session  deny }
gate many on mail.send { when distinct(args.to of started mail.send) within 1h per user >= 3  deny }
test "looked" {
  given { agent refund identity ok }
  call stripe.create_refund { amount: 1, currency: "usd", order_id: "17" } expect deny via looked
  call crm.get { id: "16" } expect allow
  result "x"
  call stripe.create_refund { amount: 1, currency: "usd", order_id: "17" } expect deny via looked
  call crm.get { id: "17" } expect allow
  result "x"
  call stripe.create_refund { amount: 1, currency: "usd", order_id: "17" } expect allow
}
test "calm" {
  given { agent refund identity ok }
  call mail.send { to: ["a@x.example"] } expect allow
  result "x"
  call stripe.create_refund { amount: 1, currency: "usd", order_id: "17" } expect deny
  call mail.send { to: ["a@x.example"] } expect deny via calm
  after 5m
  call mail.send { to: ["a@x.example"] } expect deny via calm
  after 11m
  call mail.send { to: ["a@x.example"] } expect allow
}
test "fresh" {
  given { agent refund identity ok }
  call crm.get { id: "1" } expect allow
  result "x"
  call mail.send { to: ["a@x.example"] } expect allow
  result "x"
  call mail.send { to: ["a@x.example"] } expect deny via fresh
  call crm.get { id: "1" } expect allow
  result "x"
  after 11m
  call mail.send { to: ["a@x.example"] } expect allow
}
test "many" {
  given { agent refund identity ok }
  call mail.send { to: ["a@x.example", "b@x.example"] } expect allow
  result "x"
  call mail.send { to: ["b@x.example"] } expect allow
  result "x"
  call mail.send { to: ["c@x.example"] } expect allow
  result "x"
  call mail.send { to: ["a@x.example"] } expect deny via many
}
`),
    ).toEqual([]);
  });
});
