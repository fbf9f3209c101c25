import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { nodeHost } from "../../src/load/node-host.ts";
import { readFileText, readText } from "../../src/load/read-text.ts";
import { memoryHost } from "./memory-host.ts";

const codesOf = (outcome: { diagnostics: readonly { code: string }[] }) => outcome.diagnostics.map(({ code }) => code);
const noInput = (async function* () {})();

describe("reading a text", () => {
  it("unpacks gzip whatever the name says", () => {
    const host = memoryHost({ "a.json": gzipSync("[1]") });
    expect(readFileText(host, "a.json")).toMatchObject({ ok: true, value: { file: "a.json", text: "[1]" } });
  });

  it("refuses a bomb before it is unpacked", () => {
    const host = memoryHost({ "bomb.gz": gzipSync(Buffer.alloc(5_000_000)) });
    expect(codesOf(readFileText(host, "bomb.gz", 1_000_000))).toEqual(["file-over-limit"]);
  });

  it("refuses what is larger than the bound", () => {
    expect(codesOf(readFileText(memoryHost({ a: "12345" }), "a", 4))).toEqual(["file-over-limit"]);
  });

  it("points at the first byte that is not UTF-8, in what can be shown of the text", () => {
    const host = memoryHost({ a: new Uint8Array([0x61, 0x0a, 0xc3, 0xa9, 0xe0, 0x80, 0x80]) });
    const outcome = readFileText(host, "a");
    expect(outcome.diagnostics[0]).toMatchObject({
      code: "not-utf8",
      message: "this file is not UTF-8: the byte 0xe0 cannot stand here",
      spans: [{ start: 3, end: 4 }],
    });
    expect(outcome).toMatchObject({ shown: { text: "a\n\u00e9\ufffd\ufffd\ufffd" } });
  });

  it("finds a bad byte exactly where the platform's decoder refuses", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const outcome = readFileText(memoryHost({ a: bytes }), "a");
        if (outcome.ok) return;
        if (bytes[0] === 0x1f && bytes[1] === 0x8b) return;
        const before = outcome.shown?.text.slice(0, outcome.diagnostics[0]?.spans[0]?.start) ?? "";
        const length = new TextEncoder().encode(before).length + (bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0);
        const decodes = (end: number) => {
          try {
            return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end)) !== "";
          } catch {
            return false;
          }
        };
        expect(length === 0 || decodes(length)).toBe(true);
        expect([1, 2, 3, 4].some((more) => length + more <= bytes.length && decodes(length + more))).toBe(false);
      }),
    );
  });

  it("drops a byte order mark and reads standard input under a given name", async () => {
    const host = memoryHost({}, "\ufeffpolicy");
    const outcome = await readText(host, "-", { stdinName: "desk.gate" });
    expect(outcome).toMatchObject({ ok: true, value: { file: "desk.gate", text: "policy" } });
  });
});

describe("the real machine", () => {
  const folder = mkdtempSync(`${tmpdir()}/sallyport-host-`);
  afterAll(() => rmSync(folder, { recursive: true }));
  const host = nodeHost(folder, noInput);

  it("tells files, folders, missing paths and dangling links apart", () => {
    writeFileSync(`${folder}/a`, "x");
    symlinkSync("nowhere", `${folder}/link`);
    expect([".", "a", "link", "b", "a/b"].map((path) => host.kindOf(`${folder}/${path}`))).toEqual([
      "folder",
      "file",
      "dangling-link",
      "missing",
      "missing",
    ]);
  });

  it("reads, bounds, and reports what it cannot read", () => {
    writeFileSync(`${folder}/text`, "hello");
    expect(host.readBytes(`${folder}/text`, 5)).toMatchObject({ ok: true });
    expect(host.readBytes(`${folder}/text`, 4)).toEqual({ ok: false, problem: "too-large" });
    expect(host.readBytes(folder, 4)).toEqual({ ok: false, problem: "is-folder" });
    expect(host.readBytes(`${folder}/none`, 4)).toEqual({ ok: false, problem: "missing" });
    expect(host.readBytes("/dev/zero", 100_000)).toEqual({ ok: false, problem: "not-a-file" });
  });

  it("writes whole files and leaves no temporary one behind", () => {
    expect(host.writeFile(`${folder}/new/deep/out.txt`, "done")).toEqual({ ok: true });
    expect(readdirSync(`${folder}/new/deep`)).toEqual(["out.txt"]);
    mkdirSync(`${folder}/taken`);
    expect(host.writeFile(`${folder}/taken`, "x").ok).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
