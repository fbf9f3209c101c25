import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCase, writeCase } from "./case-file.ts";
import { emptyMix, engineComparer } from "./compare-engines.ts";

/** Cases that `npm run fuzz` kept: in each of them two engines once differed, if only because a bug had been put into one. */
const folder = "fixtures/differences";

describe("the engines", async () => {
  const compare = await engineComparer();

  it.each(readdirSync(folder))("agree on %s, where they once did not", async (name) => {
    const text = readFileSync(`${folder}/${name}`, "utf8");
    const given = readCase(text);
    const mix = emptyMix();
    expect(await compare(given, mix)).toBeUndefined();
    expect(mix.events).toBe(given.events.length);
    expect(writeCase(given)).toBe(text);
  });
});
