import { defineDiagnostic } from "./diagnostic.ts";
import { code, policyPage, refundTool } from "./policy-page.ts";

/** Mistakes in what `tool` blocks say. */

interface Contradiction {
  readonly path: string;
  readonly stated: string;
  readonly schema: string;
}

export const contradiction = defineDiagnostic({
  code: "schema-contradiction",
  severity: "error",
  message: ({ path, stated, schema }: Contradiction) =>
    `${code(path)} is ${schema} by its schema; it cannot be ${stated}`,
  help: () => "a `tool` block says more about a field, never something else",
  label: () => "contradicts the schema",
  page: policyPage(
    "The schema is what the server checks. A refinement that it refuses would leave every call ill-typed.",
    "",
    "tool shop.refund {\n  args.price is int\n  args.price.amount is money USD\n}\n",
    "tool shop.refund {\n  args.price.amount is money USD\n}\n",
  ),
});

export const clauseClash = defineDiagnostic({
  code: "undo-of-irreversible",
  severity: "error",
  message: () => "a tool that can be undone is not irreversible",
  help: () => "keep `undo by TOOL` or `irreversible`",
  page: policyPage(
    "Undo plans and findings read both; together they say nothing.",
    refundTool,
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.refund\n  irreversible\n}\n",
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.refund\n}\n",
  ),
});

export const undoOfItself = defineDiagnostic({
  code: "undo-of-itself",
  severity: "error",
  message: ({ tool }: { tool: string }) => `${code(tool)} cannot undo itself`,
  help: () => "name the tool that takes its effect back, or say `irreversible` if there is none",
  page: policyPage(
    "Calling a tool again does its work twice. A tool that says it undoes itself counts as one that can be undone, so what cannot be taken back would pass for harmless.",
    refundTool,
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.pay\n}\n",
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.refund\n}\n",
  ),
});

export const duplicateRefinement = defineDiagnostic({
  code: "duplicate-refinement",
  severity: "error",
  message: ({ path }: { path: string }) => `${code(path)} is stated twice in this \`tool\` block`,
  help: () => "keep one of them",
  page: policyPage(
    "Two statements about one field would leave open which of them holds.",
    "",
    "tool shop.refund {\n  args.amount is money USD\n  args.amount is int\n}\n",
    "tool shop.refund {\n  args.amount is money USD\n}\n",
  ),
});

export const toolPathRoot = defineDiagnostic({
  code: "tool-path-root",
  severity: "error",
  message: ({ word }: { word: string }) => `${code(word)} cannot stand here`,
  help: () =>
    "types are stated of `args.…` and `result.…`, trust of `result`, and a currency stands in a text argument `args.…`",
  page: policyPage(
    "A `tool` block speaks of one tool's arguments and result.",
    "",
    "tool shop.refund {\n  args.amount is money in result.currency\n  args.currency is string\n}\n",
    "tool shop.refund {\n  args.amount is money in args.currency\n  args.currency is string\n}\n",
  ),
});

export const toolDiagnostics = [contradiction, clauseClash, undoOfItself, duplicateRefinement, toolPathRoot];
