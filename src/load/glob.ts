/** `*` and `?` inside a segment, `**` for any number of segments, `{a,b}` for alternatives. */
export const isGlob = (text: string): boolean => /[*?{]/.test(text);

/** Whether a `/` path matches a pattern. Linear in both for each alternative; at most 64 alternatives are looked at. */
export function globMatches(pattern: string, path: string): boolean {
  const segments = path.split("/");
  return alternativesOf(pattern).some((one) => segmentsMatch(one.split("/"), segments));
}

/** The folder part before the first segment with a wildcard: where a walk for this pattern starts. */
export function globRoot(pattern: string): string {
  const segments = pattern.split("/");
  const first = segments.findIndex(isGlob);
  const root = segments.slice(0, first < 0 ? segments.length - 1 : first).join("/");
  return root === "" ? (pattern.startsWith("/") ? "/" : ".") : root;
}

function alternativesOf(pattern: string): readonly string[] {
  let patterns = [pattern];
  for (;;) {
    const next = patterns.flatMap(expandFirst);
    if (next.length === patterns.length || next.length > 64) return patterns;
    patterns = next;
  }
}

function expandFirst(pattern: string): readonly string[] {
  const open = pattern.indexOf("{");
  const close = pattern.indexOf("}", open);
  if (open < 0 || close < 0) return [pattern];
  const options = pattern.slice(open + 1, close).split(",");
  return options.map((option) => pattern.slice(0, open) + option + pattern.slice(close + 1));
}

/** Dynamic programming over segments, so that many `**` stay cheap. */
function segmentsMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  let reachable = [true, ...segments.map(() => false)];
  for (const part of pattern) {
    if (part === "**") {
      let seen = false;
      reachable = reachable.map((here) => {
        seen ||= here;
        return seen;
      });
    } else {
      reachable = reachable.map((_, at) => {
        const segment = segments[at - 1];
        return at > 0 && reachable[at - 1] === true && segment !== undefined && wildcardMatches(part, segment);
      });
    }
  }
  return reachable[segments.length] === true;
}

/** The classic two-pointer match: the last `*` is the only place to return to. */
function wildcardMatches(pattern: string, text: string): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < text.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at;
      resume = position;
      at += 1;
    } else if (wanted === "?" || (wanted !== undefined && wanted === text[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      resume += 1;
      position = resume;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
