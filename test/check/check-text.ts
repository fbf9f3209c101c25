import { posix } from "node:path";
import type { CheckedPolicy } from "../../src/ast/checked.ts";
import { checkPolicy } from "../../src/check/check-policy.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { indexLines } from "../../src/source/span.ts";

export interface Checked {
  readonly policy: CheckedPolicy | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Codes of the errors and warnings, sorted by place. */
  readonly codes: readonly string[];
}

/**
 * Parses and checks policy files given by name; the others are what `use tools` can name, as `./NAME`. Files in a folder are those of
 * a pack, as `./FOLDER`.
 */
export function checkFiles(files: Readonly<Record<string, string>>, asOfMs?: number): Checked {
  const all = Object.entries(files)
    .filter(([file]) => file.endsWith(".gate"))
    .map(([file, text]) => parseFile({ file, text }));
  const syntax = all.flatMap((one) => one.diagnostics);
  const parsed = all.filter(({ file }) => !file.file.includes("/"));
  const outcome = checkPolicy(
    parsed.map((one) => one.file),
    {
      read: (_, path) => {
        const file = path.replace(/^\.\//, "");
        const text = files[file];
        return text === undefined ? undefined : { file, text };
      },
      readPack: (from, path) => {
        const folder = posix.join(posix.dirname(from), path);
        const pack = all.filter(({ file }) => posix.dirname(file.file) === folder);
        return folder === "." || pack.length === 0 ? undefined : pack.map(({ file }) => file);
      },
      syntax,
      ...(asOfMs === undefined ? {} : { asOfMs }),
    },
  );
  const diagnostics = [...syntax, ...outcome.diagnostics];
  return {
    policy: outcome.ok ? outcome.value : undefined,
    diagnostics,
    codes: diagnostics.filter(({ severity }) => severity !== "info").map(({ code }) => code),
  };
}

export const world = `policy demo version 1 language 1
tool shop.refund {
  args.amount is money USD
  args.reason is "damaged" | "late"
  args.order is string
  args.count is int
  args.express is bool
  effect pays
}
tool mail.send {
  args.to is list of email
  args.cc is list of email
  args.subject is string
  args.body is string
  effect sends
}
tool crm.get_customer {
  args.id is string
  effect reads
  result.email is email
  result.notes is string
}
tool web.fetch {
  args.url is url
  args.file is path
  args.range is cidr
  args.host is domain
  args.line is command
  effect reads
}
role finance
agent desk { subject "spiffe://example/desk" }
context { ticket.status is "open" | "closed"  from host }
`;

/** The world above and more declarations in one file. */
export const checkText = (more: string): Checked => checkFiles({ "policy.gate": world + more });

/** A gate with one condition. */
export const checkWhen = (condition: string, on = "shop.refund"): Checked =>
  checkText(`gate probe on ${on} {\n  when ${condition}\n  deny\n}\n`);

/** What stands under the primary span of the first diagnostic with this code. */
export function textUnder(checked: Checked, code: string, text: string): string {
  const span = checked.diagnostics.find((one) => one.code === code)?.spans.find((one) => one.primary);
  return span === undefined ? "" : text.slice(span.start, span.end);
}

/** What each of these texts is told, one after the other, as a golden file shows it; a text follows those of `before`. */
export function renderMessages(texts: readonly string[], check: (text: string) => Checked, before = world): string {
  return texts
    .map(
      (text) =>
        `# ${text.trimEnd().replaceAll("\n", "\n# ")}\n${renderDiagnostics(check(text).diagnostics, { "policy.gate": before + text })}\n`,
    )
    .join("\n");
}

/** Diagnostics as a golden file shows them: place, code, message, help, related places. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], files: Readonly<Record<string, string>>): string {
  return diagnostics
    .map((diagnostic) => {
      const places = diagnostic.spans.map((span) => {
        const text = files[span.file] ?? "";
        const { line, column } = indexLines(text).at(span.start);
        const marked = JSON.stringify(text.slice(span.start, Math.min(span.end, span.start + 60)));
        return `  ${span.primary ? "at" : "see"} ${span.file}:${line}:${column} ${marked}${span.label === undefined ? "" : `: ${span.label}`}`;
      });
      const help = diagnostic.help === undefined ? [] : [`  help: ${diagnostic.help}`];
      const fixes = diagnostic.fixes.map(
        (fix) =>
          `  fix${fix.safe ? "" : " (unsafe)"}: ${fix.title} ${JSON.stringify(fix.edits.map((edit) => edit.text))}`,
      );
      return [`${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`, ...places, ...help, ...fixes].join(
        "\n",
      );
    })
    .join("\n\n");
}
