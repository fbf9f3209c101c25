import type { PolicyIr } from "../engine/ir.ts";
import type { JsonValue } from "../json/json-value.ts";

/** The YAML reader where a tool of the policy asks for one. */
export async function yamlOptions(
  ir: PolicyIr,
): Promise<{ readonly readYaml?: (text: string) => JsonValue | undefined }> {
  const wanted = Object.values(ir.catalogue.tools).some(({ resultFormat }) => resultFormat === "yaml");
  return wanted ? { readYaml: (await import("../load/read-yaml.ts")).readYaml } : {};
}
