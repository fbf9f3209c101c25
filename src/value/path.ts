/**
 * A file path in canonical form: `.`, `..` and doubled slashes resolved by their text alone, no slash at the end.
 * Absolute (`/etc/passwd`), in the home folder (`~/x`) or relative (`src/x`, `../x` where it leaves its start). Nothing
 * is percent-decoded and no link is followed. Undefined for what another program may read as another file: control
 * characters, `\`, drive letters, `//server`, NTFS streams (`x::$DATA`), URLs, `~user`, a leading `$VARIABLE`.
 */
export function canonicalPath(text: string): string | undefined {
  const path = parsePath(text);
  return path === undefined ? undefined : formatPath(path);
}

/** A pattern of `in path`: a path in which `*` stands within a segment and `**` for any number of whole segments. */
export function canonicalPathPattern(text: string): string | undefined {
  const pattern = parsePathPattern(text);
  return pattern && formatPath(pattern);
}

/**
 * Is a path one of the patterns' files, or below one? Segments are compared whole: `/srv/data` covers `/srv/data/x` and
 * not `/srv/database`. `maybe` where the text cannot say: a path relative to an unknown folder against an absolute
 * pattern, `~/.ssh` against `/home/ann/.ssh`, or what some file systems tell apart and some do not: case, composed accents,
 * invisible characters, dots and blanks at the end, short names (`PROGRA~1`). A pattern that opens with `**` judges the segments that the path shows.
 */
export function relatePath(text: string, patterns: readonly string[]): "within" | "outside" | "maybe" {
  const path = parsePath(text);
  if (path === undefined) return "maybe";
  let relation: "outside" | "maybe" = "outside";
  for (const patternText of patterns) {
    const pattern = parsePathPattern(patternText);
    if (pattern === undefined) continue;
    const one = relateOne(path, pattern);
    if (one === "within") return one;
    if (one === "maybe" || relateOne(foldPath(path), foldPattern(pattern)) !== "outside") relation = "maybe";
  }
  return relation;
}

/** Is the path definitely within one of the patterns? False also where nobody can say: use `relatePath` to tell. */
export const pathWithin = (text: string, patterns: readonly string[]): boolean =>
  relatePath(text, patterns) === "within";

interface ParsedPath {
  readonly anchor: "root" | "home" | "start";
  /** How many folders above its anchor the path begins; 0 at the root, which has none above. */
  readonly up: number;
  readonly segments: readonly string[];
  readonly wildcardThenUp: boolean;
}

const maxLength = 32_768;

function parsePath(text: string): ParsedPath | undefined {
  if (text === "" || text.length > maxLength || /[\u0000-\u001f\u007f\\]/.test(text)) return undefined;
  if (/^[A-Za-z]:|^\/\/|^[A-Za-z][A-Za-z0-9+.-]*:\/\/|::|:\$|^\$|^~[^/]/.test(text)) return undefined;
  const anchor = text.startsWith("/") ? "root" : text === "~" || text.startsWith("~/") ? "home" : "start";
  const segments: string[] = [];
  let up = 0;
  let wildcardThenUp = false;
  for (const segment of text.slice(anchor === "home" ? 1 : 0).split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.length > 0) wildcardThenUp = segments.pop()?.includes("*") === true || wildcardThenUp;
    else if (anchor !== "root") up += 1;
  }
  // `./~/x` is a folder called `~`; written without its `./` it would become the home folder.
  if (anchor === "start" && up === 0 && /^(?:[~$]|[A-Za-z]:)/.test(segments[0] ?? "")) return undefined;
  return { anchor, up, segments, wildcardThenUp };
}

function parsePathPattern(text: string): ParsedPath | undefined {
  const pattern = parsePath(text);
  // `..` behind a wildcard could leave what the wildcard stands for, and `a**b` is no segment.
  if (pattern === undefined || pattern.up > 0 || pattern.wildcardThenUp) return undefined;
  return pattern.segments.some((segment) => segment !== "**" && segment.includes("**")) ? undefined : pattern;
}

function formatPath(path: ParsedPath): string {
  const steps = [...Array.from({ length: path.up }, () => ".."), ...path.segments].join("/");
  switch (path.anchor) {
    case "root":
      return `/${steps}`;
    case "home":
      return steps === "" ? "~" : `~/${steps}`;
    case "start":
      return steps === "" ? "." : steps;
  }
}

/**
 * The spelling in which no file system tells two names apart: without case, accents composed, without invisible characters
 * (HFS+) and without dots and blanks at the end (Windows).
 */
function foldSegment(segment: string): string {
  const plain = /^[\u0020-\u007e]*$/.test(segment)
    ? segment
    : segment.normalize("NFC").replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "");
  const folded = plain.toLowerCase();
  return folded.replace(/[. ]{1,8}$/, "") || folded;
}

const foldPattern = (pattern: ParsedPath): ParsedPath => ({ ...pattern, segments: pattern.segments.map(foldSegment) });

/** What Windows makes of a longer name (`PROGRA~1`) may be any name. */
const foldPath = (path: ParsedPath): ParsedPath => ({
  ...path,
  segments: path.segments.map((segment) =>
    /^[^~.]{1,6}~[0-9]{1,2}(?:\.[^.]{0,3})?$/.test(segment) ? anyName : foldSegment(segment),
  ),
});

/** Stands in a folded path only; no path holds a NUL. */
const anyName = "\u0000";

function relateOne(path: ParsedPath, pattern: ParsedPath): "within" | "outside" | "maybe" {
  if (pattern.segments[0] === "**" && pattern.anchor === "start") {
    return covers(pattern.segments, path.segments) ? "within" : "outside";
  }
  if (pattern.anchor === "root" && pattern.segments.every((segment) => segment === "**")) return "within";
  if (path.up > 0) return "maybe";
  if (path.anchor === pattern.anchor) return covers(pattern.segments, path.segments) ? "within" : "outside";
  // The home folder and the start of relative paths are unknown, but both are absolute paths. So against an absolute
  // path such a pattern can only match where its segments show up somewhere in the path.
  if (path.anchor === "root") return covers(["**", ...pattern.segments], path.segments) ? "maybe" : "outside";
  return "maybe";
}

/** Do the pattern's segments match the path's, or those of a folder above it? Greedy: time is the product of both. */
function covers(pattern: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  let behind = 0;
  let retryPattern = -1;
  let retryPath = 0;
  while (behind < pattern.length) {
    if (pattern[behind] === "**") {
      behind += 1;
      retryPattern = behind;
      retryPath = at;
    } else if (at < path.length && matchSegment(pattern[behind] ?? "", path[at] ?? "")) {
      behind += 1;
      at += 1;
    } else if (retryPattern >= 0 && retryPath < path.length) {
      retryPath += 1;
      at = retryPath;
      behind = retryPattern;
    } else {
      return false;
    }
  }
  return true;
}

/** One segment, `*` for any characters of it. Greedy with one fallback point, so the time is the product of both. */
function matchSegment(pattern: string, segment: string): boolean {
  if (segment === anyName) return true;
  if (!pattern.includes("*")) return pattern === segment;
  let at = 0;
  let behind = 0;
  let star = -1;
  let starAt = 0;
  while (at < segment.length) {
    if (pattern[behind] === "*") {
      star = behind;
      starAt = at;
      behind += 1;
    } else if (pattern[behind] === segment[at]) {
      behind += 1;
      at += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      behind = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[behind] === "*") behind += 1;
  return behind === pattern.length;
}
