import { defineDiagnostic } from "./diagnostic.ts";
import { code, lookupTool, policyPage } from "./policy-page.ts";

export const endorsementWithoutEffect = defineDiagnostic({
  code: "endorsement-without-effect",
  severity: "error",
  message: ({ tool, label }: { tool: string; label: string }) =>
    `the results of ${code(tool)} never bring the label ${code(label)}, so there is nothing to clear`,
  help: ({ tool }: { tool: string; label: string }) =>
    `an endorsement is about the results of ${code(tool)} alone: what earlier results brought stays`,
  label: () => "clears nothing",
  page: policyPage(
    "Whoever writes an endorsement expects a label to be gone. One that clears nothing usually names another tool, or hopes to clear what the session has seen before.",
    lookupTool,
    "endorse crm.get_customer clears [pii]\n",
    "endorse crm.get_customer clears [untrusted]\n",
  ),
});

export const endorsementDiagnostics = [endorsementWithoutEffect];
