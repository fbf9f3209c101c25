import type { DiagnosticPage } from "./diagnostic.ts";

/** Parts of the example policies on diagnostics' pages. Each page is a whole policy, so that it can be run. */
export const refundTool = `tool shop.refund {
  args.amount is money USD
  args.reason is "damaged" | "late"
  effect pays
}
`;
export const mailTool = `tool mail.send {
  args.to is list of email
  args.subject is string
  effect sends
}
`;
export const lookupTool = `tool crm.get_customer {
  args.id is string
  effect reads
  result.email is email
}
`;
export const deskAgent = `agent desk {
  subject "spiffe://example/desk"
}
`;
export const financeRole = "role finance\n";

const header = "policy demo version 1 language 1\n";

/** A page whose examples need the given declarations beside what they show. */
export const policyPage = (why: string, shared: string, bad: string, good: string): DiagnosticPage => ({
  why,
  bad: `${header}${shared}${bad}`,
  good: `${header}${shared}${good}`,
});

/** One gate around the condition of an example. */
export const gateOn = (targets: string, ...clauses: readonly string[]): string =>
  `gate example on ${targets} {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;

export const code = (text: string): string => `\`${text}\``;

export const didYouMean = (near: string | undefined): string | undefined =>
  near === undefined ? undefined : `did you mean ${code(near)}?`;

/** The near miss, or what there is to choose from: every vocabulary of the language fits, with a count of what is beyond. */
export function suggestion(near: string | undefined, known: readonly string[], none: string): string {
  if (near !== undefined) return `did you mean ${code(near)}?`;
  if (known.length === 0) return none;
  const shown = known.slice(0, mostShown).map(code).join(", ");
  return known.length > mostShown ? `known are ${shown} and ${known.length - mostShown} others` : `known: ${shown}`;
}

const mostShown = 40;
