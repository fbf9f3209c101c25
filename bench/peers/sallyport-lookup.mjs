// What finding the admitted event costs in `sallyport-admitted` and `sallyport-explain`: it decides nothing and agrees by chance only.
import { admittedEvents, compileSource, gateSource } from "../gate-source.mjs";

export default {
  name: "sallyport-lookup",
  kind: "ours",
  packages: [],
  sync: true,
  notes: "Not an engine: the look-up of the admitted event alone, to be subtracted. Its decisions are meaningless.",
  prepare: (policy) => JSON.stringify(gateSource(policy)),
  async load(source) {
    const library = await import("../../dist/index.js");
    const ir = compileSource(library, JSON.parse(source));
    const admitted = await admittedEvents(library, ir);
    return { decide: (event) => (admitted(event).session === "" ? "allow" : "deny") };
  },
};
