// admit + decide, from the host's plain event: the host says what is what in it, as an adapter of its own would.
import { compileSource, effects, gateSource, rawEvent } from "../gate-source.mjs";

export default {
  name: "sallyport",
  kind: "ours",
  packages: [],
  sync: true,
  notes: "Admits the event (the host maps its own fields; typing by the schemas is ours) and decides the level.",
  prepare: (policy) => JSON.stringify(gateSource(policy)),
  async load(source) {
    const library = await import("../../dist/index.js");
    const ir = compileSource(library, JSON.parse(source));
    const { initial, level } = library.createEngine(ir, { engine: "closures" });
    const state = initial();
    const { admit } = library;
    const raw = rawEvent(library.jsonNumberFrom);
    return { decide: (event) => effects[level(state, admit(raw(event), ir.catalogue))] };
  },
};
