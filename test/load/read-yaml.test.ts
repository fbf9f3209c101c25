import { describe, expect, it } from "vitest";
import { writeJson } from "../../src/json/write-json.ts";
import { readYaml } from "../../src/load/read-yaml.ts";

const read = (text: string): string | undefined => {
  const value = readYaml(text);
  return value === undefined ? undefined : writeJson(value);
};

describe("a result in YAML", () => {
  it("becomes JSON, numbers as they were written", () => {
    expect(read("- date: 2022-01-01\n  amount: 100.0\n  note: ~\n  ok: true\n")).toBe(
      '[{"date":"2022-01-01","amount":100.0,"note":null,"ok":true}]',
    );
  });

  it("takes the words of YAML 1.1 as texts", () => {
    expect(read("a: yes\nb: off\n")).toBe('{"a":"yes","b":"off"}');
  });

  it("is refused when it says things twice, refers, holds several documents, or is nothing", () => {
    for (const text of [
      "a: 1\na: 2\n",
      "a: &x 1\nb: *x\n",
      "a: 1\n---\nb: 2\n",
      "",
      "a: [",
      "? [x]\n: 1\n",
      "a: .nan\n",
    ]) {
      expect(read(text)).toBeUndefined();
    }
  });

  it("is bounded in depth and size", () => {
    expect(read(`${"[".repeat(100)}${"]".repeat(100)}`)).toBeUndefined();
    expect(read(`[${"1,".repeat(60_000)}1]`)).toBeUndefined();
  });
});
