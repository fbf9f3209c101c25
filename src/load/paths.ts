/** `/` paths. `relativeTo` and `join` never look at the disk. */

/** Without `.` and empty segments, `..` resolved where it can be; `.` for nothing. */
export function normalise(path: string): string {
  const absolute = path.startsWith("/");
  const kept: string[] = [];
  for (const segment of path.replaceAll("\\", "/").split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (segment !== ".." || !absolute) kept.push(segment);
  }
  const joined = kept.join("/");
  return absolute ? `/${joined}` : joined === "" ? "." : joined;
}

export const join = (folder: string, path: string): string =>
  path.startsWith("/") ? normalise(path) : normalise(folder === "." ? path : `${folder}/${path}`);

export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "." : at === 0 ? "/" : path.slice(0, at);
}

/** The deepest folder of absolute paths that all of them lie in. */
export function commonFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => folderOf(path).split("/"));
  const parting = first.findIndex((step, at) => rest.some((steps) => steps[at] !== step));
  return (parting < 0 ? first : first.slice(0, parting)).join("/");
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** How the user would name `path` from the working folder: relative, so that no report holds a machine's own paths. */
export function relativeTo(folder: string, path: string): string {
  if (!path.startsWith("/")) return normalise(path);
  const from = normalise(folder).split("/").filter(Boolean);
  const to = normalise(path).split("/").filter(Boolean);
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  const up = from.slice(shared).map(() => "..");
  return [...up, ...to.slice(shared)].join("/") || ".";
}

/** A name with a scheme, which leads away from the disk. */
export const isRemote = (path: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(path);
