import { describe, expect, it } from "vitest";
import { loadPacks } from "../../src/load/load-packs.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { memoryHost } from "./memory-host.ts";

const pack = (name: string, more = ""): string => `pack ${name} version 1 language 1\n${more}`;

function load(policy: string, files: Readonly<Record<string, string | Uint8Array>>) {
  const host = memoryHost(files);
  const { file } = parseFile({ file: "policies/desk/desk.gate", text: policy });
  const { read, files: found, diagnostics } = loadPacks(host, [file]);
  return {
    files: found.map((one) => one.file),
    codes: diagnostics.map(({ code }) => code),
    read: (path: string, from = "policies/desk/desk.gate") => read(from, path)?.map((one) => one.file),
  };
}

describe("the packs of a policy", () => {
  it("are folders read from the place of the file that uses them, with the packs they use", () => {
    const loaded = load('use pack "../packs/a"\n', {
      "policies/packs/a/two.gate": pack("a"),
      "policies/packs/a/one.gate": pack("a", 'use pack "../b"\n'),
      "policies/packs/a/README.md": "not a policy",
      "policies/packs/a/below/three.gate": pack("a"),
      "policies/packs/b/b.gate": pack("b"),
    });
    expect(loaded.files).toEqual(["policies/packs/a/one.gate", "policies/packs/a/two.gate", "policies/packs/b/b.gate"]);
    expect(loaded.read("../packs/a")).toEqual(["policies/packs/a/one.gate", "policies/packs/a/two.gate"]);
    expect(loaded.read("../b", "policies/packs/a/one.gate")).toEqual(["policies/packs/b/b.gate"]);
    expect(loaded.codes).toEqual([]);
  });

  it("end, when they use one another or themselves through a link", () => {
    const circle = load('use pack "../packs/a"\n', {
      "policies/packs/a/a.gate": pack("a", 'use pack "../b"\n'),
      "policies/packs/b/b.gate": pack("b", 'use pack "../a"\n'),
    });
    expect(circle.files.length).toBe(2);
    const link = load('use pack "../packs/a"\n', {
      "policies/packs/a/a.gate": pack("a", 'use pack "./again"\n'),
      "policies/packs/a/again": "->../a",
    });
    expect(link.files.length).toBeGreaterThan(1);
  });

  it("are at most 32", () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `policies/packs/p${index}/a.gate`,
          pack(`p${index}`, index + 1 < length ? `use pack "../p${index + 1}"\n` : ""),
        ]),
      );
    expect(load('use pack "../packs/p0"\n', chain(32)).codes).toEqual([]);
    const longer = load('use pack "../packs/p0"\n', chain(33));
    expect([longer.codes, longer.files.length]).toEqual([["pack-over-limit"], 32]);
  });

  it("are never fetched", () => {
    expect(load('use pack "https://example.com/pack"\n', {}).codes).toEqual(["pack-is-remote"]);
  });

  it("are none, without a file that ends in .gate: that is for the checker to say", () => {
    for (const files of [{}, { "policies/packs/a": "a file" }, { "policies/packs/a/x.txt": "" }]) {
      const loaded = load('use pack "../packs/a"\n', files);
      expect([loaded.codes, loaded.read("../packs/a")]).toEqual([[], undefined]);
    }
  });

  it("are read whole or not at all", () => {
    const use = 'use pack "../packs/a"\n';
    const many = Object.fromEntries(
      Array.from({ length: 65 }, (_, index) => [`policies/packs/a/${index}.gate`, pack("a")]),
    );
    const large = "\n".repeat(600 * 1024);
    const cases: readonly (readonly [Readonly<Record<string, string | Uint8Array>>, string])[] = [
      [many, "pack-over-limit"],
      [{ "policies/packs/a/1.gate": large, "policies/packs/a/2.gate": large }, "pack-over-limit"],
      [{ "policies/packs/a/1.gate": pack("a"), "policies/packs/a/2.gate": "->gone.gate" }, "dangling-link"],
      [{ "policies/packs/a/1.gate": new Uint8Array([0xff, 0xfe, 0x00]) }, "not-utf8"],
    ];
    for (const [files, code] of cases) {
      const loaded = load(use, files);
      expect([loaded.codes, loaded.read("../packs/a")]).toEqual([[code], undefined]);
    }
  });
});
