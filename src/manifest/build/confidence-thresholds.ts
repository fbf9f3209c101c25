import { declaredBy, flagFact, numberFact, unknownFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";

/** Thresholds as fractions, whatever scale they are written in; without a scale they are not comparable. */
export function thresholdClaims(node: ManifestNode): Facts {
  const thresholds = node.get("thresholds");
  const scale = node.get("scale").text();
  const divisor = scale === "percent" ? 100 : scale === "fraction" ? 1 : undefined;
  const values = ["autonomous", "enhancedLogging", "secondaryValidation"].map((key) => thresholds.get(key));
  if (!thresholds.exists) return {};
  const shown = (threshold: ManifestNode): Field | undefined => {
    const number = threshold.number();
    if (threshold.kind === "missing") return undefined;
    const ground = declaredBy(threshold.source());
    if (number === undefined || divisor === undefined)
      return unknownFact("ill_typed", "a number and its scale", ground);
    return numberFact(number / divisor, ground);
  };
  const [high, middle, low] = values.map((value) => value.number());
  const isOrdered =
    high !== undefined &&
    middle !== undefined &&
    low !== undefined &&
    divisor !== undefined &&
    high > middle &&
    middle > low &&
    low > 0 &&
    high <= divisor;
  const [autonomous, enhanced, secondary] = values;
  return {
    ...(autonomous === undefined ? {} : { autonomous: shown(autonomous) }),
    ...(enhanced === undefined ? {} : { enhanced_logging: shown(enhanced) }),
    ...(secondary === undefined ? {} : { secondary_validation: shown(secondary) }),
    ordered: flagFact(isOrdered, declaredBy(...values.filter(({ exists }) => exists).map((value) => value.source()))),
  };
}
