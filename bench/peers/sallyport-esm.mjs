// The level by an emitted module, on events admitted before as in `sallyport-admitted`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { effects, finder, gateSource, hostEvent } from "../gate-source.mjs";

export default {
  name: "sallyport-esm",
  kind: "ours",
  packages: [],
  sync: true,
  notes: "The level alone by a module made ahead of time (`compile --target esm`), on events admitted before.",
  /** Compiling and emitting are the author's, once. */
  prepare(rules) {
    const { policy, catalogue } = gateSource(rules);
    const folder = mkdtempSync(join(tmpdir(), "sallyport-bench-"));
    writeFileSync(join(folder, "bench.gate"), policy);
    writeFileSync(join(folder, "tools.json"), catalogue);
    const bin = join(import.meta.dirname, "../../bin/sallyport.js");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [bin, "compile", join(folder, "bench.gate"), "--target", "esm"],
      { encoding: "utf8", maxBuffer: 1e9 },
    );
    rmSync(folder, { recursive: true });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  },
  async load(module) {
    const folder = mkdtempSync(join(tmpdir(), "sallyport-bench-"));
    const file = join(folder, "policy.mjs");
    writeFileSync(file, module);
    const { admit, initial, level, readEvent } = await import(pathToFileURL(file).href);
    const state = initial();
    const admitted = await finder((event) => {
      const read = readEvent(hostEvent(event));
      if (!read.ok) throw new Error(read.message);
      return admit(read.raw);
    });
    return {
      decide: (event) => effects[level(state, admitted(event))],
      dispose: () => rmSync(folder, { recursive: true }),
    };
  },
};
