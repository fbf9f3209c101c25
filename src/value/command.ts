import { listPrograms } from "./shell/list-programs.ts";
import { listField } from "./shell/open-list.ts";
import { programRecord, programType, reasonsField, unresolvedType } from "./shell/program.ts";
import type { Type } from "./type.ts";
import { type Field, unrecorded, type Value } from "./value.ts";

export type CommandValue = Extract<Value, { readonly kind: "command" }>;

/** The fields of a command and their types. */
export const commandPartTypes = {
  programs: { kind: "list", element: programType },
  reads: { kind: "list", element: { kind: "path" } },
  writes: { kind: "list", element: { kind: "path" } },
  unresolved: unresolvedType,
} as const satisfies Readonly<Record<string, Type>>;

export type CommandPart = keyof typeof commandPartTypes;

/** A longer text is not taken apart. */
export const longestCommand = 32_768;

/**
 * A POSIX shell text with what it runs. Its canonical form is the text itself: two spellings are two actions, because a
 * shell in another state may read them as two. Every text is a command; one that no shell would take has open lists. What
 * bash, dash and zsh read differently is marked and leaves the list of programs open. Nothing is run, expanded or looked up.
 */
export function readCommand(text: string): CommandValue {
  return { kind: "command", text, parts: new Map(Object.entries(partsOf(text))) };
}

function partsOf(text: string): Readonly<Record<CommandPart, Field>> {
  if (text.length > longestCommand) {
    const unread = unrecorded("over_budget");
    return { programs: unread, reads: unread, writes: unread, unresolved: reasonsField(new Set(["size"])) };
  }
  const { programs, open, reads, writes, unresolved } = listPrograms(text);
  return {
    programs: listField({ items: programs.map(programRecord), open }),
    // What runs unseen may read and write more.
    reads: listField({ items: reads.items, open: reads.open || open }),
    writes: listField({ items: writes.items, open: writes.open || open }),
    unresolved: reasonsField(unresolved),
  };
}
