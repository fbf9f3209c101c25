import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Declaration, ParsedFile } from "../../src/ast/parsed.ts";
import { packDigest } from "../../src/check/pack-digest.ts";
import { canonicalIr } from "../../src/engine/canonical-ir.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { codesOf, compileTexts } from "../support/compile.ts";

const prefix = "moved:";
const folders = ["policies/coding-agent", "policies/retail-bank", "policies/support-desk"];

const textOf = (file: ParsedFile, { span }: Declaration): string => file.text.slice(span.start, span.end);

/** Whether a declaration may go to the pack: what restricts, and what it rests on. */
const isMoved = ({ kind }: Declaration): boolean => kind === "gate" || kind === "connector";

/** The policy of a folder, as it is or with its gates and connectors in a pack that is given its roles and agents. Tests are left out. */
function compileMoved(folder: string, moves: boolean) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".gate"))
    .map((name) => parseFile({ file: join(folder, name), text: readFileSync(join(folder, name), "utf8") }).file);
  const all = files.flatMap((file) => file.declarations.map((one) => ({ one, text: textOf(file, one) })));
  const header = files[0]?.header;
  const kept = all.filter(({ one }) => one.kind !== "test" && !(moves && isMoved(one)));
  const lets = all.filter(({ one }) => one.kind === "let");
  const moved = all.filter(({ one }) => isMoved(one));
  const gateNames = moved.flatMap(({ one }) => (one.kind === "gate" ? [one.name.text] : []));
  const named = (kind: "role" | "agent"): readonly string[] =>
    all.flatMap(({ one }) => {
      if (kind === "role" && one.kind === "role") return one.names.map(({ text }) => text);
      return kind === "agent" && one.kind === "agent" && one.name.text !== "defaults" ? [one.name.text] : [];
    });
  const params = [
    ...named("role").map((name) => [name, "role"] as const),
    ...named("agent").map((name) => [name, "agent"] as const),
  ];
  const packText = [
    "pack moved version 1 language 1",
    ...params.map(([name, type]) => `param ${name} is ${type}`),
    ...[...lets, ...moved].map(({ text }) => text),
  ].join("\n");
  const digest = packDigest([parseFile({ file: "pack/moved.gate", text: packText }).file]);
  const values = params.map(([name]) => `${name}: ${name}`).join(", ");
  const use = `use pack "./pack" sha256 "${digest}"${values === "" ? "" : ` with { ${values} }`}`;
  // What the policy says of its gates says it of those of the pack.
  const renamed = (text: string): string =>
    gateNames.reduce(
      (line, name) => line.replace(new RegExp(`(?<=gates[^{}]*)\\b${name}\\b`, "g"), prefix + name),
      text,
    );
  const body = kept.map(({ one, text }) => (moves && one.kind === "break_glass" ? renamed(text) : text));
  const policyText = [
    `policy ${header?.name.text} version ${header?.version} language 1`,
    ...(moves ? [use] : []),
    ...body,
  ].join("\n");
  const compiled = compileTexts(
    [{ file: join(folder, "whole.gate"), text: policyText }],
    (from, path) => ({ file: path, text: readFileSync(join(from, "..", path), "utf8") }),
    () => [{ file: "pack/moved.gate", text: packText }],
  );
  return { ...compiled, moved: moved.length };
}

/** The IR as if nothing went by the name of the pack. */
function withoutPrefix(ir: PolicyIr): string {
  const plain: PolicyIr = JSON.parse(canonicalIr(ir).replaceAll(prefix, ""));
  const gates = [...plain.gates].sort((a, b) => (a.name < b.name ? -1 : 1));
  return canonicalJson({ ...plain, gates });
}

describe.each(folders)("the gates and connectors of %s", (folder) => {
  it("mean in a pack what they mean in the policy", () => {
    const [own, moved] = [compileMoved(folder, false), compileMoved(folder, true)];
    expect([codesOf(own.diagnostics), codesOf(moved.diagnostics)]).toEqual([[], []]);
    if (own.ir === undefined || moved.ir === undefined) throw new Error("did not compile");
    expect(own.moved).toBeGreaterThan(2);
    expect(moved.ir.gates.filter(({ name }) => name.includes(prefix)).length).toBeGreaterThanOrEqual(own.moved);
    expect(withoutPrefix(moved.ir)).toBe(withoutPrefix(own.ir));
  });

  it("are all that a pack adds: without the use the rest is the same", () => {
    const { ir } = compileMoved(folder, true);
    if (ir === undefined) throw new Error("did not compile");
    const { ir: own } = compileMoved(folder, false);
    const rest = (one: PolicyIr | undefined) => ({ ...one, gates: [], terms: [], breakGlasses: [] });
    expect(rest(ir)).toEqual(rest(own));
  });
});
