import { type EmittedModule, emitModule } from "../emit/emit-module.ts";
import { placesOf } from "../emit/places-of.ts";
import type { Host } from "../load/host.ts";
import { packagedRuntime } from "../load/packaged.ts";
import { commonFolder, join } from "../load/paths.ts";
import { writeOutput } from "./output-file.ts";
import type { OnePolicy } from "./prepare-policies.ts";

/** The module of a policy; its source map names files from the deepest folder that holds all of them. */
export function emitPolicy(
  host: Host,
  { checked, ir }: NonNullable<OnePolicy["compiled"]>,
  sources: ReadonlyMap<string, string>,
): EmittedModule {
  const absolute = (file: string): string => join(host.folder, file);
  const root = commonFolder([...sources.keys()].map(absolute));
  const nameOf = (file: string): string => absolute(file).slice(root.length).replace(/^\//, "");
  return emitModule(ir, packagedRuntime(), placesOf(checked, sources, nameOf));
}

/** Into a folder, the module last: who finds it finds its types and its map. */
export function writeModule(
  host: Host,
  folder: string,
  { name, module, types, map }: EmittedModule,
  inputs: Iterable<string>,
): string {
  const read = [...inputs];
  const write = (what: string, ending: string, text: string): void =>
    writeOutput(host, what, join(folder, `${name}${ending}`), text, read);
  write("the types", ".d.mts", types);
  write("the source map", ".mjs.map", map);
  write("the module", ".mjs", module);
  return join(folder, `${name}.mjs`);
}
