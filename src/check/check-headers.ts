import type { ParsedFile, PolicyHeader } from "../ast/parsed.ts";
import { headersDisagree, missingHeader } from "../diagnostics/declarations.ts";
import type { Report } from "./report.ts";

/** Every file says to which policy it belongs, and all say the same. Undefined when no file does. */
export function checkHeaders(files: readonly ParsedFile[], report: Report): PolicyHeader | undefined {
  let first: PolicyHeader | undefined;
  for (const file of [...files].sort((left, right) => (left.file < right.file ? -1 : 1))) {
    const { header } = file;
    if (header === undefined) {
      report.add(missingHeader.at({ file: file.file, start: 0, end: Math.min(1, file.text.length) }, {}));
      continue;
    }
    first ??= header;
    const differs =
      header.name.text !== first.name.text
        ? "name"
        : header.version !== first.version
          ? "version"
          : header.language !== first.language
            ? "language"
            : undefined;
    if (differs !== undefined) {
      report.add(
        headersDisagree.at(
          header.span,
          { differs, policy: first.name.text },
          { related: [{ span: first.span, label: "the policy's other header" }] },
        ),
      );
    }
  }
  return first;
}
