/**
 * The layer table: which folder of src/ may import which. `test/architecture/layers.test.ts` runs it and also asserts that the
 * modules were seen, because an unsupported TypeScript would make the cruiser check nothing, silently.
 */
export const layers = {
  source: [],
  json: ["source"],
  value: ["json", "source"],
  diagnostics: ["source"],
  ast: ["value", "source"],
  event: ["value", "json", "source"],
  model: ["value", "source"],
  parse: ["diagnostics", "ast", "value", "source"],
  check: ["diagnostics", "ast", "event", "model", "value", "json", "source"],
  engine: ["ast", "event", "value", "json", "source"],
  emit: ["engine", "ast", "event", "value", "json", "source"],
  prove: ["engine", "ast", "event", "value", "source"],
  lint: ["check", "prove", "engine", "diagnostics", "ast", "event", "value", "source"],
  trace: ["event", "diagnostics", "value", "json", "source"],
  guard: ["engine", "event", "value", "json", "source"],
  simulate: ["engine", "event", "ast", "diagnostics", "value", "json", "source"],
  manifest: ["model", "diagnostics", "value", "json", "source"],
  audit: ["engine", "model", "ast", "diagnostics", "value", "json", "source"],
  bundle: ["check", "parse", "engine", "diagnostics", "ast", "event", "value", "json", "source"],
  report: ["diagnostics", "simulate", "audit", "engine", "event", "value", "source"],
};

const core = Object.keys(layers);

const layerRules = core.map((layer) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import only: ${layers[layer].join(", ") || "nothing of ours"}. Move the code down, or hand the value in.`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: "^src/", pathNot: [layer, ...layers[layer]].map((name) => `^src/${name}/`) },
}));

export default {
  forbidden: [
    ...layerRules,
    { name: "no-cycles", comment: "Two files that need each other are one concept: join or split them.", severity: "error", from: {}, to: { circular: true } },
    {
      name: "effects-stay-outside",
      comment: "Only load/ and cli/ touch the machine.",
      severity: "error",
      from: { path: `^src/(${core.join("|")})/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "engine-runs-alone",
      comment: "The compiled evaluator needs nothing at run time.",
      severity: "error",
      from: { path: "^src/(engine|event|value|json|source)/" },
      to: { dependencyTypes: ["npm"] },
    },
    {
      name: "nothing-imports-the-shell",
      comment: "cli/ is the outermost layer.",
      severity: "error",
      from: { path: "^src/(?!cli/)" },
      to: { path: "^src/cli/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js"] },
  },
};
