/**
 * A layout that is decided when printed: a group stands on one line where it fits, otherwise each of its lines breaks
 * (Wadler, "A prettier printer"; Lindig, "Strictly pretty").
 */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: "line"; readonly flat: string }
  /** Always breaks, and the groups around it with it; `blank` leaves an empty line. */
  | { readonly kind: "hard-line"; readonly blank: boolean }
  /** Counts for no width: a comment never breaks the code before it. */
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "indent"; readonly by: number; readonly doc: Doc }
  | { readonly kind: "group"; readonly doc: Doc; readonly breaks: boolean };

export const line: Doc = { kind: "line", flat: " " };
export const softLine: Doc = { kind: "line", flat: "" };
export const hardLine = (blank = false): Doc => ({ kind: "hard-line", blank });
export const indent = (by: number, doc: Doc): Doc => ({ kind: "indent", by, doc });
export const group = (doc: Doc, breaks = false): Doc => ({ kind: "group", doc, breaks: breaks || mustBreak(doc) });

interface Task {
  readonly indentation: number;
  readonly flat: boolean;
  readonly doc: Doc;
}

/** The text of a layout at a line width in UTF-16 code units, without blanks at line ends. */
export function printDoc(doc: Doc, width: number): string {
  let text = "";
  let column = 0;
  const tasks: Task[] = [{ indentation: 0, flat: false, doc }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { indentation, flat, doc: current } = task;
    if (typeof current === "string") {
      text += current;
      column += current.length;
    } else if (isSequence(current)) {
      for (let index = current.length - 1; index >= 0; index -= 1)
        tasks.push({ indentation, flat, doc: current[index] ?? "" });
    } else if (current.kind === "comment") {
      text += current.text;
      column += current.text.length;
    } else if (current.kind === "indent") {
      tasks.push({ indentation: indentation + current.by, flat, doc: current.doc });
    } else if (current.kind === "group") {
      const fits = !current.breaks && (flat || fitsIn(width - column, current.doc, tasks));
      tasks.push({ indentation, flat: fits, doc: current.doc });
    } else if (current.kind === "line" && flat) {
      text += current.flat;
      column += current.flat.length;
    } else {
      const blank = current.kind === "hard-line" && current.blank;
      text = `${text.trimEnd()}\n${blank ? "\n" : ""}${" ".repeat(indentation)}`;
      column = indentation;
    }
  }
  return text;
}

const isSequence = (doc: Doc): doc is readonly Doc[] => Array.isArray(doc);

function mustBreak(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (isSequence(doc)) return doc.some(mustBreak);
  if (doc.kind === "hard-line") return true;
  if (doc.kind === "group") return doc.breaks;
  return doc.kind === "indent" && mustBreak(doc.doc);
}

/** Whether `doc` flat, and what follows it up to the next line break, fits. */
function fitsIn(room: number, doc: Doc, rest: readonly Task[]): boolean {
  let left = room;
  let next = rest.length;
  const tasks: Task[] = [{ indentation: 0, flat: true, doc }];
  while (left >= 0) {
    let task = tasks.pop();
    if (task === undefined) {
      next -= 1;
      task = rest[next];
      if (task === undefined) return true;
    }
    const { flat, doc: current } = task;
    if (typeof current === "string") left -= current.length;
    else if (isSequence(current)) {
      for (let index = current.length - 1; index >= 0; index -= 1)
        tasks.push({ indentation: 0, flat, doc: current[index] ?? "" });
    } else if (current.kind === "indent") tasks.push({ indentation: 0, flat, doc: current.doc });
    else if (current.kind === "group") tasks.push({ indentation: 0, flat: flat && !current.breaks, doc: current.doc });
    else if (current.kind === "hard-line") return true;
    else if (current.kind === "line") {
      if (!flat) return true;
      left -= current.flat.length;
    }
  }
  return false;
}
