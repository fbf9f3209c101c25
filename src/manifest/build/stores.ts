import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { declaredBy, enforcedBy, flagFact, flagOf, textFact, textOf } from "../../model/fact.ts";
import { type Facts, fieldIn } from "../../model/record.ts";
import { storeFields } from "../../model/store-fields.ts";
import { connectionStore } from "../effective/connection-string.ts";
import type { Settings } from "../effective/environment.ts";
import { volumeStores } from "../effective/volumes.ts";
import { databaseSchemes, readEndpoint } from "../endpoint.ts";
import { storeShape } from "../native/data-shape.ts";
import { referencesOf } from "../native/references.ts";
import { shapeFacts } from "../native/shape-facts.ts";
import type { Declaration } from "../scan.ts";
import type { AgentDraft, PartDraft } from "./agent-draft.ts";
import { below, type Contradictions, mergeFacts } from "./contradictions.ts";
import { podConnection } from "./transport.ts";

/** Where an agent's data lies: its volumes, its connection strings, and what it declares; joined by name. */
export function storesOf(
  agent: AgentDraft,
  settings: Settings,
  contradictions: Contradictions,
  report: (diagnostic: Diagnostic) => void,
): readonly PartDraft[] {
  const stores = new Map<string, PartDraft>();
  const add = (name: string, facts: Facts, source: PartDraft["source"]): void => {
    const known = stores.get(name);
    const named: Facts = { ...facts, name: textFact(name, enforcedBy(source)) };
    const compared = (path: string): boolean => path === "encrypted";
    const merged =
      known === undefined ? named : mergeFacts(known.facts, named, below(contradictions, `stores.${name}`), compared);
    // Later views are the declared ones: a store that is found and declared is declared.
    stores.set(name, { name, source, facts: { ...merged, declared: named["declared"] ?? merged["declared"] } });
  };
  for (const workload of agent.workloads) {
    for (const { name, facts } of volumeStores(workload, agent.scan)) {
      const source = fieldIn(facts, "kind")?.evidence?.sources[0] ?? agent.source;
      add(name, { declared: flagFact(false, enforcedBy(source)), ...facts }, source);
    }
  }
  for (const { value, valueSource, source } of settings.items) {
    const endpoint = value === undefined ? undefined : readEndpoint(value);
    if (endpoint === undefined || !databaseSchemes.has(endpoint.scheme)) continue;
    const at = endpoint.hasPassword ? source : valueSource;
    const [workload] = agent.workloads;
    const connection =
      workload === undefined ? undefined : podConnection(workload, { ...endpoint, source: at }, agent.scan);
    const mesh = fieldIn(connection?.transport, "mtls");
    add(endpoint.host, { declared: flagFact(false, enforcedBy(at)), ...connectionStore(endpoint, at, mesh) }, at);
  }
  for (const { name, facts, source } of declaredStores(agent.declaration, agent, report)) add(name, facts, source);
  return [...stores.values()];
}

function declaredStores(
  declaration: Declaration | undefined,
  agent: AgentDraft,
  report: (diagnostic: Diagnostic) => void,
): readonly PartDraft[] {
  if (declaration === undefined) return [];
  const references = referencesOf(declaration.namespace, agent.scan, report);
  return declaration.spec
    .get("data", "stores")
    .items()
    .map((node) => {
      const mechanism = node.get("autoDelete", "mechanism");
      const reference = node.get("autoDelete", "ref");
      const plain = shapeFacts(node, storeShape, storeFields, references, ["autoDelete"]);
      const found = reference.exists ? references.found(reference) : undefined;
      const ground = declaredBy((mechanism.exists ? mechanism : node.get("name")).source());
      const hasKey = textOf(fieldIn(plain, "key")) !== undefined;
      return {
        name: node.get("name").text() ?? node.path,
        source: node.get("name").source(),
        facts: {
          ...plain,
          declared: flagFact(true, declaredBy(node.get("name").source())),
          ...(hasKey || flagOf(fieldIn(plain, "encrypted")) === undefined
            ? {}
            : {
                key: { state: "absent" as const, evidence: declaredBy(node.get("name").source("no keyRef is stated")) },
              }),
          ...(mechanism.exists ? { mechanism: textFact(mechanism.text() ?? "", ground) } : {}),
          ...(found === undefined
            ? {}
            : {
                delete_ref: textFact(reference.text() ?? "", declaredBy(reference.source())),
                delete_ref_found: found,
              }),
          auto_delete: !mechanism.exists ? flagFact(false, ground) : (found ?? flagFact(false, ground)),
        },
      };
    });
}
