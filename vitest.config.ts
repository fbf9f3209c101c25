import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // The examples import the package by its name, as their readers do.
  resolve: { alias: [{ find: /^sallyport$/, replacement: `${import.meta.dirname}/src/index.ts` }] },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "threads",
    // Left to itself it keeps one processor free, which of two is half.
    maxWorkers: availableParallelism(),
  },
});
