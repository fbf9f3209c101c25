// decide with everything that decided: all reasons, requirements and obligations, on events admitted before.
import { admittedEvents, compileSource, effects, gateSource } from "../gate-source.mjs";

export default {
  name: "sallyport-explain",
  kind: "ours",
  packages: [],
  sync: true,
  notes:
    "All deciding reasons, requirements and obligations, on events admitted before; load and memory hold those 10,000 events.",
  prepare: (policy) => JSON.stringify(gateSource(policy)),
  async load(source) {
    const library = await import("../../dist/index.js");
    const ir = compileSource(library, JSON.parse(source));
    const { initial, decide } = library.createEngine(ir, { engine: "closures" });
    const state = initial();
    const admitted = await admittedEvents(library, ir);
    return { decide: (event) => effects[decide(state, admitted(event)).level] };
  },
};
