import { describe, expect, it } from "vitest";
import { packDigest } from "../../src/check/pack-digest.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { runIn } from "./test-shell.ts";

const pack = `pack mail version 1 language 1
param own is list of domain
gate leaves on mail.send {
  unless every a in nonempty args.to: a in domain (own)
  deny
  because "It stays inside"
}
gate erasure on effect [deletes] {
  deny
  because "Nothing is deleted"
}
`;
const digest = (text: string): string => packDigest([parseFile({ file: "mail.gate", text }).file]);
const policy = (pin: string): string => `policy desk version 1 language 1
use pack "../mail" sha256 "${pin}" with { own: ["example.com"] }
tool mail.send { args.to is list of email  effect sends }
agent clerk { subject "spiffe://desk.example/clerk" }
grant daily { to agent clerk  tools mail.send  while task max 8h }
test "mail that leaves is denied" {
  given { agent clerk  identity ok  task started }
  call mail.send { to: ["a@elsewhere.test"] } expect deny via mail:leaves
  call mail.send { to: ["a@example.com"] } expect allow
}
`;
const files = (text = pack, pin = digest(text)) => ({ "desk/desk.gate": policy(pin), "mail/mail.gate": text });

describe("a policy with a pack, on the command line", () => {
  it("is checked, tested, compiled in both forms and explained by the pack's names", async () => {
    expect((await runIn(files(), ["check", "desk"])).code).toBe(0);
    expect((await runIn(files(), ["test", "desk"])).code).toBe(0);
    const ir = await runIn(files(), ["compile", "desk"]);
    expect(ir.out).toContain('"name":"mail:leaves"');
    expect(ir.out).toContain('"patterns":["example.com"]');
    expect(ir.out).not.toContain("mail:erasure");
    const page = await runIn(files(), ["show", "gate", "mail:leaves", "desk"]);
    expect(page.out).toContain('address in domain ["example.com"]'.replace("address", "a"));
  });

  it("says in show and lint what of the pack does nothing", async () => {
    const matrix = await runIn(files(), ["show", "matrix", "desk"]);
    expect(matrix.out).toContain("mail version 1: mail:leaves");
    expect(matrix.out).toContain("gate mail:erasure acts on nothing here: no tool is effect [deletes]");
    const json = JSON.parse((await runIn(files(), ["show", "matrix", "desk", "--format", "json"])).out);
    expect(json.packs).toMatchObject([{ pack: "mail", gates: ["mail:leaves"], inert: [{ rule: "mail:erasure" }] }]);
    const lint = await runIn(files(), ["lint", "desk"]);
    expect(lint.out).toContain("inert-pack-rule");
    // Findings in the pack's own files are its author's, and are not among those of the policy.
    expect(lint.out).not.toContain("mail/mail.gate:1");
  });

  it("shows a mistake of the pack in the pack, also when only the policy was named", async () => {
    const broken = pack.replace("args.to:", "args.tu:");
    const ran = await runIn(files(broken), ["check", "desk/desk.gate"]);
    expect(ran.code).toBe(3);
    expect(ran.out).toContain("mail/mail.gate:4");
    expect(ran.out).toContain("the pack is used here");
    const unparsed = await runIn(files(pack.replace("deny", "dney")), ["check", "desk"]);
    expect(unparsed.code).toBe(3);
    expect(unparsed.out).toContain("mail/mail.gate:5");
  });

  it("says a mistake once where policy and pack are both named", async () => {
    const ran = await runIn(files(pack.replace("deny", "dney")), ["check", "desk", "mail", "--format", "json"]);
    const codes = JSON.parse(ran.out).diagnostics.map(({ code }: { readonly code: string }) => code);
    expect(codes.length).toBe(new Set(codes).size);
  });

  it("is not what was pinned any more after a change, and lint writes the new digest when told to", async () => {
    const changed = files(`${pack}// more\n`, digest(pack));
    const before = await runIn(changed, ["check", "desk"]);
    expect([before.code, before.out.includes("pack-changed")]).toEqual([3, true]);
    await runIn(before.host, ["lint", "desk", "--fix"]);
    expect((await runIn(before.host, ["check", "desk"])).code).toBe(3);
    await runIn(before.host, ["lint", "desk", "--fix", "--unsafe"]);
    expect(before.host.files.get("/project/desk/desk.gate")).toContain(digest(`${pack}// more\n`));
    expect((await runIn(before.host, ["check", "desk"])).code).toBe(0);
  });

  it("is told of a parameter that nothing uses, where the pack was named too", async () => {
    const spare = `${pack}param spare is int = 1\n`;
    expect((await runIn(files(spare), ["lint", "desk"])).out).not.toContain("spare");
    expect((await runIn(files(spare), ["lint", "desk", "mail"])).out).toContain(
      "parameter `spare` is declared and never used",
    );
    expect((await runIn(files(), ["lint", "desk", "mail"])).out).not.toContain("`own` is declared");
  });

  it("keeps lint from mending a pack that was not named", async () => {
    const broken = pack.replace("(own)", "(owm)");
    const ran = await runIn(files(broken), ["lint", "desk", "--fix", "--unsafe"]);
    expect(ran.out).toContain("did you mean `own`");
    expect(ran.host.files.get("/project/mail/mail.gate")).toBe(broken);
    await runIn(ran.host, ["lint", "mail", "desk", "--fix", "--unsafe"]);
    expect(ran.host.files.get("/project/mail/mail.gate")).toBe(pack);
  });

  it("is looked at again when a file of the pack changed since the last run, or came to it", async () => {
    for (const path of ["mail/mail.gate", "mail/more.gate"]) {
      const first = await runIn(files(), ["check", "desk"]);
      const second = await runIn(first.host, ["check", "desk"]);
      expect([first.code, second.code]).toEqual([0, 0]);
      first.host.writeFile(path, "pack mail version 1 language 1\n");
      expect((await runIn(first.host, ["check", "desk"])).code).toBe(3);
    }
  });

  it("is formatted alone, and a pack too, without a change of meaning", async () => {
    const ran = await runIn(files(), ["fmt", "desk", "mail"]);
    expect(ran.code).toBe(0);
    const written = ran.host.files.get("/project/desk/desk.gate");
    expect(written).toContain(`use pack "../mail" sha256 "${digest(pack)}" with {\n  own: ["example.com"]\n}\n`);
    expect((await runIn(ran.host, ["fmt", "--check", "desk", "mail"])).code).toBe(0);
    expect((await runIn(ran.host, ["test", "desk"])).code).toBe(0);
  });

  it("travels as a bundle with the files of its packs, and means the same", async () => {
    const made = await runIn(files(), ["bundle", "desk", "--out", "desk.gatebundle"]);
    expect(made.code).toBe(0);
    const inside = JSON.parse(String(made.host.files.get("/project/desk.gatebundle")));
    expect(inside.manifest.entries.map(({ path, kind }: Record<string, string>) => [path, kind])).toEqual([
      ["ir.json", "ir"],
      ["sources/desk/desk.gate", "policy"],
      ["sources/mail/mail.gate", "pack"],
    ]);
    expect((await runIn(made.host, ["check", "desk.gatebundle"])).err).toContain("is a bundle");
    const shown = await runIn(made.host, ["show", "gate", "mail:leaves", "desk.gatebundle"]);
    expect(shown.out).toBe((await runIn(made.host, ["show", "gate", "mail:leaves", "desk"])).out);
  });
});

describe("a pack by itself", () => {
  it("is checked and linted for what can be said without tools", async () => {
    expect((await runIn(files(), ["check", "mail"])).code).toBe(0);
    const lint = await runIn(files(), ["lint", "mail"]);
    expect([lint.code, lint.out.includes("checked and linted where a policy uses it")]).toEqual([0, true]);
    const wrong = files(pack.replace("list of domain", "list of domian"));
    expect((await runIn(wrong, ["check", "mail"])).out).toContain("unknown-type");
    const grants = files(`${pack}grant all { to agent clerk  tools mail.send }\n`);
    expect((await runIn(grants, ["check", "mail"])).out).toContain("not-in-pack");
  });

  it("decides nothing: commands that need a policy say so", async () => {
    const ran = await runIn(files(), ["show", "matrix", "mail"]);
    expect([ran.code, ran.err.includes("`mail` is a pack")]).toEqual([2, true]);
  });

  it("does not hinder a command on the policy beside it", async () => {
    expect((await runIn(files(), ["compile", "."])).code).toBe(0);
  });
});
