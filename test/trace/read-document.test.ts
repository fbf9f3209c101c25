import { describe, expect, it } from "vitest";
import { importTrace } from "../../src/trace/import-trace.ts";
import { lineLimit, readDocument } from "../../src/trace/read-document.ts";

const hello = '{"role": "user", "content": "Hello"}';
const read = (text: string) => readDocument({ file: "t", text });
const lineOf = (text: string) => read(text).refusals.map(({ line, column, code }) => [line, column, code]);

describe("a trace file", () => {
  it("of one value is a document, of several lines of values JSON Lines, whatever its name", () => {
    expect(read(hello).container).toBe("json");
    expect(read(`${hello}\n`).container).toBe("json");
    expect(read(`[\n${hello},\n${hello}\n]`).container).toBe("json");
    expect(importTrace({ file: "t.json", text: `${hello}\n${hello}` }).sessions[0]?.events).toHaveLength(2);
  });

  it("may start with a byte order mark, end lines by CRLF and hold blank lines", () => {
    const document = read(`\uFEFF${hello}\r\n\r\n \t\r\n${hello}\r\n`);
    expect(document.refusals).toEqual([]);
    expect(document.records.map(({ position }) => position())).toEqual([
      { line: 1, column: 1 },
      { line: 4, column: 1 },
    ]);
  });

  it("points into a record by its path", () => {
    const document = read(`[\n  {"a": [1, {"b": 2}]}\n]`);
    expect(document.records[0]?.position([0, "a", 1, "b"])).toEqual({ line: 2, column: 19 });
    expect(document.records[0]?.position(["nowhere"])).toEqual({ line: 1, column: 1 });
  });

  it("with NUL bytes, without JSON, or with nothing is refused and not guessed at", () => {
    expect(lineOf("\u0000\u0000")).toEqual([[1, 1, "trace-unreadable"]]);
    expect(lineOf("hello\nworld")).toEqual([[1, 1, "trace-unreadable"]]);
    expect(lineOf("\uFEFF\n")).toEqual([[undefined, undefined, "trace-empty"]]);
    expect(lineOf(`${hello}\n{"role": "us\u0000er"}\n${hello}`)).toEqual([[2, 13, "trace-unreadable"]]);
  });

  it("with a line over the limit loses that line only, and says where", () => {
    const long = `{"role": "user", "content": "${"a".repeat(lineLimit)}"}`;
    const result = importTrace({ file: "t", text: `${hello}\n${long}\n${hello}` });
    expect(result.refusals).toMatchObject([{ code: "trace-too-long", line: 2, column: lineLimit + 1 }]);
    expect(result.sessions[0]?.events).toHaveLength(2);
    expect(lineOf(long)).toMatchObject([[1, lineLimit + 1, "trace-too-long"]]);
  });

  it("of 100 MB in one line is refused at once", () => {
    const text = `${hello}\n${"[".repeat(100 * 1024 * 1024)}`;
    const before = performance.now();
    expect(lineOf(text)).toEqual([[2, lineLimit + 1, "trace-too-long"]]);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
