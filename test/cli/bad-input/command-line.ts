import { event, neighbour, type Row } from "./row.ts";

const files = { "p/neighbour.gate": neighbour, "t/good.jsonl": event("e1") };
const row = (
  name: string,
  line: readonly string[],
  code: number,
  says: readonly string[],
  more: Partial<Row> = {},
): Row => ({
  name,
  files,
  line,
  code,
  says,
  ...more,
});
const header = "policy bad version 1 language 1\n\n";
const still = "role `never_used` is declared and never used";

export const commandLineRows: readonly Row[] = [
  row("an unknown command", ["chek"], 2, ["usage there is no command `chek`; did you mean `sallyport check`?"], {
    words: ["did you mean `sallyport check`?"],
  }),
  row("an unknown command of control characters", ["\u001b[31m"], 2, [
    "usage there is no command `\\u{1b}[31m`; sallyport --help lists what there is",
  ]),
  row("an unknown flag", ["lint", "--fxi", "p"], 2, ["usage unknown option '--fxi'"], { words: ["--fix"] }),
  row("an unknown flag of control characters", ["lint", "--\u001b[31m", "p"], 2, [
    "usage unknown option '--\\u{1b}[31m'",
  ]),
  row("a flag without its value", ["lint", "p", "--format"], 2, ["usage option '--format <format>' argument missing"]),
  row("a flag with a wrong choice", ["lint", "p", "--format", "\u001b[31m"], 2, [
    "usage option '--format <format>' argument '\\u{1b}[31m' is invalid. Allowed choices are human, json, sarif, junit, github, markdown.",
  ]),
  row(
    "a wrong choice near a right one",
    ["lint", "p", "--format", "jsn"],
    2,
    [
      "usage option '--format <format>' argument 'jsn' is invalid. Did you mean json? Allowed choices are human, json, sarif, junit, github, markdown.",
    ],
    { words: ["json"] },
  ),
  row("too many arguments", ["rules", "a", "b"], 2, ["usage too many arguments. Expected 1 argument but got 2."]),
  row("a missing argument", ["explain"], 2, ["usage missing required argument 'event'"]),
  row("a day that is none", ["lint", "p", "--as-of", "nonsense"], 2, [
    "usage --as-of takes a day as YYYY-MM-DD, not `nonsense`",
  ]),
  row("a day of control characters", ["lint", "p", "--as-of", "\u001b[31m"], 2, [
    "usage --as-of takes a day as YYYY-MM-DD, not `\\u{1b}[31m`",
  ]),
  row("an empty argument", ["lint", ""], 2, ["usage a name is empty; the folder you are in is `.`"]),
  row("a NUL in a path", ["lint", "p\0q"], 2, ["file-not-found p\u0000q:1:1"]),
  row("a report without a file", ["lint", "p", "--report", "json="], 2, [
    "usage --report takes FORMAT=FILE, as in --report sarif=out.sarif, not `json=`",
  ]),
  row(
    "a report in a folder that is a file",
    ["lint", "p", "--report", "json=p/neighbour.gate/x.json"],
    2,
    ["usage the json report cannot be written to `p/neighbour.gate/x.json`: a file stands where a folder is needed"],
    {
      still,
    },
  ),
  row(
    "a report over a folder",
    ["lint", "p", "--report", "json=p"],
    2,
    ["usage the json report cannot be written to `p`: a folder stands there"],
    { still },
  ),
  row("two reports to one file", ["lint", "p", "--report", "json=out", "--report", "sarif=./out"], 2, [
    "usage two reports go to `./out`; name a file for each",
  ]),
  row("a report over its own input", ["lint", "p", "--report", "json=p/neighbour.gate"], 2, [
    "usage the json report would overwrite `p/neighbour.gate`, which was read; name another file",
  ]),
  row(
    "an unknown view",
    ["show", "matrx", "p"],
    2,
    ["usage show takes matrix or gate, not `matrx`; did you mean `matrix`?"],
    { words: ["did you mean `matrix`?"] },
  ),
  row("an unknown gate", ["show", "gate", "gone", "p"], 2, [
    "usage there is no gate `gone` in policy neighbour; there are agent:helper:subject",
  ]),
  row(
    "an unknown rule",
    ["rules", "unknown-fild"],
    2,
    ["usage there is no rule `unknown-fild`; did you mean `unknown-field`?"],
    { words: ["did you mean"] },
  ),
  row(
    "two policies where one is needed",
    ["show", "matrix", "."],
    2,
    ["usage one policy is needed, and these files hold 2: bad, neighbour"],
    {
      files: { ...files, "a.gate": header },
    },
  ),
  row("standard input without a name", ["check", "-"], 3, ["unclosed-block <stdin>:3:6"], {
    stdin: `${header}gate {`,
  }),
  row(
    "standard input with a name",
    ["check", "-", "--stdin-filename", "p/x.gate"],
    3,
    ["unclosed-block p/x.gate:3:6"],
    { stdin: `${header}gate {` },
  ),
  row("standard input that is empty", ["check", "-"], 3, ["missing-header <stdin>:1:1"], { stdin: "" }),
  row("standard input twice", ["check", "-", "-"], 3, ["unclosed-block <stdin>:3:6"], { stdin: `${header}gate {` }),
  row(
    "standard input for two things",
    ["simulate", "-", "--policy", "-"],
    2,
    ["usage standard input can be read once; name a file for one of the two `-`"],
    { stdin: "" },
  ),
  row("standard input of 20 MB", ["check", "-"], 3, ["file-over-limit <stdin>:1:1"], { stdin: " ".repeat(20_000_000) }),
  row("a trace on standard input", ["simulate", "-", "--policy", "p"], 4, ["trace-unreadable <stdin>:1:46"], {
    stdin: event("e1").slice(0, 50),
  }),
  row("a manifest on standard input", ["audit", "-"], 4, ["manifest-syntax <stdin>:2:1"], { stdin: "a: [\n" }),
  row(
    "fixing standard input",
    ["lint", "--fix", "-"],
    2,
    ["usage --fix cannot write to standard input; use --fix-dry-run"],
    { stdin: header },
  ),
  row(
    "names with blanks, line breaks and sequences",
    ["lint", "."],
    3,
    ["unclosed-block a b.gate:3:6", "unclosed-block esc\u001b[31m.gate:3:6", "unclosed-block new\nline.gate:3:6"],
    {
      files: {
        "a b.gate": `${header}gate {`,
        "new\nline.gate": `${header.replace("bad", "two")}gate {`,
        "esc\u001b[31m.gate": `${header.replace("bad", "three")}gate {`,
        "p/neighbour.gate": neighbour,
      },
      still,
    },
  ),
  row(
    "init where a file is in the way",
    ["init"],
    2,
    ["usage `policies/starter.gate` cannot be written: a file stands where a folder is needed"],
    { files: { policies: "a file\n" } },
  ),
  row("init from what is no trace", ["init", "--from", "p"], 2, ["nothing-matched p:1:1"]),
  row("a catalogue from what is no trace", ["schema", "from-mcp", "t"], 4, []),
  row("a catalogue from nowhere", ["schema", "from-nowhere", "t"], 2, [
    "usage the source is from-mcp or from-trace, not `from-nowhere`",
  ]),
  row("saving tests over a file", ["simulate", "t", "--policy", "p", "--save-test", "p/neighbour.gate"], 2, [
    "usage `p/neighbour.gate` exists; --save-test writes a new file only",
  ]),
  row("the output of compile in no folder", ["compile", "p", "--out", "p/neighbour.gate/x"], 2, [
    "usage the IR cannot be written to `p/neighbour.gate/x`: a file stands where a folder is needed",
  ]),
  row("a filter that matches no test", ["test", "p", "--run", "gone"], 2, []),
];
