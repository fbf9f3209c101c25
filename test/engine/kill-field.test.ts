import { describe, expect, it } from "vitest";
import type { SwitchScope } from "../../src/ast/switch-scope.ts";
import { killField, settingKey } from "../../src/engine/kill-field.ts";
import { mapOf } from "../../src/engine/ordered-map.ts";
import { emptyState, type State } from "../../src/engine/state.ts";
import { event } from "./build.ts";

type Setting = readonly [scope: SwitchScope, key: string, is: "set" | "clear" | undefined];

function is(settings: readonly Setting[], more: object = {}, lost = false): string {
  const kept = settings.map(([scope, key, what]) => [settingKey(scope, key), { is: what, votes: [] }] as const);
  const state: State = { ...emptyState, lost, kills: mapOf(settings.length === 0 ? [] : [["stop", mapOf(kept)]]) };
  const field = killField(state, "stop", event({ kind: "call", tool: "pay", ...more }));
  if (field.state !== "value") return field.state === "absent" ? "absent" : field.cause;
  return field.value.kind === "bool" ? String(field.value.value) : "?";
}
const acme = { tenant: "acme" };
const gap = (...names: readonly string[]) => ({ not_recorded: names });

describe("a kill switch, as an event finds it", () => {
  it.each<[string, readonly Setting[], object, string]>([
    ["nothing was stated", [], {}, "false"],
    ["it is set for all tenants", [["tenant", "", "set"]], acme, "true"],
    ["it is set for its tenant", [["tenant", "acme", "set"]], acme, "true"],
    ["it is set for another tenant", [["tenant", "bolt", "set"]], acme, "false"],
    ["it is clear for its tenant", [["tenant", "acme", "clear"]], acme, "false"],
    ["it is set for a tenant, and the event names none", [["tenant", "acme", "set"]], {}, "ambiguous"],
    [
      "it is set for a tenant, and that of the event is unknown",
      [["tenant", "acme", "set"]],
      gap("tenant"),
      "not_recorded",
    ],
    [
      "it is clear for a tenant, and that of the event is unknown",
      [["tenant", "acme", "clear"]],
      gap("tenant"),
      "false",
    ],
    ["it is set for all, and its tenant is unknown", [["tenant", "", "set"]], gap("tenant"), "true"],
    [
      "it is set for all, and clear for its tenant",
      [
        ["tenant", "", "set"],
        ["tenant", "acme", "clear"],
      ],
      acme,
      "true",
    ],
    ["too few have spoken", [["tenant", "acme", undefined]], acme, "false"],
    ["it is set for its session", [["session", "s", "set"]], {}, "true"],
    ["it is set for another session", [["session", "t", "set"]], {}, "false"],
    ["it is set everywhere", [["global", "", "set"]], {}, "true"],
    ["it is clear everywhere", [["global", "", "clear"]], {}, "false"],
    ["it is set for its agent", [["agent", "clerk", "set"]], {}, "true"],
    ["it is set for another agent", [["agent", "lead", "set"]], {}, "false"],
    [
      "it is set for an agent above",
      [["agent", "lead", "set"]],
      { chain: [{ user: "u" }, { agent: "lead" }, { agent: "clerk" }] },
      "true",
    ],
    [
      "it is set for a user of that name",
      [["agent", "u", "set"]],
      { chain: [{ user: "u" }, { agent: "clerk" }] },
      "false",
    ],
    ["it is set for some agent, and the chain is unknown", [["agent", "lead", "set"]], gap("chain"), "not_recorded"],
    ["it is set for its agent, and the chain is unknown", [["agent", "clerk", "set"]], gap("chain"), "true"],
    [
      "it is set for some agent, and who acts is unknown",
      [["agent", "lead", "set"]],
      { agent: undefined, ...gap("agent") },
      "not_recorded",
    ],
    ["it is set for some agent, and none acts", [["agent", "lead", "set"]], { agent: undefined }, "ambiguous"],
    [
      "it is set for a tenant whose name begins like another scope",
      [["tenant", "x", "set"]],
      { tenant: "acme", agent: undefined, ...gap("agent") },
      "false",
    ],
    [
      "it is set for two scopes",
      [
        ["tenant", "bolt", "set"],
        ["agent", "clerk", "set"],
      ],
      acme,
      "true",
    ],
    [
      "one scope may be meant, and another one is",
      [
        ["tenant", "bolt", "set"],
        ["agent", "clerk", "set"],
      ],
      gap("tenant"),
      "true",
    ],
  ])("is what it is where %s", (_, settings, more, expected) => {
    expect(is(settings, more)).toBe(expected);
  });

  it.each<[string, readonly Setting[], object, string]>([
    ["nothing was stated", [], acme, "lost"],
    ["it was cleared for its tenant", [["tenant", "acme", "clear"]], acme, "false"],
    ["it was cleared for another tenant", [["tenant", "bolt", "clear"]], acme, "lost"],
    ["it was cleared for all", [["tenant", "", "clear"]], acme, "false"],
    ["it was cleared for all, and its tenant is unknown", [["tenant", "", "clear"]], gap("tenant"), "false"],
    ["it was cleared for a tenant, and its own is unknown", [["tenant", "acme", "clear"]], gap("tenant"), "lost"],
    ["too few have spoken", [["tenant", "acme", undefined]], acme, "lost"],
    ["it was cleared everywhere", [["global", "", "clear"]], {}, "false"],
    ["it was cleared for its session", [["session", "s", "clear"]], {}, "false"],
    ["it was cleared for its agent", [["agent", "clerk", "clear"]], {}, "false"],
    [
      "it was cleared for its agent, and not for the one above",
      [["agent", "clerk", "clear"]],
      { chain: [{ agent: "lead" }, { agent: "clerk" }] },
      "lost",
    ],
    [
      "it was cleared for both",
      [
        ["agent", "clerk", "clear"],
        ["agent", "lead", "clear"],
      ],
      { chain: [{ agent: "lead" }, { agent: "clerk" }] },
      "false",
    ],
    ["it was cleared for its agent, and the chain is unknown", [["agent", "clerk", "clear"]], gap("chain"), "lost"],
    ["it was set", [["tenant", "acme", "set"]], acme, "true"],
    [
      "it was set for another one, and its tenant is unknown",
      [["tenant", "acme", "set"]],
      gap("tenant"),
      "not_recorded",
    ],
  ])("is what it is after the past was lost where %s", (_, settings, more, expected) => {
    expect(is(settings, more, true)).toBe(expected);
  });
});
