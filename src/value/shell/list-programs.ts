import type { Field } from "../value.ts";
import { type Inner, innerCommands } from "./inner-commands.ts";
import { joinLists, noItems, type OpenList } from "./open-list.ts";
import { parseShell, sharedReading } from "./parse-shell.ts";
import { nameOf, type Program, textOf } from "./program.ts";
import { deepestShell } from "./shell-reader.ts";
import {
  afterProgram,
  fileOf,
  firstState,
  joinStates,
  type ShellState,
  withAssignments,
  withVariables,
} from "./shell-state.ts";
import type { ShellNode, ShellReason, ShellRedirection, ShellScript, ShellWord } from "./shell-tree.ts";

/** Everything that a shell text runs, in the order of the text. */
export interface ListedPrograms {
  readonly programs: readonly Program[];
  /** More may run than is listed. */
  readonly open: boolean;
  readonly reads: OpenList;
  readonly writes: OpenList;
  readonly unresolved: ReadonlySet<ShellReason>;
  /** What the time was proportional to: characters looked at and commands visited. */
  readonly steps: number;
}

/** So many programs of one command are listed; behind them the list is open. */
export const mostPrograms = 200;

export function listPrograms(text: string): ListedPrograms {
  const listed = listFrom(text, firstState);
  if (listed.changed === undefined) return listed;
  // What runs again, or later, starts with what was changed meanwhile: nothing about it is taken for granted.
  return listFrom(text, { ...listed.changed, folder: undefined, elsewhere: false });
}

interface Setting {
  readonly depth: number;
  readonly moreWords: boolean;
  /** In a loop or a function: what is changed here is changed for what stands before, too. */
  readonly repeats: boolean;
  readonly reads: OpenList;
  readonly writes: OpenList;
  readonly pipedFrom: OpenList;
}

const outermost: Setting = {
  depth: 0,
  moreWords: false,
  repeats: false,
  reads: noItems,
  writes: noItems,
  pipedFrom: noItems,
};

