import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDocuments } from "../../src/manifest/document.ts";
import { agentDeploymentSchema } from "../../src/manifest/native/agent-deployment-schema.ts";
import { agentDeploymentShape } from "../../src/manifest/native/agent-deployment-shape.ts";
import { checkShape } from "../../src/manifest/native/check-shape.ts";

const file = JSON.parse(readFileSync("src/manifest/agent-deployment.schema.json", "utf8")) as object;
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(
  file,
);
const whole = parse(readFileSync("fixtures/manifest/every-declared-field/input/a.yaml", "utf8")) as object;

type Path = readonly (string | number)[];

const accepts = (document: unknown): { readonly schema: boolean; readonly reader: boolean } => {
  const [read] = readDocuments({ file: "a.json", text: JSON.stringify(document) }).documents;
  if (read === undefined) throw new Error("no document");
  return { schema: validate(document), reader: checkShape(read.root, agentDeploymentShape).length === 0 };
};

function changed(document: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(document);
  const [last, ...parents] = [...path].reverse();
  let at = copy as Record<string | number, unknown>;
  for (const key of parents.reverse()) at = at[key] as Record<string | number, unknown>;
  if (last === undefined) return value;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === "object" && value !== null
    ? [
        path,
        ...Object.entries(value).flatMap(([key, inner]) =>
          pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
        ),
      ]
    : [path];

describe("the schema of an AgentDeployment", () => {
  it("is the committed file", () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(agentDeploymentSchema)));
  });

  it("accepts the manifest that states every field", () => {
    expect(accepts(whole)).toEqual({ schema: true, reader: true });
  });

  const table: readonly (readonly [string, Path, unknown, boolean])[] = [
    ["a duration in Go's form", ["spec", "identity", "token", "lifetime"], "30m0s", true],
    ["a fraction of an hour", ["spec", "identity", "token", "lifetime"], "0.5h", true],
    ["a plain number", ["spec", "identity", "token", "lifetime"], 1800, false],
    ["a number as text", ["spec", "identity", "token", "lifetime"], "1800", false],
    ["a capital M", ["spec", "identity", "token", "lifetime"], "6M", false],
    ["a negative duration", ["spec", "identity", "token", "lifetime"], "-5m", false],
    ["zero", ["spec", "identity", "token", "lifetime"], "0s", false],
    ["zero for a cache", ["spec", "identity", "revocation", "cacheTtl"], "0s", true],
    ["sixty without a unit", ["spec", "identity", "revocation", "maxPropagation"], "60", false],
    ["a calendar month", ["spec", "incident", "rollback", "window"], "P1M", false],
    ["a star among scopes", ["spec", "connectors", 0, "auth", "scopes"], ["*"], false],
    ["a star among operations", ["spec", "connectors", 0, "operations", 0, "name"], "mail.*", false],
    ["a star as host", ["spec", "connectors", 0, "egress", "hosts"], ["*"], false],
    ["a wildcard host without a reason", ["spec", "connectors", 0, "egress", "hosts"], ["*.vendor.example"], false],
    ["one-way TLS without a reason", ["spec", "connectors", 0, "transport", "reason"], undefined, false],
    ["no redaction without a reason", ["spec", "connectors", 0, "redaction", "reason"], undefined, false],
    ["no regime without a reason", ["spec", "regulatoryReason"], undefined, false],
    ["an unknown field", ["spec", "identiti"], {}, false],
    ["an unknown field deep down", ["spec", "connectors", 0, "rateLimits"], {}, false],
    ["a TLS version as number", ["spec", "data", "encryption", "inTransit", "minTls"], 1.2, false],
    ["an old TLS version", ["spec", "data", "encryption", "inTransit", "minTls"], "1.1", false],
    ["a default of allow", ["spec", "authorization", "default"], "allow", false],
    ["zero requests", ["spec", "connectors", 0, "rateLimit"], { requests: 0, per: "1m" }, false],
    ["a limit without a period", ["spec", "connectors", 0, "rateLimit"], { requests: 5 }, false],
    ["an attestation without a kind", ["spec", "attestations", 0, "kind"], undefined, false],
    ["a kind of two words", ["spec", "attestations", 0, "kind"], "token policy", false],
    ["an attestation without an expiry", ["spec", "attestations", 0, "expiresAt"], undefined, false],
    ["a waiver without an owner", ["spec", "waivers", 0, "owner"], undefined, false],
    ["an empty basis of retention", ["spec", "monitoring", "audit", "retention", "basis"], [], false],
    ["no contact", ["spec", "owner", "contact"], undefined, false],
    ["another version", ["apiVersion"], "sallyport.dev/v2", false],
    ["null for a group", ["spec", "identity"], null, false],
  ];
  for (const [name, path, value, expected] of table) {
    it(`${expected ? "accepts" : "refuses"} ${name}, and so does the reader`, () => {
      expect(accepts(changed(whole, path, value))).toEqual({ schema: expected, reader: expected });
    });
  }

  it("agrees with the reader on any change of one field", () => {
    const paths = pathsOf(whole).filter((path) => path.length > 0);
    const junk = fc.constantFrom<unknown>(
      undefined,
      null,
      true,
      0,
      1,
      -1,
      1.5,
      "",
      "*",
      "x",
      "15m",
      "deny",
      "none",
      "2027-01-31",
      [],
      {},
      ["x"],
      { reason: "x" },
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, (path, value) => {
        // Taking an element out of a list leaves a hole that JSON writes as null; both see it.
        const { schema, reader } = accepts(JSON.parse(JSON.stringify(changed(whole, path, value))));
        expect({ path, value, reader }).toEqual({ path, value, reader: schema });
      }),
      { numRuns: 1_500 },
    );
  });
});
