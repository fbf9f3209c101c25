/** How many unchanged lines surround a change. */
const context = 3;

/** A unified diff of two texts, as `diff -u` and `git apply` read it; empty when they are equal. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const [left, right] = [splitLines(before), splitLines(after)];
  const rows = align(left, right);
  const changed = rows.flatMap((row, at) => (row.kind === " " ? [] : [at]));
  const hunks: { from: number; to: number }[] = [];
  for (const at of changed) {
    const last = hunks.at(-1);
    if (last !== undefined && at - last.to <= context) last.to = at + context;
    else hunks.push({ from: Math.max(0, at - context), to: at + context });
  }
  const text = hunks.map(({ from, to }) => renderHunk(rows, from, Math.min(rows.length - 1, to)));
  return [`--- a/${file}`, `+++ b/${file}`, ...text, ""].join("\n");
}

interface Row {
  readonly kind: " " | "-" | "+";
  readonly line: string;
}

/** Lines with their breaks, so that a missing one at the end is seen. */
const splitLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Equal heads and tails are cut off; between them the longest common subsequence, or all of it replaced when that is too large. */
function align(left: readonly string[], right: readonly string[]): readonly Row[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  ) {
    tail += 1;
  }
  const same = (lines: readonly string[]): readonly Row[] => lines.map((line) => ({ kind: " ", line }));
  return [
    ...same(left.slice(0, head)),
    ...alignMiddle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...same(left.slice(left.length - tail)),
  ];
}

function alignMiddle(left: readonly string[], right: readonly string[]): readonly Row[] {
  if (left.length * right.length > 4_000_000) {
    return [...left.map((line): Row => ({ kind: "-", line })), ...right.map((line): Row => ({ kind: "+", line }))];
  }
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const rows: Row[] = [];
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    const [old, fresh] = [left[row], right[column]];
    if (old !== undefined && old === fresh) {
      rows.push({ kind: " ", line: old });
      row += 1;
      column += 1;
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      rows.push({ kind: "-", line: old });
      row += 1;
    } else {
      rows.push({ kind: "+", line: fresh ?? "" });
      column += 1;
    }
  }
  return rows;
}

function renderHunk(rows: readonly Row[], from: number, to: number): string {
  const before = rows.slice(0, from);
  const hunk = rows.slice(from, to + 1);
  const number = (some: readonly Row[], not: Row["kind"]): number => some.filter(({ kind }) => kind !== not).length;
  const range = (not: Row["kind"]): string => {
    const size = number(hunk, not);
    const start = number(before, not) + (size === 0 ? 0 : 1);
    return size === 1 ? String(start) : `${start},${size}`;
  };
  const lines = hunk.map(({ kind, line }) =>
    line.endsWith("\n") ? kind + line.slice(0, -1) : `${kind}${line}\n\\ No newline at end of file`,
  );
  return [`@@ -${range("+")} +${range("-")} @@`, ...lines].join("\n");
}