function listFrom(text: string, start: ShellState) {
  const shared = sharedReading();
  const programs: Program[] = [];
  const files: { reads: OpenList; writes: OpenList } = { reads: noItems, writes: noItems };
  const reasons = new Set<ShellReason>();
  /** All that was changed anywhere, and whether something changed may run again. */
  let changes: ShellState | undefined;
  let changedInLoop = false;
  let runsLater = false;
  let state = start;

  readText(text, outermost);
  for (const reason of shared.trouble) reasons.add(reason);
  const changed = changedInLoop || runsLater ? changes : undefined;
  return { programs, open: shared.trouble.size > 0, ...files, unresolved: reasons, steps: shared.steps, changed };

  function readText(shellText: string, setting: Setting): void {
    if (setting.depth >= deepestShell) shared.trouble.add("size");
    else script(parseShell(shellText, shared, setting.depth), setting);
  }

  function script({ items }: ShellScript, setting: Setting): void {
    // A change of the folder is certain behind `&&` alone; elsewhere it may have failed, or not have run.
    let folder = state.folder;
    let certain = true;
    const settle = (): void => {
      if (state.folder !== folder) state = { ...state, folder: undefined };
    };
    for (const { node: child, joined } of items) {
      if (joined !== "and") settle();
      if (joined === "next") folder = state.folder;
      certain = joined === "next" || (joined === "and" && certain);
      node(child, setting);
      if (!certain) settle();
    }
    settle();
  }

  function node(child: ShellNode, setting: Setting): void {
    shared.steps += 1;
    switch (child.kind) {
      case "pipeline":
        pipeline(child.stages, setting);
        break;
      case "group": {
        for (const word of child.words) scriptsOf(word, setting);
        const repeats = child.runs !== "once" || (setting.repeats && !child.subshell);
        const inner = { ...setting, ...redirected(child.redirections, setting), repeats };
        const before = state;
        runsLater ||= child.runs === "later";
        if (child.variable !== undefined) change(withVariables(state, [child.variable.text]), inner);
        for (const body of child.bodies) script(body, inner);
        if (child.subshell) state = before;
        break;
      }
      case "simple":
        simple(child, setting);
    }
  }

  /** Each stage is a shell of its own, and reads what those before it write. */
  function pipeline(stages: readonly ShellNode[], setting: Setting): void {
    let pipedFrom = setting.pipedFrom;
    const before = state;
    for (const stage of stages) {
      const from = programs.length;
      node(stage, { ...setting, pipedFrom });
      state = before;
      const names = programs.slice(from).map((program) => nameOf(program).name);
      pipedFrom = joinLists(pipedFrom, { items: names, open: shared.trouble.size > 0 });
    }
  }

  function simple(command: Extract<ShellNode, { kind: "simple" }>, setting: Setting): void {
    for (const word of [...command.assignments, ...command.words]) scriptsOf(word, setting);
    const files = redirected(command.redirections, setting);
    const [first, ...words] = command.words;
    const assigned = withAssignments(state, command.assignments);
    if (first === undefined) change(assigned, setting);
    else program(first, words, assigned, command.redirections, { ...setting, ...files });
  }

  function program(
    word: ShellWord,
    words: readonly ShellWord[],
    own: ShellState,
    redirections: readonly ShellRedirection[],
    setting: Setting,
  ): void {
    const { moreWords, reads, writes, pipedFrom } = setting;
    shared.steps += 1 + words.length;
    const { env, lookup } = own;
    const folder = own.elsewhere ? undefined : own.folder;
    const found: Program = { word, words, moreWords, env, reads, writes, pipedFrom, lookup, folder };
    if (programs.length >= mostPrograms) {
      shared.trouble.add("size");
      return;
    }
    programs.push(found);
    for (const each of [word, ...words]) for (const reason of each.reasons) reasons.add(reason);
    const { name, path } = nameOf(found);
    const known = textOf(name);
    if (known === undefined) {
      // What is not known may run others. A file is a program by itself.
      if (path.state !== "value") shared.trouble.add(word.reasons[0] ?? "lookup");
      return;
    }
    for (const inner of innerCommands({ name: known, words, moreWords, redirections }))
      run(inner, own, redirections, setting);
    change(afterProgram(state, known, words), setting);
  }

  function run(inner: Inner, own: ShellState, redirections: readonly ShellRedirection[], setting: Setting): void {
    const before = state;
    const deeper = { ...setting, depth: setting.depth + 1 };
    if (deeper.depth >= deepestShell) shared.trouble.add("size");
    else if (inner.kind === "hidden") shared.trouble.add(inner.reason);
    else if (inner.kind === "text") {
      // A trap runs later.
      runsLater ||= inner.here;
      state = inner.elsewhere ? { ...own, elsewhere: true } : own;
      readText(inner.text, { ...deeper, moreWords: false });
      if (inner.here) change({ ...state, folder: undefined }, setting);
      else state = before;
    } else {
      const [first, ...words] = inner.words;
      const moved = inner.moved ? { ...own, folder: undefined } : own;
      state = inner.elsewhere ? { ...moved, elsewhere: true } : moved;
      const assigned = withAssignments(state, inner.assignments);
      if (first !== undefined) program(first, words, assigned, redirections, { ...deeper, moreWords: inner.moreWords });
      state = before;
    }
  }

  /** What runs to make a word: in a shell of its own, and what is piped into it is not followed. */
  function scriptsOf(word: ShellWord, setting: Setting): void {
    const before = state;
    const pipedFrom = { items: setting.pipedFrom.items, open: true };
    for (const inner of word.scripts) {
      script(inner, { ...setting, reads: noItems, writes: noItems, pipedFrom });
      state = before;
    }
  }

  function redirected(redirections: readonly ShellRedirection[], setting: Setting): Pick<Setting, "reads" | "writes"> {
    const own: { reads: Field[]; writes: Field[] } = { reads: [], writes: [] };
    for (const { kind, target } of redirections) {
      scriptsOf(target, setting);
      for (const reason of target.reasons) reasons.add(reason);
      if (kind === "read" || kind === "read-write") own.reads.push(fileOf(state, target));
      if (kind === "write" || kind === "read-write") own.writes.push(fileOf(state, target));
    }
    const reads = { items: own.reads, open: false };
    const writes = { items: own.writes, open: false };
    files.reads = joinLists(files.reads, reads);
    files.writes = joinLists(files.writes, writes);
    return { reads: joinLists(setting.reads, reads), writes: joinLists(setting.writes, writes) };
  }

  function change(next: ShellState, setting: Setting): void {
    if (next === state) return;
    changedInLoop ||= setting.repeats;
    changes = changes === undefined ? next : joinStates(changes, next);
    state = next;
  }
}
