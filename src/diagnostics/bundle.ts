import { defineDiagnostic } from "./diagnostic.ts";
import { code } from "./policy-page.ts";

/**
 * What can be wrong with a bundle before anybody looks at its signature. Pages show shell lines, since a bundle is one long line;
 * `test/bundle/tampering.test.ts` raises every code.
 */
const made = "sallyport bundle policies/desk --out desk.gatebundle";

export const bundleTruncated = defineDiagnostic<object>({
  code: "bundle-truncated",
  severity: "error",
  message: () => "this bundle ends in the middle: a part of it is missing",
  help: () => "copy it again and compare the sizes",
  page: {
    why: "A copy that broke off must not be read as far as it goes: the gates that are missing would never fire.",
    bad: "head -c 2000 desk.gatebundle > cut.gatebundle && sallyport verify-bundle cut.gatebundle --key release.pem",
    good: "cp desk.gatebundle whole.gatebundle && sallyport verify-bundle whole.gatebundle --key release.pem",
  },
});

export const bundleNotJson = defineDiagnostic<{ readonly problem: string }>({
  code: "bundle-not-json",
  severity: "error",
  message: ({ problem }) => `this is no bundle, which is one JSON document: ${problem}`,
  help: () => `make one with ${code("sallyport bundle")}`,
  page: {
    why: "A bundle is read strictly, because two readers that guess apart read two policies.",
    bad: "sallyport verify-bundle policies/desk.gate --key release.pem",
    good: "sallyport verify-bundle desk.gatebundle --key release.pem",
  },
});

export const bundleOverLimit = defineDiagnostic<{ readonly limit: number }>({
  code: "bundle-over-limit",
  severity: "error",
  message: ({ limit }) => `this bundle is larger than ${limit / 1024 / 1024} MiB, the most that is read`,
  help: () => "a catalogue of tools that no agent may call can be cut down before it is bundled",
  page: {
    why: "A bundle is hostile until its signature is checked; a bound keeps it from taking the machine down.",
    bad: "cat desk.gatebundle /dev/zero | head -c 100000000 > big && sallyport verify-bundle big --key release.pem",
    good: "sallyport verify-bundle desk.gatebundle --key release.pem",
  },
});

export const bundleFormatNewer = defineDiagnostic<{ readonly format: string; readonly known: number }>({
  code: "bundle-format-newer",
  severity: "error",
  message: ({ format, known }) =>
    `this bundle has format ${format}, and this version of sallyport reads up to format ${known}`,
  help: () => "read it with the version that made it, or a later one",
  page: {
    why: "A newer format may hold what an older reader would pass over.",
    bad: '{"bundle":2}',
    good: made,
  },
});

export const bundleMalformed = defineDiagnostic<{ readonly problem: string }>({
  code: "bundle-malformed",
  severity: "error",
  message: ({ problem }) => `this is no bundle of sallyport: ${problem}`,
  help: () => `make one with ${code("sallyport bundle")}`,
  page: {
    why: "A member that is unknown, missing or of another type is refused, so that nothing in a bundle goes unread.",
    bad: '{"bundle":1,"entries":{}}',
    good: made,
  },
});

export const bundleEntryPath = defineDiagnostic<{ readonly path: string; readonly problem: string }>({
  code: "bundle-entry-path",
  severity: "error",
  message: ({ path, problem }) => `the entry ${code(path)} ${problem}`,
  help: () => "an entry is named from the folder of the bundle, with `/`, as in `sources/desk.gate`",
  page: {
    why: "Nothing is unpacked here, but somebody may: no entry may be written outside the folder that was meant for it.",
    bad: `jq -cS '.entries[1].path = "../../.bashrc"' desk.gatebundle > evil.gatebundle`,
    good: made,
  },
});

export const bundleEntryDuplicate = defineDiagnostic<{ readonly path: string; readonly other: string }>({
  code: "bundle-entry-duplicate",
  severity: "error",
  message: ({ path, other }) =>
    path === other
      ? `the entry ${code(path)} is there twice`
      : `the entries ${code(other)} and ${code(path)} are one file on systems that do not tell case or accents apart`,
  help: () => "every entry has a name of its own",
  page: {
    why: "Of two entries with one name, one reader takes the first and another the last.",
    bad: `jq -cS '.entries += [.entries[1]]' desk.gatebundle > twice.gatebundle`,
    good: made,
  },
});

export const bundleEntryExtra = defineDiagnostic<{
  readonly path: string;
  readonly unused: "catalogue" | "pack" | undefined;
}>({
  code: "bundle-entry-extra",
  severity: "error",
  message: ({ path, unused }) =>
    unused !== undefined
      ? `the entry ${code(path)} is a ${unused === "pack" ? "file of a pack that nothing uses" : "catalogue that no policy file imports"}`
      : `the entry ${code(path)} is not in the manifest`,
  help: () => "somebody added it after the bundle was made: make the bundle again from its sources",
  page: {
    why: "What the manifest does not list, no digest covers and no signature vouches for.",
    bad: `jq -cS '.entries += [{"path":"sources/z.gate","text":""}]' desk.gatebundle > more.gatebundle`,
    good: made,
  },
});

