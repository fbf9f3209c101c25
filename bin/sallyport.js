#!/usr/bin/env node
const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);
const { main, keepCompiledCode } = require("../dist/cli/start.cjs");

await main();
keepCompiledCode();
