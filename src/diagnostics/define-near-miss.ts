import { type DiagnosticKind, defineDiagnostic } from "./diagnostic.ts";

/**
 * `defineDiagnostic` for mistakes that know their near miss: unless the finder gives other fixes, one replaces what stands
 * at the span. It is not safe, because it changes what the policy means.
 */
export function defineNearMiss<A extends { readonly near?: string | undefined }>(
  kind: Parameters<typeof defineDiagnostic<A>>[0],
  written: (near: string) => string = (near) => near,
): DiagnosticKind<A> {
  const defined = defineDiagnostic<A>(kind);
  return {
    ...defined,
    at(span, args, details = {}) {
      if (args.near === undefined) return defined.at(span, args, details);
      const text = written(args.near);
      const { file, start, end } = span;
      const fix = { title: `replace it by \`${text}\``, safe: false, edits: [{ file, start, end, text }] };
      return defined.at(span, args, { fixes: [fix], ...details });
    },
  };
}
