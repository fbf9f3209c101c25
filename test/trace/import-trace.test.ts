import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importTrace } from "../../src/trace/import-trace.ts";
import { importers } from "../../src/trace/importers/index.ts";

const hello = '[{"role": "user", "content": "Hello"}]';
const formats = importers.map(({ format }) => format);

describe("the format of a trace", () => {
  it("can be named, and a name that is none gets the nearest one", () => {
    expect(importTrace({ file: "t", text: hello }, { format: "openai-chat" }).sessions).toHaveLength(1);
    const [refusal] = importTrace({ file: "t", text: hello }, { format: "openai_chat" }).refusals;
    expect(refusal).toMatchObject({ code: "trace-unknown-format-name" });
    expect(refusal?.message).toContain("did you mean `openai-chat`?");
  });

  it("that is named wins over the content, and what does not fit is refused", () => {
    const result = importTrace({ file: "t", text: hello }, { format: "mcp-jsonrpc" });
    expect(result.format).toBe("mcp-jsonrpc");
    expect(result.sessions).toEqual([]);
    expect(result.refusals.map(({ code }) => code)).toEqual(["trace-bad-record"]);
  });

  it("has a file of its own in the folder, and each file stands in the list", () => {
    const files = readdirSync(new URL("../../src/trace/importers/", import.meta.url)).filter(
      (name) => name !== "index.ts",
    );
    expect(files.map((name) => name.replace(".ts", "")).sort()).toEqual([...formats].sort());
  });
});

describe("importing", () => {
  const anyLine = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom(
      hello,
      '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text"}],"structuredContent":null}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":7}}',
      '{"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","id":1,"name":"a","input":[]}]}}',
      '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":1,"content":{"a":1}}]}}',
      '{"suite_name":"s","messages":[{"role":"assistant","tool_calls":[{"function":"f","args":"{"}]},{"role":"tool"}]}',
      '{"role":"assistant","tool_calls":[{"function":{"name":"\\u0000"}},{"function":null},7],"content":{"type":"text"}}',
      '{"kind":"call","id":"1","session":"s","tool":"t","__proto__":{}}',
      "\u0000",
      "\r",
    ),
  );

  it("never throws, and never ends without an event or a reason", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), fc.constantFrom(undefined, ...formats), (parts, format) => {
        const result = importTrace({ file: "t", text: parts.join("\n") }, format === undefined ? {} : { format });
        return result.sessions.some(({ events }) => events.length > 0) || result.refusals.length > 0;
      }),
      { numRuns: 300 },
    );
  });

  it("gives every event an id of its own, and every answer a call that came before", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), fc.constantFrom(...formats.slice(1)), (parts, format) => {
        const { sessions } = importTrace({ file: "t", text: parts.join("\n") }, { format });
        const seen = new Set<string>();
        return sessions
          .flatMap(({ events }) => events)
          .every((event) => {
            const fresh = !seen.has(event.id);
            seen.add(event.id);
            return fresh && (event.call === undefined || seen.has(event.call));
          });
      }),
      { numRuns: 300 },
    );
  });

  it("is the same every time", () => {
    const text = `${hello}\n{"role":"assistant"}`;
    expect(importTrace({ file: "t", text })).toEqual(importTrace({ file: "t", text }));
  });
});
