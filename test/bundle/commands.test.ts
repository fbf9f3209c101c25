import { verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { runIn } from "../cli/test-shell.ts";
import { deskBundle, deskFiles, documentOf, signedBy, textOf } from "./desk.ts";
import { ed25519, jwkOf, p256, pemOf, signingInput } from "./keys.ts";

const plain = await deskBundle();
const pairs = [ed25519(), p256()] as const;
const [release, second] = pairs;
const json = (value: unknown): string => JSON.stringify(value);
const read = (host: { readonly files: ReadonlyMap<string, string | Uint8Array> }, path: string): string =>
  String(host.files.get(`/project/${path}`));

describe("bundle", () => {
  it("writes one canonical line, and says the digest on stderr", async () => {
    const { code, out, err } = await runIn(deskFiles, ["bundle", "desk"]);
    expect(code).toBe(0);
    const document = documentOf(out);
    expect(out).toBe(`${canonicalJson(document)}\n`);
    expect(err).toBe(`desk version 3: bundle sha256 ${document.digest}\n`);
  });

  it("fits the published schema, signed and unsigned", async () => {
    const validate = new Ajv2020().compile(JSON.parse(readFileSync("src/bundle/bundle.schema.json", "utf8")));
    for (const document of [documentOf(plain), signedBy(release, documentOf(plain))]) {
      validate(document);
      expect(validate.errors).toBeNull();
    }
    expect(validate({ ...documentOf(plain), note: "hi" })).toBe(false);
  });

  it("holds all files of a policy of which one was named, and names no folder above them", async () => {
    const one = await runIn(deskFiles, ["bundle", "desk/desk-tests.gate"]);
    expect(one.out).toBe(plain);
    expect(documentOf(plain).entries.map(({ path }) => path)).toEqual([
      "ir.json",
      "sources/desk-tests.gate",
      "sources/desk.gate",
      "sources/tools.json",
    ]);
  });

  it("keeps the way from a policy to a catalogue in another folder", async () => {
    const files = {
      "a/b/desk.gate": (deskFiles["desk/desk.gate"] ?? "").replace("./tools.json", "../../c/tools.json"),
      "c/tools.json": deskFiles["desk/tools.json"] ?? "",
    };
    const { code, out } = await runIn(files, ["bundle", "a/b"]);
    expect(code).toBe(0);
    expect(documentOf(out).entries.map(({ path }) => path)).toEqual([
      "ir.json",
      "sources/a/b/desk.gate",
      "sources/c/tools.json",
    ]);
    expect((await runIn({ "x.gatebundle": out }, ["inspect", "x.gatebundle"])).code).toBe(0);
  });

  it("exits 3 for what does not compile, and 2 for a bundle, a wrong ending and nameless input", async () => {
    const broken = {
      ...deskFiles,
      "desk/desk.gate": (deskFiles["desk/desk.gate"] ?? "").replace("args.to in", "args.too in"),
    };
    expect(await runIn(broken, ["bundle", "desk"])).toMatchObject({ code: 3, out: "" });
    expect(await runIn({ "x.gatebundle": plain }, ["bundle", "x.gatebundle"])).toMatchObject({ code: 2, out: "" });
    expect((await runIn(deskFiles, ["bundle", "desk", "--out", "desk.json"])).code).toBe(2);
    expect((await runIn(deskFiles, ["bundle", "-"], { stdin: "policy x version 1 language 1\n" })).err).toContain(
      "--stdin-filename",
    );
  });

  it("refuses names that cannot be unpacked everywhere", async () => {
    const odd = {
      "desk/a:b.gate": deskFiles["desk/desk.gate"] ?? "",
      "desk/tools.json": deskFiles["desk/tools.json"] ?? "",
    };
    const { code, err } = await runIn(odd, ["bundle", "desk"]);
    expect(code).toBe(3);
    expect(err).toContain("error[bundle-entry-path]");
    const twins = { ...deskFiles, "desk/DESK.gate": "policy desk version 3 language 1\n" };
    expect((await runIn(twins, ["bundle", "desk"])).err).toContain("error[bundle-entry-duplicate]");
  });
});

describe.each(pairs)("sign and verify-bundle with $algorithm", (pair) => {
  const forms: readonly (readonly [string, string, string])[] = [
    ["PEM", pemOf(pair.privateKey), pemOf(pair.publicKey)],
    ["JWK", json(jwkOf(pair.privateKey)), json(jwkOf(pair.publicKey))],
    [
      "JWK with a name",
      json(jwkOf(pair.privateKey, { kid: "k1" })),
      json(jwkOf(pair.publicKey, { kid: "k1", use: "sig" })),
    ],
    [
      "a set of keys",
      json(jwkOf(pair.privateKey, { kid: "k1" })),
      json({ keys: [...pairs.map((one, at) => jwkOf(one.publicKey, { kid: one === pair ? "k1" : `other${at}` }))] }),
    ],
    ["a set of keys without names", pemOf(pair.privateKey), json({ keys: pairs.map((one) => jwkOf(one.publicKey)) })],
  ];

  it.each(forms)("takes keys as %s", async (_, privateKey, publicKey) => {
    const files = { "b.gatebundle": plain, "private.key": privateKey, "public.key": publicKey };
    const signed = await runIn(files, ["sign", "b.gatebundle", "--key", "private.key"]);
    expect(signed).toMatchObject({ code: 0, err: "" });
    expect(signed.out).toContain(`(${pair.algorithm}); bundle sha256 ${documentOf(plain).digest}`);
    const verified = await runIn(signed.host, ["verify-bundle", "b.gatebundle", "--key", "public.key"]);
    expect(verified).toMatchObject({ code: 0, err: "" });
    expect(verified.out).toContain("b.gatebundle: policy desk version 3, signed with the key");
  });

  it("makes a JWS that node itself accepts over the manifest", async () => {
    const files = { "b.gatebundle": plain, "k.pem": pemOf(pair.privateKey) };
    const { host } = await runIn(files, ["sign", "b.gatebundle", "--key", "k.pem", "--kid", "release 1"]);
    const { manifest, signature = "" } = documentOf(read(host, "b.gatebundle"));
    const [encoded = "", bytes = ""] = signature.split("..");
    const header: object = JSON.parse(Buffer.from(encoded, "base64url").toString());
    expect(header).toEqual({ alg: pair.algorithm, kid: "release 1", typ: "sallyport-bundle+jws" });
    const input = Buffer.from(signingInput(header, canonicalJson(manifest)));
    const isGood = verify(
      pair.algorithm === "EdDSA" ? null : "sha256",
      input,
      { key: pair.publicKey, dsaEncoding: "ieee-p1363" },
      Buffer.from(bytes, "base64url"),
    );
    expect(isGood).toBe(true);
  });

  it("accepts what node signed", async () => {
    const files = { "b.gatebundle": textOf(signedBy(pair, documentOf(plain))), "k.pem": pemOf(pair.publicKey) };
    expect((await runIn(files, ["verify-bundle", "b.gatebundle", "--key", "k.pem"])).code).toBe(0);
  });
});

describe("sign", () => {
  const files = { "b.gatebundle": plain, "k.pem": pemOf(release.privateKey), "other.pem": pemOf(second.privateKey) };

  it("leaves the given bundle alone with --out, and prints one from standard input", async () => {
    const { host } = await runIn(files, ["sign", "b.gatebundle", "--key", "k.pem", "--out", "signed.gatebundle"]);
    expect(read(host, "b.gatebundle")).toBe(plain);
    const piped = await runIn(files, ["sign", "-", "--key", "k.pem"], { stdin: plain });
    expect(piped.out).toBe(read(host, "signed.gatebundle"));
  });

  it("replaces a signature and says so", async () => {
    const once = await runIn(files, ["sign", "b.gatebundle", "--key", "k.pem"]);
    const twice = await runIn(once.host, ["sign", "b.gatebundle", "--key", "other.pem"]);
    expect(twice.out).toContain("the signature that was there is replaced");
    expect(documentOf(read(twice.host, "b.gatebundle")).signature?.match(/\.\./g)?.length).toBe(1);
  });

  it("signs nothing that is not whole, and writes nothing then", async () => {
    const broken = { ...files, "b.gatebundle": plain.replace("deny", "log ") };
    const { code, host } = await runIn(broken, ["sign", "b.gatebundle", "--key", "k.pem"]);
    expect(code).toBe(4);
    expect(read(host, "b.gatebundle")).toBe(broken["b.gatebundle"]);
  });

  it("exits 2 without a key, with one that is not there, and for a name that cannot be shown", async () => {
    for (const line of [[], ["--key", "gone.pem"], ["--key", "k.pem", "--kid", "a\u202eb"], ["--key", "-"]]) {
      expect((await runIn(files, ["sign", "b.gatebundle", ...line])).code).toBe(2);
    }
    expect((await runIn(files, ["sign", "b.gatebundle", "--key", "k.pem", "--out", "k.pem"])).code).toBe(2);
  });
});

describe("verify-bundle", () => {
  const signed = textOf(signedBy(release, documentOf(plain)));
  const files = { "a.gatebundle": signed, "b.gatebundle": plain, "k.pem": pemOf(release.publicKey) };

  it("checks several bundles, and one bad one makes the run fail", async () => {
    const { code, out } = await runIn(files, ["verify-bundle", "a.gatebundle", "b.gatebundle", "--key", "k.pem"]);
    expect(code).toBe(4);
    expect(out).toContain("a.gatebundle: policy desk version 3, signed with the key release (EdDSA)");
    expect(out).toContain("error[bundle-unsigned]");
  });

  it("takes folders and patterns, and finds nothing in an empty one", async () => {
    const many = { "x/a.gatebundle": signed, "x/y/b.gatebundle": signed, "z/readme.txt": "", "k.pem": files["k.pem"] };
    for (const name of ["x", "x/**/*.gatebundle"]) {
      const { code, out } = await runIn(many, ["verify-bundle", name, "--key", "k.pem"]);
      expect(code).toBe(0);
      expect(out.match(/signed with the key/g)?.length).toBe(2);
    }
    const empty = await runIn(many, ["verify-bundle", "z", "--key", "k.pem"]);
    expect(empty.code).toBe(2);
    expect(empty.out).toContain("error[nothing-matched]");
  });

  it("exits 2 for a bundle or key that is not there, and without a key", async () => {
    expect((await runIn(files, ["verify-bundle", "gone.gatebundle", "--key", "k.pem"])).code).toBe(2);
    expect((await runIn(files, ["verify-bundle", "a.gatebundle", "--key", "gone.pem"])).code).toBe(2);
    expect((await runIn(files, ["verify-bundle", "a.gatebundle"])).err).toContain("--key FILE");
  });

  it("takes the key of the configuration, never one beside the bundle", async () => {
    const config = "bundle:\n  key: keys/k.pem\n";
    const here = { "sallyport.yaml": config, "keys/k.pem": files["k.pem"], "x/a.gatebundle": signed };
    expect((await runIn(here, ["verify-bundle", "x/a.gatebundle"])).code).toBe(0);
    const beside = { "x/sallyport.yaml": config, "x/keys/k.pem": files["k.pem"], "x/a.gatebundle": signed };
    expect((await runIn(beside, ["verify-bundle", "x/a.gatebundle"])).code).toBe(2);
  });

  it("shows nothing of a bundle's long line, in any format", async () => {
    for (const format of ["human", "json", "sarif", "junit", "github", "markdown"]) {
      const { out } = await runIn(files, ["verify-bundle", "b.gatebundle", "--key", "k.pem", "--format", format]);
      expect(out).toContain("bundle-unsigned");
      expect(out).not.toContain("spiffe");
    }
  });

  it("refuses every bundle in which one character was changed, taken out or put in", async () => {
    const edit = fc.record({
      at: fc.nat({ max: signed.length - 1 }),
      cut: fc.nat({ max: 1 }),
      put: fc.constantFrom("", "a", "0", '"', "}", " "),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, cut, put }) => {
        const changed = signed.slice(0, at) + put + signed.slice(at + cut);
        fc.pre(changed !== signed);
        const { code } = await runIn({ ...files, "c.gatebundle": changed }, [
          "verify-bundle",
          "c.gatebundle",
          "--key",
          "k.pem",
        ]);
        expect(code).toBe(4);
      }),
      { numRuns: 300, seed: 20261129 },
    );
  });
});

