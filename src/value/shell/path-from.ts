import { canonicalPath } from "../path.ts";

/**
 * A path that stands in a shell text, from the folder in which it is used: "" is where the command starts, undefined one that
 * nobody knows. Undefined if it is no path, or cannot be said.
 */
export function pathFrom(folder: string | undefined, text: string): string | undefined {
  if (text.startsWith("/")) return canonicalPath(text.replace(/^\/+/, "/"));
  if (text.startsWith("~")) return canonicalPath(text);
  if (folder === undefined) return undefined;
  return canonicalPath(folder === "" ? text : `${folder === "/" ? "" : folder}/${text}`);
}
