import { absentFact, durationFact, enforcedBy, flagFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import { readDurationText } from "../duration-text.ts";
import { composeSandbox, last, placeOf } from "../effective/compose-sandbox.ts";
import type { SecretUse } from "../effective/secrets.ts";
import type { ComposeService } from "../scan.ts";

/** What a Compose file says of a service that is an agent. */
export function composeFacts(service: ComposeService, secrets: readonly SecretUse[]): Facts {
  const place = placeOf(service);
  const rule = "Compose gives a service no identity of its own";
  const ground = enforcedBy(place.keySource(rule));
  const grace = last(service, "stop_grace_period");
  const graceMs = grace.exists ? readDurationText(grace.text() ?? "") : 10_000;
  const graceGround = enforcedBy(
    grace.exists ? grace.source() : place.keySource("Compose: an omitted stop_grace_period is 10 seconds"),
  );
  return {
    workload: {
      kind: textFact("ComposeService", enforcedBy(place.keySource())),
      name: textFact(service.name, enforcedBy(place.keySource())),
      namespace: textFact(service.project.name, enforcedBy(place.keySource())),
      found: flagFact(true, enforcedBy(place.keySource())),
    },
    identity: {
      id: absentFact(ground),
      key: secrets.some(({ isStatic }) => isStatic)
        ? wordFact("shared", enforcedBy(...secrets.map(({ source }) => source)))
        : wordFact("none", ground),
      service_account: absentFact(ground),
      default_account: flagFact(false, ground),
      static_key_only: flagFact(
        secrets.some(({ isStatic }) => isStatic),
        secrets.some(({ isStatic }) => isStatic) ? enforcedBy(...secrets.map(({ source }) => source)) : ground,
      ),
      mesh: wordFact("none", ground),
    },
    sandbox: composeSandbox(service),
    shutdown: {
      grace_period:
        graceMs === undefined
          ? unknownFact("ill_typed", "a duration", graceGround)
          : durationFact(graceMs, graceGround),
    },
  };
}