describe("inspect", () => {
  it("shows what a bundle holds, and that it checked no signature", async () => {
    const files = { "desk.gatebundle": textOf(signedBy(release, documentOf(plain))) };
    const { code, out, err } = await runIn(files, ["inspect", "desk.gatebundle"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    // What changes with every version of the compiler stands in the next test.
    const lasting = out
      .replace(/\d+(?= {2}[0-9a-f]{64}$)/gm, (bytes) => "…".padStart(bytes.length))
      .replace(/[0-9a-f]{64}/g, "…");
    await expect(lasting).toMatchFileSnapshot("../../fixtures/bundle/inspect.txt");
  });

  it("shows the same as data", async () => {
    const files = { "desk.gatebundle": textOf(signedBy(release, documentOf(plain))) };
    const { out } = await runIn(files, ["inspect", "desk.gatebundle", "--format", "json"]);
    const { digest, manifest } = documentOf(plain);
    expect(JSON.parse(out)).toMatchObject({
      schema: "sallyport-inspection/1",
      digest,
      compiler: manifest.compiler,
      policy: { name: "desk", version: 3, agents: ["helper"], tools: ["mail.read", "mail.send"], gates: ["inside"] },
      policyDigest: manifest.entries[0]?.sha256,
      files: manifest.entries.map((entry) => ({ ...entry, bytes: expect.any(Number) })),
      signature: { algorithm: "EdDSA", kid: "release", verified: false },
    });
  });

  it("says that nobody signed, and refuses a signature with `none` and a changed file", async () => {
    expect((await runIn({ "x.gatebundle": plain }, ["inspect", "x.gatebundle"])).out).toContain("nobody vouches");
    const none = textOf({
      ...documentOf(plain),
      signature: `${Buffer.from('{"alg":"none"}').toString("base64url")}..`,
    });
    const refused = await runIn({ "x.gatebundle": none }, ["inspect", "x.gatebundle"]);
    expect(refused.code).toBe(4);
    expect(refused.err).toContain("error[bundle-signature-none]");
    expect(await runIn({ "x.gatebundle": plain.replace("deny", "log ") }, ["inspect", "x.gatebundle"])).toMatchObject({
      code: 4,
      out: "",
    });
  });

  it("escapes what a hostile bundle calls things", async () => {
    const document = documentOf(plain);
    const files = { "x.gatebundle": textOf({ ...document, "\u001b[31m": "" }) };
    const { err } = await runIn(files, ["inspect", "x.gatebundle"]);
    expect(err).not.toContain("\u001b");
  });
});
