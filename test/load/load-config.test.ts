import { describe, expect, it } from "vitest";
import { ruleLevel } from "../../src/load/config.ts";
import { loadConfig } from "../../src/load/load-config.ts";
import { memoryHost } from "./memory-host.ts";

const codes = ["dead-gate", "unused-let"];
const load = (files: Record<string, string>, path?: string) => loadConfig(memoryHost(files), path, codes);

/** The text each message points at. */
async function problemsOf(text: string): Promise<readonly { at: string; message: string; help: string | undefined }[]> {
  const outcome = await load({ "sallyport.yaml": text });
  expect(outcome.ok).toBe(false);
  return outcome.diagnostics.map(({ message, spans: [span], help }) => ({
    at: text.slice(span?.start, span?.end),
    message,
    help,
  }));
}

describe("the configuration", () => {
  it("is empty when there is no file", async () => {
    expect(await load({})).toMatchObject({ ok: true, value: { files: [], policies: [] } });
  });

  it("is found upward, and its paths are named from the working folder", async () => {
    const outcome = await load({ "../sallyport.yaml": "policies: [gates]\n" });
    expect(outcome).toMatchObject({ ok: true, value: { policies: ["../gates"] } });
  });

  it("is looked for from what was named, not only from the working folder", async () => {
    const host = memoryHost({ "a/b/sallyport.yaml": "policies: [.]\n", "a/b/c/x.gate": "" });
    expect(await loadConfig(host, undefined, codes, "a/b/c/x.gate")).toMatchObject({ value: { policies: ["a/b"] } });
    expect(await loadConfig(host, undefined, codes)).toMatchObject({ value: { policies: [] } });
  });

  it("points at a misspelt setting and suggests the right one", async () => {
    expect(await problemsOf("polices: [a]\n")).toEqual([
      {
        at: "polices",
        message:
          "`polices` is not a setting of sallyport.yaml; known are extends, policies, rules, overrides, simulate, audit, bundle",
        help: "did you mean `policies`?",
      },
    ]);
  });

  it("points at a misspelt setting inside a list", async () => {
    const [first] = await problemsOf(
      "audit:\n  accept:\n    - { item: A, owner: b, reason: c, untl: 2027-01-01, until: 2027-01-01 }\n",
    );
    expect(first).toMatchObject({ at: "untl", help: "did you mean `until`?" });
  });

  it("points at a level that does not exist", async () => {
    const [first] = await problemsOf("rules:\n  dead-gate: warning\n");
    expect(first).toMatchObject({ at: "warning", message: "`rules.dead-gate` must be one of off, info, warn, error" });
  });

  it("refuses a level for a rule that does not exist", async () => {
    const [first] = await problemsOf("rules: { dead-gates: off }\n");
    expect(first).toMatchObject({ at: "dead-gates", help: "did you mean `dead-gate`?" });
  });

  it("points at broken YAML, repeated keys and alias bombs instead of throwing", async () => {
    expect((await problemsOf("rules: [\n"))[0]?.message).toContain("the list that `[` opens before is not closed");
    expect((await problemsOf("policies: [a]\npolicies: [b]\n"))[0]?.message).toContain("twice");
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x,x]",
      "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]",
      "c: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]",
    ];
    expect((await problemsOf(`${bomb.join("\n")}\n`))[0]?.message).toContain("aliases");
  });

  it("lays a file over what it extends", async () => {
    const outcome = await load({
      "base.yaml": "policies: [base]\nrules: { dead-gate: off, unused-let: warn }\n",
      "sallyport.yaml": "extends: ./base.yaml\nrules: { dead-gate: error }\n",
    });
    expect(outcome).toMatchObject({
      ok: true,
      value: { policies: ["base"], rules: { "dead-gate": "error", "unused-let": "warn" } },
    });
  });

  it("refuses extends that go in a circle or over the network", async () => {
    const circle = await load({ "sallyport.yaml": "extends: a.yaml\n", "a.yaml": "extends: sallyport.yaml\n" });
    expect(circle.diagnostics[0]?.message).toContain("circle");
    const remote = await load({ "sallyport.yaml": "extends: https://example.com/a.yaml\n" });
    expect(remote.diagnostics[0]?.message).toContain("nothing is ever fetched");
  });

  it("gives a rule the level of the last override that names it", async () => {
    const outcome = await load({
      "sallyport.yaml":
        'rules: { dead-gate: error }\noverrides:\n  - { files: ["old/**"], rules: { dead-gate: warn } }\n  - { files: ["old/x/*.gate"], rules: { dead-gate: off } }\n',
    });
    if (!outcome.ok) throw new Error("expected a configuration");
    const level = (file: string) => ruleLevel(outcome.value, "dead-gate", file);
    expect([level("a.gate"), level("old/a.gate"), level("old/x/a.gate")]).toEqual(["error", "warn", "off"]);
    expect(ruleLevel(outcome.value, "unused-let", "a.gate")).toBeUndefined();
  });
});
