import { describe, expect, it } from "vitest";
import { openBundle, readBundleKeys, signBundle } from "../../src/index.ts";
import { runIn } from "../cli/test-shell.ts";
import { deskBundle, deskFiles, documentOf, signedBy, textOf } from "./desk.ts";
import { ed25519, pemOf } from "./keys.ts";

const release = ed25519();
const stranger = ed25519();
const plain = await deskBundle();
const signed = textOf(signedBy(release, documentOf(plain)));
const events = [
  { kind: "task_start", id: "t", session: "s", at: "2026-03-01T00:00:00Z", task: "x" },
  {
    kind: "call",
    id: "b",
    session: "s",
    at: "2026-03-01T00:00:00Z",
    tool: "mail.send",
    args: { to: "eve@attacker.test" },
    not_recorded: ["agent", "chain", "token", "peer", "purpose", "confidence"],
  },
];
const files = {
  ...deskFiles,
  "t/one.jsonl": events.map((event) => JSON.stringify(event)).join("\n"),
  "signed.gatebundle": signed,
  "plain.gatebundle": plain,
  "k.pem": pemOf(release.publicKey),
  "stranger.pem": pemOf(stranger.publicKey),
};
const replaying = ["--agent", "helper", "--assume", "identity=ok"];
const simulate = (...line: readonly string[]) => runIn(files, ["simulate", "t", ...replaying, "--policy", ...line]);
const note = /^note: .*\n?/gm;

describe("a bundle in place of a policy", () => {
  it("gives the decisions of its sources", async () => {
    const fromSources = await simulate("desk/desk.gate");
    const fromBundle = await simulate("signed.gatebundle", "--bundle-key", "k.pem");
    expect(fromBundle).toMatchObject({ code: fromSources.code, err: "" });
    expect(fromBundle.out.replace(note, "").trim()).toBe(fromSources.out.trim());
    expect(fromSources.out).toContain("deny");
    expect(fromBundle.out).toContain("note: signed.gatebundle is signed by the key release (EdDSA)");
  });

  it("holds the schemas that its gates demand", async () => {
    const gate = `policy desk version 3 language 1\ngate shape on output { require schema "./answer.json"  deny }\n`;
    const schema = JSON.stringify({ type: "object", properties: { reply: { type: "string" } }, required: ["reply"] });
    const bundle = await deskBundle({ ...deskFiles, "desk/shape.gate": gate, "desk/answer.json": schema });
    expect(documentOf(bundle).entries.map(({ path }) => path)).toContain("sources/answer.json");
    const said = ['{"reply":"x"}', "{}"].map((text, index) =>
      JSON.stringify({ kind: "output", id: `o${index}`, session: "s", at: "2026-03-01T00:00:00Z", text }),
    );
    const { out } = await runIn({ "shape.gatebundle": bundle, "t/one.jsonl": said.join("\n") }, [
      ...["simulate", "t", "--timeline", "all", "--policy", "shape.gatebundle"],
    ]);
    expect(out).toMatch(/0 +deny +output +agent:helper:subject/);
    expect(out).toMatch(/1 +deny +output +shape/);
    expect(out).toMatch(/\nshape +1\n/);
  });

  it("says once that a signature was not checked where no key is configured", async () => {
    for (const name of ["signed.gatebundle", "plain.gatebundle"]) {
      const { code, out, err } = await simulate(name);
      expect(code).toBe(0);
      expect(`${out}${err}`.match(/was not checked/g)?.length).toBe(1);
    }
  });

  it.each([
    ["unsigned", ["plain.gatebundle", "--bundle-key", "k.pem"], 4, "bundle-unsigned"],
    ["signed by somebody else", ["signed.gatebundle", "--bundle-key", "stranger.pem"], 4, "bundle-signature-wrong"],
  ] as const)("is refused when a key is configured and it is %s", async (_, line, code, word) => {
    const ran = await simulate(...line);
    expect(ran.code).toBe(code);
    expect(ran.out).toContain(`error[${word}]`);
    expect(ran.out).not.toContain("deny");
  });

  it("is refused unsigned when the configuration names a key", async () => {
    const config = { ...files, "sallyport.yaml": "bundle: { key: k.pem }\n" };
    const line = (name: string) => ["simulate", "t", ...replaying, "--policy", name];
    expect((await runIn(config, line("plain.gatebundle"))).code).toBe(4);
    expect((await runIn(config, line("signed.gatebundle"))).code).toBe(0);
  });

  it("exits 2 for a key that cannot be read, a bundle that is not there, and a key without a bundle", async () => {
    expect((await simulate("signed.gatebundle", "--bundle-key", "gone.pem")).code).toBe(2);
    expect((await simulate("gone.gatebundle")).code).toBe(2);
    expect((await simulate("desk/desk.gate", "--bundle-key", "k.pem")).code).toBe(2);
    expect((await simulate("signed.gatebundle", "--policy", "desk/desk.gate")).code).toBe(2);
  });

  it("is explained, shown and compiled as its sources are", async () => {
    const key = ["--bundle-key", "k.pem"];
    const explain = ["explain", "t/one.jsonl", ...replaying, "--policy"];
    expect((await runIn(files, [...explain, "signed.gatebundle", ...key])).out).toBe(
      (await runIn(files, [...explain, "desk/desk.gate"])).out,
    );
    for (const line of [["show", "matrix"], ["compile"]]) {
      const fromBundle = await runIn(files, [...line, "signed.gatebundle"]);
      expect(fromBundle.out).toBe((await runIn(files, [...line, "desk"])).out);
      expect(fromBundle.err).toContain("was not checked");
    }
  });

  it.each(["check", "lint", "fmt", "test"])("is refused by %s, which needs sources", async (command) => {
    const { code, err } = await runIn(files, [command, "plain.gatebundle"]);
    expect(code).toBe(2);
    expect(err).toContain("is a bundle");
  });
});

describe("the library", () => {
  const source = (text: string) => ({ file: "desk.gatebundle", text });
  const keysOf = async (pem: string) => {
    const read = await readBundleKeys({ file: "k.pem", text: pem });
    if (!read.ok) throw new Error("the key of these tests can be read");
    return read.value;
  };

  it("opens a signed bundle and says who signed it", async () => {
    const opened = await openBundle(source(signed), await keysOf(pemOf(release.publicKey)));
    expect(opened).toMatchObject({ ok: true, value: { signer: { kid: "release", algorithm: "EdDSA" } } });
    if (opened.ok) expect(opened.value.ir.policy).toBe("desk");
  });

  it("refuses an unsigned or a forged one when there are keys, and says nothing of a signer without", async () => {
    const keys = await keysOf(pemOf(stranger.publicKey));
    expect(await openBundle(source(plain), keys)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "bundle-unsigned" }],
    });
    expect(await openBundle(source(signed), keys)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "bundle-signature-wrong" }],
    });
    expect(await openBundle(source(signed))).toMatchObject({ ok: true, value: { signer: undefined } });
    expect((await openBundle(source(signed), [])).ok).toBe(false);
  });

  it("signs", async () => {
    const key = { file: "k.pem", text: pemOf(release.privateKey) };
    const made = await signBundle(source(plain), key, "release");
    expect(made).toMatchObject({ ok: true, value: signed });
    expect((await signBundle(source(plain), key, "")).ok).toBe(false);
  });
});
