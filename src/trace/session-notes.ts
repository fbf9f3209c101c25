import { quoteText } from "./json-members.ts";

/** Collects what a reader must know about one session; repeated causes are counted, the list is bounded. */
export interface SessionNotes {
  readonly add: (text: string) => void;
  readonly renamed: (written: string, name: string) => void;
  readonly joined: (by: "id" | "order" | "repeated-id") => void;
  readonly withoutOutcome: (call: string) => void;
  readonly all: () => readonly string[];
}

const noteLimit = 100;
const listLimit = 10;

export function sessionNotes(): SessionNotes {
  const texts = new Set<string>();
  const renamed = new Map<string, string>();
  const openEnded: string[] = [];
  let byOrder = 0;
  let byRepeatedId = 0;
  return {
    add: (text) => void texts.add(text),
    renamed: (written, name) => void renamed.set(written, name),
    withoutOutcome: (call) => void openEnded.push(call),
    joined(by) {
      if (by === "order") byOrder += 1;
      if (by === "repeated-id") byRepeatedId += 1;
    },
    all() {
      const notes: string[] = [];
      for (const [written, name] of renamed) notes.push(`the tool ${quoteText(written)} is read as ${quoteText(name)}`);
      if (byOrder > 0) {
        notes.push(`${counted(byOrder, "result")} joined by order within the message: no id names the call`);
      }
      if (byRepeatedId > 0) {
        notes.push(`${counted(byRepeatedId, "result")} joined by order: several calls have the same id`);
      }
      if (openEnded.length > 0) {
        notes.push(
          `${counted(openEnded.length, "call")} without result or error, so it is not recorded what ran: ${listed(openEnded)}`,
        );
      }
      const kept = [...notes, ...texts];
      if (kept.length <= noteLimit) return kept;
      return [...kept.slice(0, noteLimit), `and ${kept.length - noteLimit} more notes`];
    },
  };
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function listed(items: readonly string[]): string {
  const shown = items.slice(0, listLimit).join(", ");
  return items.length > listLimit ? `${shown} and ${items.length - listLimit} more` : shown;
}
