// decide alone, the level only, on events that were admitted before; each is found by a symbol on the host's object. Finding them is
// timed with the decision; `sallyport-lookup` is that look-up and nothing else.
import { admittedEvents, compileSource, effects, gateSource } from "../gate-source.mjs";

export default {
  name: "sallyport-admitted",
  kind: "ours",
  packages: [],
  sync: true,
  notes: "The level alone, on events admitted before; load and memory hold those 10,000 events.",
  prepare: (policy) => JSON.stringify(gateSource(policy)),
  async load(source) {
    const library = await import("../../dist/index.js");
    const ir = compileSource(library, JSON.parse(source));
    const { initial, level } = library.createEngine(ir, { engine: "closures" });
    const state = initial();
    const admitted = await admittedEvents(library, ir);
    return { decide: (event) => effects[level(state, admitted(event))] };
  },
};
