import { gzipSync } from "node:zlib";
import { bytes, type Entry, event, neighbour, type Row } from "./row.ts";

const options = ["--policy", "p/neighbour.gate", "--assume", "identity=ok", "--timeline", "all"];
const good = `${event("e1")}\n`;

const bad = (name: string, trace: Entry, says: readonly string[], more: Partial<Row> = {}): Row => ({
  name,
  files: { "p/neighbour.gate": neighbour, "t/bad.jsonl": trace, "t/good.jsonl": good },
  line: ["simulate", "t", ...options],
  code: 4,
  says,
  still: "session good (t/good.jsonl",
  ...more,
});
const other = (id: string, over: object = {}): string => event(id, { session: "other", ...over });

export const traceRows: readonly Row[] = [
  bad(
    "a trace with a truncated line",
    `${other("a1")}\n${other("a2").slice(0, 60)}\n${other("a3")}\n`,
    ["trace-unreadable t/bad.jsonl:2:61"],
    {
      words: ["session other"],
    },
  ),
  bad("a trace that breaks off", `${other("a1")}\n${other("a2").slice(0, 60)}`, ["trace-unreadable t/bad.jsonl:2:61"], {
    words: ["session other"],
  }),
  bad("a trace with a line of 100 MB", () => `{"x": "${"x".repeat(100_000_000)}"}`, ["file-over-limit t/bad.jsonl"]),
  bad("a trace with a line of 15 MB", () => `${other("a1")}\n{"x": "${"x".repeat(15_000_000)}"}\n`, [
    "trace-invalid-event t/bad.jsonl:2:1",
  ]),
  bad("a trace with a key twice", `${other("a1")}\n{"id": "a", "id": "b"}\n`, ["trace-unreadable t/bad.jsonl:2:13"]),
  bad("a trace with __proto__", `${other("a1").replace('"args":{', '"args":{"__proto__":{"to":"eve"},')}\n`, [], {
    code: 0,
  }),
  bad(
    "a trace of an agent called __proto__",
    `${other("a1", { agent: "__proto__", tool: "constructor", session: "__proto__" })}\n`,
    [],
    { code: 0 },
  ),
  bad("an empty trace", "", ["trace-empty t/bad.jsonl"]),
  bad("a trace of blanks", " \n\n", ["trace-empty t/bad.jsonl"]),
  bad("a trace of null", "null", ["trace-unknown-format t/bad.jsonl:1:1"]),
  bad("a trace of an empty list", "[]", ["trace-unknown-format t/bad.jsonl:1:1"]),
  bad("a trace of an empty object", "{}", ["trace-unknown-format t/bad.jsonl:1:1"]),
  bad("a trace of a number", "1", ["trace-unknown-format t/bad.jsonl:1:1"]),
  bad("a trace of prose", "hello there\nthis is a log\n", ["trace-unreadable t/bad.jsonl:1:1"]),
  bad("a trace with 10,000 nested lists", "[".repeat(10_000), ["trace-unreadable t/bad.jsonl:1:65"]),
  bad("a trace with a lone surrogate", `${other("a1", { tool: "x" }).replace('"x"', '"\\ud800"')}\n`, [
    "trace-unreadable t/bad.jsonl:1:81",
  ]),
  bad("a trace with an encoded surrogate", bytes(other("a1"), "\n", '"', 0xed, 0xa0, 0x80, '"'), [
    "not-utf8 t/bad.jsonl:2:2",
  ]),
  bad("a trace in UTF-16", bytes(0xff, 0xfe, Buffer.from(other("a1"), "utf16le")), ["not-utf8 t/bad.jsonl:1:1"]),
  bad("a binary trace", bytes(0x50, 0x4b, 3, 4, 0x14, 0, 0xff, 0xfe), ["not-utf8 t/bad.jsonl:1:7"]),
  bad("a trace with a NUL", `${other("a1")}\0\n`, ["trace-unreadable t/bad.jsonl:1:124"]),
  bad("a trace with a byte order mark and CRLF", `\ufeff${other("a1")}\r\n${other("a2", { call: "c2" })}\r\n`, [], {
    code: 0,
    words: ["session other"],
  }),
  bad("a trace with an event of no known kind", `${other("a1")}\n${other("a2", { kind: "calll" })}\n`, [
    "trace-invalid-event t/bad.jsonl:2:54",
  ]),
  bad("a trace with a wrong type", `${other("a1")}\n${other("a2", { tool: 7 })}\n`, [
    "trace-invalid-event t/bad.jsonl:2:80",
  ]),
  bad(
    "a trace whose session is a terminal sequence",
    `${other("a1", { session: "\u001b]0;x\u0007" })}\n`,
    ["trace-invalid-event t/bad.jsonl:1:22"],
    {
      code: 4,
    },
  ),
  bad("a trace that is a pipe", { special: "pipe" }, ["file-unreadable t/bad.jsonl"]),
  bad("a trace that is a link to nothing", { link: "gone" }, ["dangling-link t/bad.jsonl"]),
  bad("a trace that is a link to itself", { link: "bad.jsonl" }, ["dangling-link t/bad.jsonl"]),
  ...(
    [
      ["a gzip bomb", () => gzipSync(Buffer.alloc(200_000_000)), ["file-over-limit t/bad.jsonl.gz"]],
      ["a truncated gzip file", gzipSync(good).subarray(0, 40), ["file-unreadable t/bad.jsonl.gz"]],
      [
        "a gzip file with a wrong checksum",
        bytes(gzipSync(good).subarray(0, -8), new Uint8Array(8)),
        ["file-unreadable t/bad.jsonl.gz"],
      ],
      ["a gzip file that is none", "not gzip", ["trace-unreadable t/bad.jsonl.gz:1:1"]],
    ] as const
  ).map(
    ([name, content, says]): Row => ({
      name: `a trace that is ${name}`,
      files: { "p/neighbour.gate": neighbour, "t/bad.jsonl.gz": content, "t/good.jsonl": good },
      line: ["simulate", "t", ...options],
      code: 4,
      says,
      still: "session good (t/good.jsonl",
    }),
  ),
  ...(
    [
      ["no trace at all", ["t/gone.jsonl"], 2, ["file-not-found t/gone.jsonl:1:1"]],
      ["a pattern that matches nothing", ["t/*.ndjson"], 2, ["nothing-matched t/*.ndjson:1:1"]],
      ["a folder without traces", ["p"], 2, ["nothing-matched p:1:1"]],
      ["a device", ["/dev/zero"], 4, ["file-unreadable ../../../dev/zero"]],
      ["no argument", [], 2, ["usage missing required argument 'traces'"]],
      ["a missing file beside a good one", ["t", "gone.jsonl"], 2, ["file-not-found gone.jsonl:1:1"]],
    ] as const
  ).map(
    ([name, named, code, says]): Row => ({
      name: `simulate on ${name}`,
      files: { "p/neighbour.gate": neighbour, "t/good.jsonl": good },
      line: ["simulate", ...named, ...options],
      code,
      says,
      ...(named.length > 1 ? { still: "session good (t/good.jsonl" } : {}),
    }),
  ),
  ...(
    [
      ["a truncated trace", good.slice(0, 50), [], 4, []],
      ["a trace with a truncated line", `${good}${good.slice(0, 50)}\n`, [], 4, []],
      ["several sessions", `${good}${other("a1")}\n`, [], 2, ["usage choose one with --session: good, other"]],
      [
        "a session that is not there",
        good,
        ["--session", "gone"],
        2,
        ["usage there is no session `gone`; there are good"],
      ],
      [
        "an event that is not there",
        good,
        ["--event", "99"],
        2,
        ["usage there is no decided event `99`; they are numbered 0 to 0"],
      ],
      [
        "an event that is no number",
        good,
        ["--event", "\u001b[31m"],
        2,
        ["usage there is no decided event `\\u{1b}[31m`; they are numbered 0 to 0"],
      ],
      [
        "an assumption that is none",
        good,
        ["--assume", "nonsense"],
        2,
        ["usage cannot assume `nonsense`: write PATH=VALUE, for example confidence=95%"],
      ],
      [
        "an agent that is not there",
        good,
        ["--agent", "nobody"],
        2,
        ["usage policy neighbour declares no agent `nobody`; it declares helper"],
      ],
    ] as const
  ).map(
    ([name, trace, more, code, says]): Row => ({
      name: `explain on ${name}`,
      files: { "p/neighbour.gate": neighbour, "t/bad.jsonl": trace },
      line: ["explain", "t/bad.jsonl", "--policy", "p/neighbour.gate", ...more],
      code,
      says,
    }),
  ),
  {
    name: "simulate under a policy that does not compile",
    files: { "p/bad.gate": "policy bad version 1 language 1\n\ngate {", "t/good.jsonl": good },
    line: ["simulate", "t", "--policy", "p/bad.gate"],
    code: 3,
    says: ["unclosed-block p/bad.gate:3:6"],
  },
  {
    name: "simulate under a policy that is not there",
    files: { "t/good.jsonl": good },
    line: ["simulate", "t", "--policy", "p/bad.gate"],
    code: 2,
    says: ["file-not-found p/bad.gate:1:1"],
  },
  {
    name: "simulate without a policy",
    files: { "t/good.jsonl": good },
    line: ["simulate", "t"],
    code: 2,
    says: ["usage name the policy with --policy FILE"],
  },
];
