#!/usr/bin/env node
const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);

await require("../dist/cli/start.cjs").main();
