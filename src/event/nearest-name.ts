/**
 * The one of `names` that a writer most likely meant: the same letters apart from case, `_` and `-`, or one letter
 * added, dropped, changed or swapped. Undefined when none is that near. The first of `names` wins.
 */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const folded = fold(word);
  return names.find((name) => fold(name) === folded) ?? names.find((name) => isOneEditAway(folded, fold(name)));
}

const fold = (text: string): string => text.toLowerCase().replace(/[_-]/g, "");

function isOneEditAway(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1 || right.length < 3) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  const leftRest = left.slice(start);
  const rightRest = right.slice(start);
  return (
    leftRest.slice(1) === rightRest.slice(1) ||
    leftRest.slice(1) === rightRest ||
    leftRest === rightRest.slice(1) ||
    (leftRest[0] === rightRest[1] && leftRest[1] === rightRest[0] && leftRest.slice(2) === rightRest.slice(2))
  );
}
