import { absentFact, declaredBy, flagFact, type Ground, numberFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import { readDurationText } from "../duration-text.ts";
import type { ManifestNode } from "../node.ts";

/** A rate by the hour, so that a million a second can be told from a limit. */
export function rateFacts(node: ManifestNode, facts: Facts, isComplete: boolean): Facts {
  const limit = node.get("rateLimit");
  if (!limit.exists) return isComplete ? noLimit(node, ["requests", "tokens"]) : {};
  const requests = limit.get("requests");
  const perMs = readDurationText(limit.get("per").text() ?? "");
  const count = requests.number();
  const anyCount = count ?? limit.get("tokens").number();
  const ground = declaredBy((requests.exists ? requests : limit.get("tokens")).source(), limit.get("per").source());
  const isLimited = anyCount !== undefined && anyCount > 0 && perMs !== undefined && perMs > 0;
  return {
    ...facts,
    limited: flagFact(isLimited, ground),
    ...(count === undefined || perMs === undefined || perMs === 0
      ? {}
      : { requests_per_hour: numberFact((count * 3_600_000) / perMs, ground) }),
    ...(requests.exists ? {} : { requests: absentFact(declaredBy(limit.keySource())) }),
    ...(limit.get("tokens").exists ? {} : { tokens: absentFact(declaredBy(limit.keySource())) }),
  };
}

export function quotaFacts(node: ManifestNode, facts: Facts, isComplete: boolean): Facts {
  const quota = node.get("quota");
  if (!quota.exists) return isComplete ? noLimit(node, ["limit"]) : {};
  const limit = quota.get("limit").number();
  const ground = declaredBy(quota.get("limit").source(), quota.get("period").source());
  return { ...facts, limited: flagFact(limit !== undefined && limit > 0, ground) };
}

/** The manifest calls its list of connectors complete and states no limit here: there is none. */
function noLimit(node: ManifestNode, keys: readonly string[]): Facts {
  const ground: Ground = declaredBy(node.get("name").source("spec.complete holds connectors, and no limit is stated"));
  return { limited: flagFact(false, ground), ...Object.fromEntries(keys.map((key) => [key, absentFact(ground)])) };
}
