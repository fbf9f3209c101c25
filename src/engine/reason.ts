import { canonicalJson } from "../json/canonical-json.ts";
import { describeField } from "../value/describe-field.ts";
import type { Level, Reason } from "./decision.ts";
import { type Fact, unknownsOf } from "./fact.ts";

const ranks: Readonly<Record<Level, number>> = { allow: 0, log: 1, verify: 2, confirm: 3, approve: 4, deny: 5 };

/** The place of a level in `levels`. */
export const rankOf = (level: Level): number => ranks[level];

export const strictest = (left: Level, right: Level): Level => (rankOf(left) >= rankOf(right) ? left : right);

/** A deny of the engine itself, with nothing to explain unless given. */
export function denial(code: Reason["code"], reasonClass: Reason["class"], details: Partial<Reason> = {}): Reason {
  return { code, class: reasonClass, level: "deny", unknowns: [], support: [], ...details };
}

/** Facts as a reason carries them: `path` and printed value. */
export const printSupport = (facts: readonly Fact[]): Reason["support"] =>
  facts.map(({ path, field }) => ({ path, value: describeField(field) }));

/** An explanation for want of evidence: what was missing stands in both places. */
export const wanting = (facts: readonly Fact[]): Pick<Reason, "unknowns" | "support"> => ({
  unknowns: unknownsOf(facts),
  support: printSupport(facts),
});

/** In code-unit order of (code, rule, message), each once. */
export function sortReasons(reasons: readonly Reason[]): readonly Reason[] {
  if (reasons.length < 2) return reasons;
  if (reasons.length <= fewReasons) return insertReasons(reasons);
  const keyed = reasons.map((reason) => ({ reason, key: reasonKey(reason) }));
  keyed.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  return keyed.flatMap(({ reason, key }, index) => (key === keyed[index - 1]?.key ? [] : [reason]));
}

/** As many as a decision mostly has: then each is put where it belongs, without a list of pairs. */
const fewReasons = 16;

function insertReasons(reasons: readonly Reason[]): readonly Reason[] {
  const sorted: Reason[] = [];
  const sortedKeys: string[] = [];
  for (const reason of reasons) {
    const key = reasonKey(reason);
    let place = sorted.length;
    while (place > 0 && key < (sortedKeys[place - 1] ?? "")) place -= 1;
    if (place > 0 && sortedKeys[place - 1] === key) continue;
    for (let after = sorted.length; after > place; after -= 1) {
      sorted[after] = sorted[after - 1] ?? reason;
      sortedKeys[after] = sortedKeys[after - 1] ?? key;
    }
    sorted[place] = reason;
    sortedKeys[place] = key;
  }
  return sorted;
}

const reasonKey = (reason: Reason): string =>
  keys.get(reason) ??
  [reason.code, reason.rule ?? "", reason.message ?? "", reason.class, reason.observed ? "1" : "0"].join("\u0000");

/** The keys of reasons, and the contents of requirements and obligations, that are the same objects in every decision. */
const keys = new WeakMap<Reason, string>();
const contents = new WeakMap<object, string>();

/** Makes the key of a reason that will be given in many decisions. */
export function withKey(reason: Reason): Reason {
  keys.set(reason, reasonKey(reason));
  return reason;
}

function contentOf(item: object): string {
  const known = contents.get(item);
  if (known !== undefined) return known;
  const content = canonicalJson(item);
  contents.set(item, content);
  return content;
}

/** United by content: two of the same canonical JSON are one. Sorted by it. */
export function uniteByContent<T extends object>(items: readonly T[]): readonly T[] {
  const [first, ...others] = items;
  if (first === undefined || others.length === 0) return items;
  if (others.every((item) => item === first)) return [first];
  const byContent = new Map(items.map((item) => [contentOf(item), item]));
  return [...byContent].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);
}
