import type { Setting } from "../effective/environment.ts";
import type { Declaration } from "../scan.ts";

/**
 * Credentials that are declared for connectors: they are handed to the agent like those in its environment.
 * `Secret/openai` of an agent in `support` is the `Secret support/openai` that an environment names.
 */
export const declaredCredentials = ({ spec, namespace }: Declaration): readonly Setting[] =>
  spec
    .get("connectors")
    .items()
    .flatMap((connector) => {
      const node = connector.get("auth", "credentialRef");
      const text = node.text();
      if (text === undefined) return [];
      const [kind = "", ...place] = text.split("/");
      const isObject = /^[A-Z][A-Za-z0-9]*$/.test(kind) && place.length > 0;
      const object = `${kind} ${place.length === 1 ? `${namespace}/` : ""}${place.join("/")}`;
      return [
        {
          name: `credential of ${connector.get("name").text() ?? node.path}`,
          value: undefined,
          heldIn: "secret",
          reference: isObject ? object : text,
          source: node.source(),
          valueSource: node.source(),
        },
      ];
    });