export const bundleEntryMissing = defineDiagnostic<{ readonly path: string; readonly listed: boolean }>({
  code: "bundle-entry-missing",
  severity: "error",
  message: ({ path, listed }) =>
    listed
      ? `the manifest lists ${code(path)}, and there is no such entry`
      : `the manifest does not list ${code(path)}, the compiled policy`,
  help: () => "somebody took it out after the bundle was made: make the bundle again from its sources",
  page: {
    why: "A policy file that is missing takes its gates with it.",
    bad: `jq -cS 'del(.entries[1])' desk.gatebundle > less.gatebundle`,
    good: made,
  },
});

export const bundleEntryAltered = defineDiagnostic<{ readonly path: string }>({
  code: "bundle-entry-altered",
  severity: "error",
  message: ({ path }) => `the entry ${code(path)} was changed: its SHA-256 is not the one in the manifest`,
  help: () => "somebody changed it after the bundle was made: make the bundle again from its sources",
  page: {
    why: "The digest of every file is part of what is signed, so one changed character is seen.",
    bad: "sed 's/deny/log/' desk.gatebundle > weak.gatebundle",
    good: made,
  },
});

export const bundleDigestDiffers = defineDiagnostic<object>({
  code: "bundle-digest-differs",
  severity: "error",
  message: () => "the digest of this bundle is not that of its manifest: one of them was changed",
  help: () => "make the bundle again from its sources",
  page: {
    why: "The digest names a bundle in reports and reviews; it must name what is in it.",
    bad: `jq -cS '.manifest.compiler = "9.9.9"' desk.gatebundle > other.gatebundle`,
    good: made,
  },
});

export const bundleNotCanonical = defineDiagnostic<object>({
  code: "bundle-not-canonical",
  severity: "error",
  message: () => "another program wrote this bundle anew: blanks, order or escapes are not as sallyport writes them",
  help: () => "take the file as `sallyport bundle` wrote it; formatters and line-break conversion must leave it alone",
  page: {
    why: "One bundle has one sequence of bytes, so that two copies can be compared by any tool.",
    bad: "jq . desk.gatebundle > pretty.gatebundle",
    good: "cp desk.gatebundle same.gatebundle",
  },
});

export const bundleDoesNotCompile = defineDiagnostic<{ readonly problem: string }>({
  code: "bundle-does-not-compile",
  severity: "error",
  message: ({ problem }) => `the sources in this bundle do not compile: ${problem}`,
  help: () => "make the bundle again from sources that compile",
  page: {
    why: "What runs is compiled from the sources in the bundle; nothing runs that does not come from them.",
    bad: "sallyport bundle broken.gate --out desk.gatebundle",
    good: "sallyport check policies/desk && sallyport bundle policies/desk --out desk.gatebundle",
  },
});

export const bundleOtherCompiler = defineDiagnostic<{
  readonly made: string;
  readonly here: string;
  readonly problem: string;
}>({
  code: "bundle-other-compiler",
  severity: "error",
  message: ({ made: by, here, problem }) => `sallyport ${by} made this bundle, and for sallyport ${here} ${problem}`,
  help: ({ made: by }) => `read it with sallyport ${by}, or make it again with this version`,
  page: {
    why: "Another version may give the same words another meaning. A policy is not run under a meaning that nobody signed.",
    bad: "npx sallyport@0.2.0 bundle policies/desk --out desk.gatebundle && npx sallyport@0.1.0 inspect desk.gatebundle",
    good: made,
  },
});

export const bundleIrDiffers = defineDiagnostic<object>({
  code: "bundle-ir-differs",
  severity: "error",
  message: () => "the compiled policy in this bundle is not what its sources compile to",
  help: () => "somebody changed one of the two: make the bundle again from its sources",
  page: {
    why: "Sources are what people review and the IR is what engines run. They must be one policy.",
    bad: "a bundle whose `ir.json` lacks a gate, with manifest and digest made to fit",
    good: made,
  },
});

export const bundleBuiltInsDiffer = defineDiagnostic<{ readonly missing: string; readonly extra: string }>({
  code: "bundle-built-ins-differ",
  severity: "error",
  message: ({ missing, extra }) =>
    `the manifest does not list the built-ins that the policy needs${missing === "" ? "" : `; missing: ${missing}`}${extra === "" ? "" : `; not needed: ${extra}`}`,
  help: () => "make the bundle again from its sources",
  page: {
    why: "An engine reads there what it must know to run the policy.",
    bad: "a bundle whose manifest lacks `condition:origin`, with the digest made to fit",
    good: made,
  },
});

export const bundleImportAbsolute = defineDiagnostic<{ readonly path: string }>({
  code: "bundle-import-absolute",
  severity: "error",
  message: ({ path }) => `a bundle cannot hold ${code(path)}: it is named by a place on this machine`,
  help: () => 'name the catalogue from the folder of the policy, as in `use tools from "./tools.json"`',
  page: {
    why: "In another folder or on another machine the path leads to another catalogue, or to none.",
    bad: 'use tools from "/home/ann/tools.json"',
    good: 'use tools from "./tools.json"',
  },
});

export const bundleDiagnostics = [
  bundleTruncated,
  bundleNotJson,
  bundleOverLimit,
  bundleFormatNewer,
  bundleMalformed,
  bundleEntryPath,
  bundleEntryDuplicate,
  bundleEntryExtra,
  bundleEntryMissing,
  bundleEntryAltered,
  bundleDigestDiffers,
  bundleNotCanonical,
  bundleDoesNotCompile,
  bundleOtherCompiler,
  bundleIrDiffers,
  bundleBuiltInsDiffer,
  bundleImportAbsolute,
] as const;
