import { describe, expect, it } from "vitest";
import { control, entity, fact, itemOf, judge, list, pathsOf, recordOf } from "./hand-built.ts";

const differ = (field: string) =>
  list([{ field, declared: fact("spec", "false", "declared"), enforced: fact("platform", "true") }]);

describe("a contradiction between a declaration and a platform", () => {
  it("fails a control that reads the field, and shows both places", () => {
    const verdict = judge(["require agent.a == yes"], { a: true, contradictions: differ("a") });
    expect(verdict).toMatchObject({
      verdict: "fail",
      clause: "contradiction about agent.a: declared false, enforced true",
    });
    expect(verdict.evidence[0]?.sources.map(({ path }) => path)).toEqual(["spec", "platform"]);
  });

  it("fails it in whichever clause the field is read", () => {
    const facts = { a: true, b: true, contradictions: differ("b") };
    expect(judge(["require agent.a == yes", "partial when agent.b == no"], facts).verdict).toBe("fail");
    expect(judge(["require agent.a == yes", "fail when not has agent.b"], facts).verdict).toBe("fail");
    expect(judge(["require agent.a == yes", "not applicable when agent.b == no"], facts).verdict).toBe("fail");
  });

  it("leaves a control alone that reads something else", () => {
    const facts = { a: true, contradictions: differ("b") };
    expect(judge(["require agent.a == yes"], facts).verdict).toBe("pass");
    expect(judge(["require agent.a == yes"], { a: true, contradictions: differ("group.a") }).verdict).toBe("pass");
  });

  it("is found below a quantifier, whatever the connector is called", () => {
    const facts = {
      connectors: list([{ name: "crm.desk", a: true }]),
      contradictions: differ("connectors.crm.desk.transport.mtls"),
    };
    const every = (body: string) => [`require every c in nonempty agent.connectors: ${body}`];
    expect(judge(every('c.transport.mtls == "mutual"'), facts).verdict).toBe("fail");
    expect(judge(every("c.a == yes"), facts).verdict).toBe("pass");
  });

  it("is about one list only: a store of the same name is no connector", () => {
    const facts = {
      connectors: list([{ name: "crm", transport: recordOf({ mtls: "mutual" }) }]),
      contradictions: differ("stores.crm.transport.mtls"),
    };
    const clause = 'require every c in nonempty agent.connectors: c.transport.mtls == "mutual"';
    expect(judge([clause], facts).verdict).toBe("pass");
  });

  it("stands beside what else fails", () => {
    const facts = { a: true, b: true, contradictions: differ("a") };
    const verdict = judge(["fail when agent.b == yes", "require agent.a == yes"], facts);
    expect(pathsOf(verdict)).toEqual(["agent.a", "agent.b"]);
  });

  it("of an agent fails its connector and its deployment too", () => {
    const agent = entity("agent", "mailer", { contradictions: differ("connectors.crm.a") });
    const connector = (name: string) => entity("connector", `mailer/${name}`, { name, agent: "mailer", a: true });
    const own = itemOf(control(["require connector.a == yes"], "connector"), [
      agent,
      connector("crm"),
      connector("mail"),
    ]);
    expect(own.subjects.map(({ verdict }) => verdict)).toEqual(["fail", "pass"]);
    const clerks = entity("connector", "clerk/crm", { name: "crm", agent: "clerk", a: true });
    const other = itemOf(control(["require connector.a == yes"], "connector"), [
      agent,
      entity("agent", "clerk", {}),
      clerks,
    ]);
    expect(other.verdict).toBe("pass");
    const whole = entity("deployment", "deployment", {
      agents: list([{ name: "mailer", connectors: list([{ a: true }]) }]),
    });
    const all = control(
      ["require every x in nonempty deployment.agents: (every c in nonempty x.connectors: c.a == yes)"],
      "deployment",
    );
    expect(itemOf(all, [agent, whole]).verdict).toBe("fail");
    expect(itemOf(all, [whole]).verdict).toBe("pass");
  });
});
