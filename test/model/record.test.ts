import { describe, expect, it } from "vitest";
import { enforcedBy, flagFact, listFact } from "../../src/model/fact.ts";
import { listFacts } from "../../src/model/list-facts.ts";
import { fieldIn, recordOf } from "../../src/model/record.ts";
import { subjectFields } from "../../src/model/subject-types.ts";
import { readPath } from "../../src/value/field-path.ts";

const source = { file: "a.yaml", line: 3, column: 5, path: "spec.x", text: "true" };

describe("a record of facts", () => {
  it("has every field of the model, and says of missing ones what would decide them", () => {
    const record = recordOf(subjectFields.agent, {});
    const lifetime = readPath(record, ["identity", "id"]);
    expect(lifetime).toMatchObject({ state: "unrecorded", cause: "not_recorded" });
    expect(lifetime.evidence?.decidedBy).toContain("identity");
    for (const name of Object.keys(subjectFields.agent)) expect(readPath(record, [name]).state).not.toBe("absent");
  });

  it("keeps known facts and their place below groups", () => {
    const record = recordOf(subjectFields.agent, { sandbox: { privileged: flagFact(true, enforcedBy(source)) } });
    expect(readPath(record, ["sandbox", "privileged"])).toMatchObject({
      state: "value",
      evidence: { sources: [source] },
    });
    expect(readPath(record, ["sandbox", "host_network"]).state).toBe("unrecorded");
  });

  it("says what would close an open list", () => {
    const record = recordOf(subjectFields.agent, { tokens: listFact([], true, enforcedBy(source)) });
    expect(readPath(record, ["tokens"]).evidence?.decidedBy).toContain("spec.identity.token");
  });

  it("refuses a name the model does not have: that is our mistake", () => {
    expect(() => recordOf(subjectFields.agent, { tokenz: flagFact(true, enforcedBy(source)) })).toThrow("tokenz");
  });

  it("finds a field below groups, and nothing where a group stands", () => {
    const facts = { sandbox: { privileged: flagFact(true, enforcedBy(source)) } };
    expect(fieldIn(facts, "sandbox", "privileged")?.state).toBe("value");
    expect(fieldIn(facts, "sandbox")).toBeUndefined();
  });
});

describe("listing facts", () => {
  it("prints every leaf with subject, path, value, basis and source", () => {
    const record = recordOf(subjectFields.store, { encrypted: flagFact(false, enforcedBy(source)) });
    const deployment = {
      entities: [{ kind: "store" as const, name: "mailer/db", record, source }],
      attestations: [],
      waivers: [],
    };
    const listed = listFacts(deployment);
    expect(listed.length).toBe(Object.keys(subjectFields.store).length);
    expect(listed.find(({ path }) => path === "encrypted")).toMatchObject({
      subject: "store mailer/db",
      value: "false",
      basis: "enforced",
      source,
    });
    expect(listed.find(({ path }) => path === "kind")).toMatchObject({
      value: "unknown: not_recorded",
      basis: undefined,
    });
  });
});
