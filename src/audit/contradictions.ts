import type { CheckedControl } from "../ast/checked-control.ts";
import { type Deployment, type Entity, entitiesOf } from "../model/model.ts";
import { describeField } from "../value/describe-field.ts";
import { readPath } from "../value/field-path.ts";
import type { Field } from "../value/value.ts";
import type { Evidence } from "./audit-result.ts";
import { pathsRead } from "./paths-read.ts";
import { textAt } from "./text-at.ts";

/** A claim and an enforcing resource that disagree about one field below a subject. */
export interface Contradiction {
  /** `identity.id`; elements of lists by their names: `connectors.gateway.transport.mtls`. */
  readonly field: string;
  /** A record with `field`, `declared` and `enforced`. */
  readonly record: Field;
}

/** What the sources of a subject disagree about. An agent's list speaks for its connectors and stores too. */
export function contradictionsOf(entity: Entity, deployment: Deployment): readonly Contradiction[] {
  const agents = entitiesOf(deployment, "agent");
  switch (entity.kind) {
    case "agent":
      return listed(entity);
    case "connector":
    case "store": {
      const agent = textAt(entity.record, "agent");
      const prefix = `${entity.kind}s.${textAt(entity.record, "name") ?? ""}.`;
      return agents
        .filter(({ name }) => name === agent)
        .flatMap(listed)
        .filter(({ field }) => field.startsWith(prefix))
        .map(({ field, record }) => ({ field: field.slice(prefix.length), record }));
    }
    case "deployment":
      return agents.flatMap(listed).map(({ field, record }) => ({ field: `agents.${field}`, record }));
    case "channel":
      return [];
  }
}

/** Those about a field the control reads, as evidence with both places. */
export function contradictionsRead(
  control: CheckedControl,
  contradictions: readonly Contradiction[],
): readonly Evidence[] {
  if (contradictions.length === 0) return [];
  const read = pathsRead(control);
  return contradictions
    .filter(({ field }) => read.some((path) => isAbout(field, path)))
    .map(({ field, record }) => {
      const [declared, enforced] = ["declared", "enforced"].map((name) => readPath(record, [name]));
      const sources = [declared, enforced].flatMap((side) => side?.evidence?.sources ?? []);
      return {
        path: `${control.subject}.${field}`,
        value: `declared ${said(declared)}, enforced ${said(enforced)}`,
        basis: "enforced" as const,
        sources,
      };
    });
}

function listed(agent: Entity): readonly Contradiction[] {
  const list = readPath(agent.record, ["contradictions"]);
  if (list.state !== "value" || list.value.kind !== "list") return [];
  return list.value.items.flatMap((record) => {
    const field = textAt(record, "field");
    return field === undefined ? [] : [{ field, record }];
  });
}

/** In a contradiction the name of a connector or store, which may hold dots, stands behind the name of its list. */
function isAbout(field: string, path: readonly string[]): boolean {
  const at = path.findIndex((segment) => segment === "connectors" || segment === "stores");
  if (at < 0 || at === path.length - 1) return field === path.join(".");
  const head = `${path.slice(0, at + 1).join(".")}.`;
  const tail = `.${path.slice(at + 1).join(".")}`;
  return field.startsWith(head) && field.endsWith(tail) && field.length > head.length + tail.length;
}

/** The sides are texts that print the value already. */
const said = (side: Field | undefined): string =>
  side?.state === "value" && side.value.kind === "text" ? side.value.text : describeField(side ?? { state: "absent" });
