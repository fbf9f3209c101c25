import { bundleLimit } from "../bundle/bundle.ts";
import { bundleNotJson, bundleOverLimit } from "../diagnostics/bundle.ts";
import { keyUnreadable } from "../diagnostics/bundle-signature.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { BundleKey } from "../load/bundle-key.ts";
import { readBundleKeys } from "../load/open-bundle.ts";
import { readFileText, readText } from "../load/read-text.ts";
import type { SourceText } from "../source/span.ts";
import type { Context } from "./command.ts";
import type { ExitReason } from "./exit-code.ts";
import { UsageError } from "./options.ts";

/** Something read from a file, or what to say and how to exit. */
export type FileRead<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[]; readonly reason: ExitReason };

/** The text of a bundle. A name that leads to nothing is a mistake of the command line, everything else one of the bundle. */
export async function readBundleFile(context: Context, path: string): Promise<FileRead<SourceText>> {
  const { stdinName, shell } = context;
  const options = { limit: bundleLimit, ...(stdinName === undefined ? {} : { stdinName }) };
  const read = await readText(shell.host, path, options);
  if (read.ok) return { ok: true, value: read.value };
  const start = { file: path === "-" ? (stdinName ?? "<stdin>") : path, start: 0, end: 0 };
  const diagnostics = read.diagnostics.map((diagnostic) => {
    if (diagnostic.code === "file-over-limit") return bundleOverLimit.at(start, { limit: bundleLimit });
    return diagnostic.code === "not-utf8" ? bundleNotJson.at(start, { problem: "it is not UTF-8" }) : diagnostic;
  });
  return { ok: false, diagnostics, reason: isMissing(diagnostics) ? "usage" : "input" };
}

const isMissing = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ code }) => code === "file-not-found" || code === "dangling-link");

/** The keys that signatures are checked with. */
export async function readKeysFile(context: Context, path: string): Promise<FileRead<readonly BundleKey[]>> {
  const text = readKeyText(context, path);
  if (!text.ok) return text;
  const keys = await readBundleKeys(text.value);
  return keys.ok ? { ok: true, value: keys.value } : { ok: false, diagnostics: keys.diagnostics, reason: "usage" };
}

const keyLimit = 256 * 1024;

/** The text of a key file, which no message may hold a part of. */
export function readKeyText(context: Context, path: string): FileRead<SourceText> {
  if (path === "-") throw new UsageError("a key is read from a file, not from standard input");
  const read = readFileText(context.shell.host, path, keyLimit);
  if (read.ok) return { ok: true, value: read.value };
  const start = { file: path, start: 0, end: 0 };
  const fix = "a key is a PEM file or a JSON Web Key; openssl pkey -inform DER -in KEY -out KEY.pem makes PEM of DER";
  const diagnostics = read.diagnostics.map((diagnostic) => {
    if (diagnostic.code === "file-over-limit")
      return keyUnreadable.at(start, { problem: "it is larger than any key", fix });
    return diagnostic.code === "not-utf8" ? keyUnreadable.at(start, { problem: "it is not text", fix }) : diagnostic;
  });
  return { ok: false, diagnostics, reason: "usage" };
}
