import { pathToFileURL } from "node:url";
import { emitModule } from "../../src/emit/emit-module.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import type { StateSnapshot } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import type { Engine, EngineOptions } from "../../src/engine/step.ts";
import type { Event, InvalidEvent, RawEvent } from "../../src/event/event.ts";
import type { ReadEventResult } from "../../src/event/read-event.ts";
import { JsonNumber } from "../../src/json/json-value.ts";

const build = (await import(pathToFileURL("bin/runtime-text.js").href)) as { runtimeText: () => Promise<string> };

/** The engine's text, made of the sources as they are. */
export const runtime = await build.runtimeText();

export interface LoadedModule extends Pick<Engine, "initial" | "lost" | "step" | "decide" | "explain" | "level"> {
  readonly policy: { readonly name: string; readonly digest: string };
  readonly createEngine: (options?: Omit<EngineOptions, "engine">) => Engine;
  readonly readEvent: (value: unknown) => ReadEventResult;
  readonly admit: (raw: RawEvent) => Event | InvalidEvent;
  readonly jsonNumber: (lexeme: string) => JsonNumber;
  readonly snapshotState: (state: State) => StateSnapshot;
  readonly restoreState: (snapshot: StateSnapshot) => State;
}

export const importText = async (module: string): Promise<LoadedModule> =>
  (await import(`data:text/javascript;base64,${Buffer.from(module).toString("base64")}`)) as LoadedModule;

/** A policy emitted, and its module loaded. */
export const loadModule = (ir: PolicyIr): Promise<LoadedModule> => importText(emitModule(ir, runtime).module);

/** The same for many policies: the runtime, which is the same in all, is loaded once. */
export async function loadModules(): Promise<(ir: PolicyIr) => Promise<LoadedModule>> {
  const key = `runtime of ${Math.random()}`;
  const only = `var runtime = globalThis[Symbol.for(${JSON.stringify(key)})];`;
  await importText(`${runtime}\nglobalThis[Symbol.for(${JSON.stringify(key)})] = runtime;`);
  return (ir) => importText(emitModule(ir, only).module);
}

/** A record with the module's own numbers: a number of another copy of the engine is none to it. */
export function rawOf(module: LoadedModule, raw: RawEvent): RawEvent {
  const own = (value: unknown): unknown => {
    if (value instanceof JsonNumber) return module.jsonNumber(value.lexeme);
    if (Array.isArray(value)) return value.map(own);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>;
    for (const [name, member] of Object.entries(value)) {
      Object.defineProperty(copy, name, { value: own(member), enumerable: true, writable: true, configurable: true });
    }
    return copy;
  };
  return own(raw) as RawEvent;
}
