import type { CommandEntry } from "../command.ts";

/** Every command, in the order of `--help`. A command is loaded when it runs. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "writes a configuration, a starter policy with tests, a hook and a CI workflow",
    load: async () => (await import("./init.ts")).init,
  },
  {
    name: "check",
    summary: "parses and types policies; says nothing when all is well",
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "lint",
    summary: "check, and the lint rules; can fix what it finds",
    load: async () => (await import("./lint.ts")).lint,
  },
  {
    name: "fmt",
    summary: "formats policies",
    load: async () => (await import("./fmt.ts")).fmt,
  },
  {
    name: "test",
    summary: "runs the test blocks of policies",
    load: async () => (await import("./test.ts")).test,
  },
  {
    name: "simulate",
    summary: "replays recorded traces under a policy",
    load: async () => (await import("./simulate.ts")).simulate,
  },
  {
    name: "explain",
    summary: "why an event is decided as it is; or the page of a diagnostic",
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    name: "decide",
    summary: "decides one event and prints the decision record; every failure is a deny",
    load: async () => (await import("./decide.ts")).decide,
  },
  {
    name: "baseline",
    summary: "measures what is usual for a drift, from traces, as a file to review",
    load: async () => (await import("./baseline.ts")).baseline,
  },
  {
    name: "show",
    summary: "who may do what (matrix), or a gate in English (gate NAME)",
    load: async () => (await import("./show.ts")).show,
  },
  {
    name: "audit",
    summary: "judges deployment manifests by the 31-item zero-trust checklist",
    load: async () => (await import("./audit.ts")).audit,
  },
  {
    name: "compile",
    summary: "emits the canonical policy, with its digest",
    load: async () => (await import("./compile.ts")).compile,
  },
  {
    name: "bundle",
    summary: "makes one file of a whole policy, the same bytes on every machine",
    load: async () => (await import("./bundle.ts")).bundle,
  },
  {
    name: "sign",
    summary: "signs a bundle with a private key",
    load: async () => (await import("./sign.ts")).sign,
  },
  {
    name: "verify-bundle",
    summary: "checks that bundles are whole, signed, and what their sources compile to",
    load: async () => (await import("./verify-bundle.ts")).verifyBundle,
  },
  {
    name: "inspect",
    summary: "shows what a bundle holds; checks no signature",
    load: async () => (await import("./inspect.ts")).inspect,
  },
  {
    name: "schema",
    summary: "makes a tool catalogue from an MCP tools/list result or from traces",
    load: async () => (await import("./schema.ts")).schema,
  },
  {
    name: "rules",
    summary: "lists rules and diagnostics, or shows the page of one",
    load: async () => (await import("./rules.ts")).rules,
  },
];
