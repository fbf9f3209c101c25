/** The longest name of an entry, in UTF-16 code units. */
const longest = 1024;

/** Why an entry may not be called that, to follow its name; undefined: it may. No name may lead out of a folder, on any system. */
export function entryPathProblem(path: string): string | undefined {
  if (path === "") return "has an empty name";
  if (path.length > longest) return `has a name of more than ${longest} characters`;
  if (path.includes("\0")) return "has a NUL character in its name";
  if (/[\x01-\x1f\x7f]/.test(path)) return "has a control character in its name";
  if (path.includes("\\")) return "has a backslash in its name, which leads elsewhere on Windows";
  if (path.startsWith("/")) return "is named from the root of the disk";
  if (path.includes(":")) return "has a colon in its name, which leads to another drive on Windows";
  const segments = path.split("/");
  if (segments.includes("..")) return "leads out of its folder with `..`";
  if (segments.some((segment) => segment === "" || segment === ".")) return "has an empty step or `.` in its name";
  if (segments.some((segment) => /[. ]$/.test(segment)))
    return "has a step that ends in a point or a blank, which Windows drops";
  return undefined;
}

/** Equal for two names that are one file where case, or the way accents are written, is not told apart. */
export const foldedPath = (path: string): string => path.normalize("NFC").toLowerCase().normalize("NFC");

/** The entry that a path written in another entry leads to; undefined where it is absolute or leads out of the bundle. */
export function entryAt(fromPath: string, written: string): string | undefined {
  if (isAbsolute(written)) return undefined;
  const steps = fromPath.split("/").slice(0, -1);
  for (const step of written.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join("/");
}

/** Named by a place on one machine, or by one on the network. */
export const isAbsolute = (path: string): boolean => /^(?:[/\\]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path);
