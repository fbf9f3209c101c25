import { canonicalJson } from "../../src/json/canonical-json.ts";
import { sha256 } from "../../src/json/sha256.ts";

export const usual = (mean: string, deviation: string) => ({ mean, deviation, samples: 400 });

/** A baseline file and the digest that a policy pins. */
export function baselineOf(per: string, metrics: object): { readonly text: string; readonly digest: string } {
  const file = { baseline: 1, per, metrics };
  return { text: `${JSON.stringify(file)}\n`, digest: sha256(canonicalJson(file)) };
}
