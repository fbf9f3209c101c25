import { defineDiagnostic } from "../diagnostics/diagnostic.ts";

/** What can be wrong with a file before anyone looks at what it says. Pages show shell lines, since no text raises these. */
export const fileNotFound = defineDiagnostic<{ readonly path: string }>({
  code: "file-not-found",
  severity: "error",
  message: ({ path }) => `there is no file or folder \`${path}\``,
  help: () => "check the path; a pattern with `*` is expanded by sallyport when it is quoted",
  page: {
    why: "A misspelt path must not look like a policy without findings.",
    bad: "sallyport check polcies/",
    good: "sallyport check policies/",
  },
});

export const nothingMatched = defineDiagnostic<{ readonly pattern: string; readonly wanted: string }>({
  code: "nothing-matched",
  severity: "error",
  message: ({ pattern, wanted }) => `\`${pattern}\` holds no ${wanted}`,
  help: () => "no evidence is never a pass: name at least one file that exists",
  page: {
    why: "A run over nothing would be green for ever, whatever happens to the files it was meant for.",
    bad: 'sallyport lint "src/**/*.gate"   # and no such file',
    good: 'sallyport lint "policies/**/*.gate"',
  },
});

export const fileNotListed = defineDiagnostic<{ readonly policy: string; readonly file: string }>({
  code: "file-not-listed",
  severity: "warning",
  message: ({ policy, file }) =>
    `\`${file}\` says that it belongs to policy \`${policy}\`, and \`policies\` of the configuration does not list it: nothing of it holds`,
  help: () => "list the file or its folder under `policies`, or move it away from the files of the policy",
  page: {
    why: "The configuration says which files form a policy. A file that dropped out of the list lies beside the others as before, and none of its gates acts.",
    bad: "policies: [policies/desk.gate]           # and policies/limits.gate is of policy desk too",
    good: "policies: [policies]",
  },
});

export const danglingLink = defineDiagnostic<{ readonly path: string }>({
  code: "dangling-link",
  severity: "error",
  message: ({ path }) => `\`${path}\` is a link that leads nowhere`,
  help: () => "restore its target or remove the link",
  page: {
    why: "What the link meant is not looked at, so the run would be incomplete without saying so.",
    bad: "ln -s gone.gate policies/desk.gate && sallyport check policies/",
    good: "ln -s ../shared/desk.gate policies/desk.gate && sallyport check policies/",
  },
});

export const fileOverLimit = defineDiagnostic<{ readonly limit: number; readonly unpacked: boolean }>({
  code: "file-over-limit",
  severity: "error",
  message: ({ limit, unpacked }) =>
    `this file is larger than ${limit / 1024 / 1024} MiB${unpacked ? " when unpacked" : ""}, the most that is read at once`,
  help: () => "split it into several files; a trace of JSON Lines can be cut at any line",
  page: {
    why: "Inputs are hostile until read; a bound keeps a compressed bomb from taking the machine down.",
    bad: "sallyport simulate bomb.json.gz",
    good: "split -l 100000 run.jsonl part- && sallyport simulate 'part-*'",
  },
});

export const fileUnreadable = defineDiagnostic<{
  readonly what: "file" | "folder";
  readonly problem: string;
  readonly help?: string;
}>({
  code: "file-unreadable",
  severity: "error",
  message: ({ what, problem }) => `this ${what} cannot be read: ${problem}`,
  help: ({ help }) => help,
  page: {
    why: "A file that was named and could not be read leaves the run incomplete.",
    bad: "chmod 000 desk.gate && sallyport check desk.gate",
    good: "chmod 644 desk.gate && sallyport check desk.gate",
  },
});

export const notUtf8 = defineDiagnostic<{ readonly byte: number; readonly isUtf16: boolean }>({
  code: "not-utf8",
  severity: "error",
  message: ({ byte, isUtf16 }) =>
    isUtf16
      ? "this file is UTF-16, not UTF-8"
      : `this file is not UTF-8: the byte 0x${byte.toString(16).padStart(2, "0")} cannot stand here`,
  help: () => "save it as UTF-8; nothing is guessed, because two readers that guess apart read two policies",
  label: () => "the text is well formed up to here",
  page: {
    why: "Replacing what is not understood would let a policy and its reviewer see different names.",
    bad: "iconv -t latin1 desk.gate > latin.gate && sallyport check latin.gate",
    good: "sallyport check desk.gate",
  },
});

export const configInvalid = defineDiagnostic<{ readonly problem: string; readonly near: string | undefined }>({
  code: "config-invalid",
  severity: "error",
  message: ({ problem }) => problem,
  help: ({ near }) => (near === undefined ? undefined : `did you mean \`${near}\`?`),
  page: {
    why: "A misspelt setting that is silently ignored is a rule that never runs.",
    bad: "polices: [policies]",
    good: "policies: [policies]",
  },
});

export const catalogueUnreachable = defineDiagnostic<{ readonly path: string }>({
  code: "catalogue-is-remote",
  severity: "error",
  message: ({ path }) => `\`${path}\` is not a file beside the policy: nothing is ever fetched`,
  help: () => "save the catalogue next to the policy and name the file",
  page: {
    why: "A policy that changes with a server's answer is neither reviewable nor the same on every machine.",
    bad: 'use tools from "https://example.com/tools.json"',
    good: 'use tools from "./tools.json"',
  },
});

export const packUnreachable = defineDiagnostic<{ readonly path: string }>({
  code: "pack-is-remote",
  severity: "error",
  message: ({ path }) => `\`${path}\` is not a folder on this machine: nothing is ever fetched`,
  help: () => "save the pack beside the policy and name its folder",
  page: {
    why: "A policy that changes with a server's answer is neither reviewable nor the same on every machine.",
    bad: 'use pack "https://example.com/packs/assistant" sha256 "…"',
    good: 'use pack "../packs/assistant" sha256 "…"',
  },
});

export const loadDiagnostics = [
  fileNotFound,
  nothingMatched,
  fileNotListed,
  danglingLink,
  fileOverLimit,
  fileUnreadable,
  notUtf8,
  configInvalid,
  catalogueUnreachable,
  packUnreachable,
] as const;
