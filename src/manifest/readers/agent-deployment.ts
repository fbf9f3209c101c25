import { agentDeploymentShape } from "../native/agent-deployment-shape.ts";
import { checkShape } from "../native/check-shape.ts";
import { groupAndKind, type Reader } from "./reader.ts";

/** Our own manifest: claims about one agent, with references. Its form is checked here field by field. */
export const agentDeployment: Reader = {
  name: "agent-deployment",
  title: "Sallyport's own claims about one agent",
  claimed: ["sallyport.dev/AgentDeployment"],
  remarks: [
    "A claim fills what no platform's manifest says. Where a manifest says otherwise the manifest counts, and the contradiction is a fact.",
    "A field that is unknown or of the wrong form is refused with its place; what is well-formed of the document still counts.",
  ],
  claims(document) {
    const type = groupAndKind(document);
    return type?.group === "sallyport.dev" && type.kind === "AgentDeployment";
  },
  read(documents, builder) {
    for (const { root } of documents) {
      const problems = checkShape(root, agentDeploymentShape);
      for (const problem of problems) builder.report(problem);
      builder.addResource("agent-deployment", root);
      builder.addDeclaration({
        name: root.get("metadata", "name").text() ?? "",
        namespace: root.get("metadata", "namespace").text() ?? "default",
        node: root,
        spec: root.get("spec"),
        faulty: problems.length > 0,
      });
    }
  },
};
