import type { ManifestNode } from "./node.ts";

/**
 * Whether labels match a Kubernetes label selector (`matchLabels` and `matchExpressions`); an empty selector matches all.
 * An operator that is not one matches nothing: such a policy is refused at admission.
 */
export function selectorMatches(selector: ManifestNode, labels: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of selector.get("matchLabels").entries()) {
    if (labels.get(key) !== value.text()) return false;
  }
  return selector
    .get("matchExpressions")
    .items()
    .every((expression) => expressionMatches(expression, labels));
}

/** A plain map of labels, as Services and Istio's `matchLabels` use it. */
export const labelsMatch = (wanted: ManifestNode, labels: ReadonlyMap<string, string>): boolean =>
  wanted.entries().every(([key, value]) => labels.get(key) === value.text());

function expressionMatches(expression: ManifestNode, labels: ReadonlyMap<string, string>): boolean {
  const label = labels.get(expression.get("key").text() ?? "");
  const values = expression
    .get("values")
    .items()
    .map((value) => value.text());
  switch (expression.get("operator").text()) {
    case "In":
      return label !== undefined && values.includes(label);
    case "NotIn":
      return label === undefined || !values.includes(label);
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return false;
  }
}
