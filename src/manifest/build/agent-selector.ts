import type { Workload } from "../scan.ts";

/** Which workloads a project calls agents. Every condition given must hold; `name` may use `*`. */
export interface AgentSelector {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export function selectorFits(
  { kind, name, namespace, labels }: AgentSelector,
  { resource, podLabels }: Workload,
): boolean {
  if (kind !== undefined && kind !== resource.kind) return false;
  if (namespace !== undefined && namespace !== resource.namespace) return false;
  if (name !== undefined && !globMatches(name, resource.name)) return false;
  return Object.entries(labels ?? {}).every(
    ([key, value]) => (podLabels.get(key) ?? resource.labels.get(key)) === value,
  );
}

/** `*` stands for any characters. Greedy with one point of return, so linear in practice and never exponential. */
export function globMatches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let mark = 0;
  let index = 0;
  while (at < text.length) {
    if (index < pattern.length && pattern[index] === "*") {
      star = index;
      mark = at;
      index += 1;
    } else if (index < pattern.length && pattern[index] === text[at]) {
      index += 1;
      at += 1;
    } else if (star >= 0) {
      index = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  while (pattern[index] === "*") index += 1;
  return index === pattern.length;
}
