import { defineDiagnostic } from "./diagnostic.ts";

const goodTrace = '[{"role": "user", "content": "Hello"}]';

/** Of a trace file. `bad` and `good` of each page are whole trace files. */
export const traceEmpty = defineDiagnostic<Record<string, never>>({
  code: "trace-empty",
  severity: "error",
  message: () => "the file is empty; expected a trace",
  page: {
    why: "An empty file says nothing about an agent. Counting it as a clean run would turn a lost recording into a pass.",
    bad: "\n",
    good: goodTrace,
  },
});

export const traceUnreadable = defineDiagnostic({
  code: "trace-unreadable",
  severity: "error",
  message: ({ what, problem }: { readonly what: "file" | "line"; readonly problem: string }) =>
    `this ${what} is not JSON that can be relied on: ${problem}`,
  page: {
    why: "Traces are read strictly: parsers disagree on repeated keys and half characters, and a disagreement hides an action. The lines beside a broken one are still imported.",
    bad: '[{"role": "user", "role": "tool", "content": "Hello"}]',
    good: goodTrace,
  },
});

export const traceTooLong = defineDiagnostic({
  code: "trace-too-long",
  severity: "error",
  message: ({
    what,
    length,
    limit,
  }: {
    readonly what: "file" | "line";
    readonly length: number;
    readonly limit: number;
  }) => `this ${what} has ${length} characters; at most ${limit} are read`,
  help: ({ what }) =>
    what === "file" ? "write one record a line (JSON Lines): such files may have any length" : undefined,
  page: {
    why: "What is read at once is bounded, so that no file can exhaust the machine that judges it. The other lines are still imported.",
    bad: `{"role": "user", "content": "${"a".repeat(80)}…`,
    good: goodTrace,
  },
});

export const traceUnknownFormat = defineDiagnostic({
  code: "trace-unknown-format",
  severity: "error",
  message: ({ seen, formats }: { readonly seen: string; readonly formats: readonly string[] }) =>
    `found ${seen}; this is none of the trace formats ${formats.join(", ")}`,
  help: () => "name the format with --trace-format, or write canonical events: one JSON object a line",
  page: {
    why: "A file whose format is not recognised is refused as a whole: nothing in it was judged.",
    bad: '{"steps": []}',
    good: goodTrace,
  },
});

export const traceAmbiguousFormat = defineDiagnostic({
  code: "trace-ambiguous-format",
  severity: "error",
  message: ({ seen, formats }: { readonly seen: string; readonly formats: readonly string[] }) =>
    `found ${seen}; this may be ${formats.join(" or ")}`,
  help: ({ formats }) => `say which one: --trace-format ${formats[0] ?? ""}`,
  page: {
    why: "Two formats can look alike in a short file and mean different things. The format is never guessed.",
    bad: '{"role": "user", "content": "Hello"}\n{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "a"}}',
    good: goodTrace,
  },
});

export const traceUnknownFormatName = defineDiagnostic({
  code: "trace-unknown-format-name",
  severity: "error",
  message: ({
    name,
    near,
  }: {
    readonly name: string;
    readonly near: string | undefined;
    readonly formats: readonly string[];
  }) => `\`${name}\` is not a trace format${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
  help: ({ formats }) => `the formats are ${formats.join(", ")}`,
  page: {
    why: "The name given with --trace-format stands in the list that `sallyport simulate --help` prints.",
    bad: goodTrace,
    good: goodTrace,
  },
});

export const traceFragment = defineDiagnostic({
  code: "trace-fragment",
  severity: "error",
  message: ({ looksLike }: { readonly looksLike: string }) =>
    `found ${looksLike}, a fragment of a message; expected whole JSON-RPC messages with \`"jsonrpc": "2.0"\``,
  page: {
    why: "A fragment does not say who sent it, when, or in answer to what: no action can be told from it.",
    bad: '{"content": [{"type": "text", "text": "18 degrees"}], "isError": false}',
    good: '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "weather", "arguments": {}}}',
  },
});

export const traceProseOnly = defineDiagnostic({
  code: "trace-prose-only",
  severity: "error",
  message: ({ member }: { readonly member: string }) =>
    `found a dialogue as plain text under \`${member}\`; its calls cannot be told from what was merely said`,
  page: {
    why: "Demonstrations written for a prompt name no tools and no arguments, and were never executed.",
    bad: '{"messages_display": "user: hello\\nassistant: hello"}\n{"messages_display": "user: bye\\nassistant: bye"}',
    good: goodTrace,
  },
});

export const traceBadRecord = defineDiagnostic({
  code: "trace-bad-record",
  severity: "error",
  message: ({ found, expected }: { readonly found: string; readonly expected: string }) =>
    `found ${found}; expected ${expected}`,
  page: {
    why: "A record that does not have the shape of its format was not imported. The run is incomplete: what it held was not judged.",
    bad: '[{"role": "user", "content": "Hello"}, {"role": "assistant", "tool_calls": [{"id": "a"}]}]',
    good: goodTrace,
  },
});

export const traceInvalidEvent = defineDiagnostic({
  code: "trace-invalid-event",
  severity: "error",
  message: ({ path, problem }: { readonly path: string; readonly problem: string }) =>
    `this is no event: ${path === "" ? "" : `${path}: `}${problem}`,
  page: {
    why: "Canonical events are read strictly: a member that is misspelt and ignored would turn a recorded fact into an absent one.",
    bad: '{"kind": "call", "id": "1", "session": "s", "tool": "mail.send", "arguments": {}}',
    good: '{"kind": "call", "id": "1", "session": "s", "tool": "mail.send", "args": {}}',
  },
});

export const traceUnmatchedResult = defineDiagnostic({
  code: "trace-unmatched-result",
  severity: "error",
  message: ({ result, why }: { readonly result: string; readonly why: string }) =>
    `${result} belongs to no call of this trace: ${why}`,
  page: {
    why: "A result without its call was seen by the agent, but nobody can say what was done to get it. The recording starts too late or lost a part.",
    bad: '[{"role": "user", "content": "Hello"}, {"role": "tool", "tool_call_id": "a", "content": "42"}]',
    good: goodTrace,
  },
});

export const traceNoEvents = defineDiagnostic({
  code: "trace-no-events",
  severity: "error",
  message: ({ format, skipped }: { readonly format: string; readonly skipped: string | undefined }) =>
    `found ${format} without a single event${skipped === undefined ? "" : `: ${skipped}`}`,
  page: {
    why: "A file without a single event cannot show that an agent behaves. It is refused instead of counted as clean.",
    bad: '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}',
    good: '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "weather", "arguments": {}}}',
  },
});

export const traceDiagnostics = [
  traceEmpty,
  traceUnreadable,
  traceTooLong,
  traceUnknownFormat,
  traceAmbiguousFormat,
  traceUnknownFormatName,
  traceFragment,
  traceProseOnly,
  traceBadRecord,
  traceInvalidEvent,
  traceUnmatchedResult,
  traceNoEvents,
] as const;
