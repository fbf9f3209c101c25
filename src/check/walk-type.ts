import type { Name } from "../ast/name.ts";
import { commandPartTypes } from "../value/command.ts";
import type { Type } from "../value/type.ts";
import { urlPartTypes } from "../value/url.ts";
import { fieldOf } from "./join-types.ts";
import { poisonedType } from "./poisoned-type.ts";

/** Where a path leads below a type, or the index of the segment at which it goes wrong. */
export type Walk =
  | { readonly ok: true; readonly type: Type }
  | {
      readonly ok: false;
      readonly at: number;
      /** `field`: no such field; `open`: nothing states the fields; `list`: must be quantified over; `scalar`: has none. */
      readonly reason: "field" | "open" | "list" | "scalar";
      readonly type: Type;
      readonly candidates: readonly string[];
    };

/**
 * An undeclared field of an open record is refused too: a misspelt name would otherwise read as absent for ever. The path of an
 * origin enters lists (`result.recipient of get_transactions` is the recipient of any of them); a condition must quantify.
 */
export function walkType(type: Type, segments: readonly Name[], lists: "refuse" | "enter" = "refuse"): Walk {
  let current = type;
  for (let at = 0; at < segments.length; at += 1) {
    while (lists === "enter" && current.kind === "list") current = current.element;
    if (current === poisonedType) return { ok: true, type: poisonedType };
    const next = step(current, segments[at]?.text ?? "");
    if (next.kind === "miss") return { ok: false, at, reason: next.reason, type: current, candidates: next.candidates };
    current = next.type;
  }
  return { ok: true, type: current };
}

type Step =
  | { readonly kind: "hit"; readonly type: Type }
  | {
      readonly kind: "miss";
      readonly reason: "field" | "open" | "list" | "scalar";
      readonly candidates: readonly string[];
    };

const miss = (reason: "field" | "open" | "list" | "scalar", candidates: readonly string[] = []): Step => ({
  kind: "miss",
  reason,
  candidates,
});

function step(type: Type, name: string): Step {
  switch (type.kind) {
    case "record": {
      const field = fieldOf(type, name);
      return field === undefined ? miss("field", Object.keys(type.fields)) : { kind: "hit", type: field.type };
    }
    case "url":
    case "command": {
      const parts: Readonly<Record<string, Type>> = type.kind === "url" ? urlPartTypes : commandPartTypes;
      const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
      return part === undefined ? miss("field", Object.keys(parts)) : { kind: "hit", type: part };
    }
    case "json":
      return miss("open");
    case "list":
      return miss("list");
    default:
      return miss("scalar");
  }
}
