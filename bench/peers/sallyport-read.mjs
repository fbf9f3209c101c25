// readEvent + admit + decide: the event is an object that nobody vouches for, so it is copied and checked member by member.
import { compileSource, effects, gateSource, hostEvent } from "../gate-source.mjs";

export default {
  name: "sallyport-read",
  kind: "ours",
  packages: [],
  sync: true,
  notes: "As sallyport, but the host's object is read by readEvent (a checked copy; getters are never run).",
  prepare: (policy) => JSON.stringify(gateSource(policy)),
  async load(source) {
    const library = await import("../../dist/index.js");
    const ir = compileSource(library, JSON.parse(source));
    const { initial, level } = library.createEngine(ir, { engine: "closures" });
    const state = initial();
    const { admit, readEvent } = library;
    return {
      decide(event) {
        const read = readEvent(hostEvent(event));
        return read.ok ? effects[level(state, admit(read.raw, ir.catalogue))] : "deny";
      },
    };
  },
};
