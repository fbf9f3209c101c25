import { describe, expect, it } from "vitest";
import { circumstancesOf } from "../../src/engine/circumstances.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { joinLabels } from "../../src/engine/labels.ts";
import { emptyLabels, emptyState, type LabelSet } from "../../src/engine/state.ts";
import { event, path, policy, tool } from "./build.ts";

const deep = { kind: "holds", operand: path("args.deep", { kind: "bool" }) } as const;
const ir: PolicyIr = policy({
  catalogue: {
    tools: {
      bare: tool("bare"),
      pii: tool("pii", { returns: ["pii"] }),
      safe: tool("safe", { trusted: [""] }),
      field: tool("field", { trusted: ["email"] }),
      mixed: tool("mixed", { trusted: [""], untrusted: ["note"] }),
      cleared: tool("cleared", { returns: ["pii", "own"] }),
      ruled: tool("ruled", { trusted: [""] }),
    },
    context: {},
  },
  labels: [
    { label: "always", tools: ["ruled"] },
    { label: "deep", tools: ["ruled", "cleared"], when: deep },
    { label: "never", tools: ["bare"], when: { kind: "constant", value: false } },
  ],
  endorsements: [
    { tool: "cleared", labels: ["pii", "untrusted", "deep"] },
    { tool: "pii", labels: ["other"] },
  ],
});

const written = ({ has, maybe, open }: LabelSet): string =>
  `${[...has].sort().join("+")}${maybe.size === 0 ? "" : ` maybe ${[...maybe].sort().join("+")}`}${open ? " open" : ""}`;

/** The labels after a tool has started on these arguments; without any, whether `deep` holds is unknown. */
function joined(name: string | undefined, deeply?: boolean, before: LabelSet = emptyLabels): LabelSet {
  const raw = { kind: "call", tool: name ?? "bare", args: deeply === undefined ? {} : { deep: deeply } };
  const started = event(raw);
  return joinLabels(before, ir, name, started, circumstancesOf(emptyState, started));
}

describe("the labels that a tool brings", () => {
  it.each<[string | undefined, boolean | undefined, string]>([
    ["bare", true, "untrusted"],
    ["pii", true, "pii+untrusted"],
    ["safe", true, ""],
    ["field", true, "untrusted"],
    ["mixed", true, "untrusted"],
    ["cleared", true, "own"],
    ["cleared", undefined, "own"],
    ["ruled", true, "always+deep"],
    ["ruled", false, "always"],
    ["ruled", undefined, "always maybe deep"],
    ["odd", true, "untrusted open"],
    [undefined, true, "untrusted open"],
    ["toString", true, "untrusted open"],
  ])("are those of %s (%s): %s", (name, deeply, expected) => {
    expect(written(joined(name, deeply))).toBe(expected);
  });

  it("join those that are there, which never leave", () => {
    const before: LabelSet = { kind: "labels", has: new Set(["pii"]), maybe: new Set(["deep", "x"]), open: true };
    expect(written(joined("cleared", true, before))).toBe("own+pii maybe deep+x open");
    expect(written(joined("ruled", true, before))).toBe("always+deep+pii maybe x open");
    expect(written(joined("ruled", undefined, before))).toBe("always+pii maybe deep+x open");
    expect(written(joined("odd", true, before))).toBe("pii+untrusted maybe deep+x open");
    expect(joined("safe", true, before)).toBe(before);
    const all: LabelSet = { ...emptyLabels, has: new Set(["always", "deep"]) };
    expect(joined("ruled", true, all)).toBe(all);
    expect(joined("ruled", undefined, all)).toBe(all);
  });
});
