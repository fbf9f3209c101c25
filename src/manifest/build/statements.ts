import type { Attestation, Waiver } from "../../model/model.ts";
import { readDateText } from "../date-text.ts";
import type { ManifestNode } from "../node.ts";
import type { AgentDraft } from "./agent-draft.ts";

const dayMs = 86_400_000;

/** The attestations of every declaration; whether they still count is for whoever knows the date. */
export function attestationsOf(agents: readonly AgentDraft[]): readonly Attestation[] {
  return agents.flatMap(({ name, declaration }) =>
    (declaration?.spec.get("attestations").items() ?? []).map((node) => ({
      agent: name,
      item: text(node, "item"),
      kind: text(node, "kind"),
      statement: text(node, "statement"),
      evidence: node
        .get("evidence")
        .items()
        .map((item) => ({ uri: text(item, "uri"), sha256: item.get("sha256").text() })),
      attestedBy: text(node, "attestedBy"),
      attestedAtMs: readDateText(text(node, "attestedAt")),
      expiresAtMs: expiry(node),
      source: node.get("statement").source(),
    })),
  );
}

/** At most twelve months: a later expiry is cut to that. */
function expiry(node: ManifestNode): number | undefined {
  const from = readDateText(text(node, "attestedAt"));
  const until = readDateText(text(node, "expiresAt"));
  return from === undefined || until === undefined ? until : Math.min(until, from + 366 * dayMs);
}

export function waiversOf(agents: readonly AgentDraft[]): readonly Waiver[] {
  return agents.flatMap(({ name, declaration }) =>
    (declaration?.spec.get("waivers").items() ?? []).map((node) => ({
      agent: node.get("agent").text() ?? name,
      item: text(node, "item"),
      reason: text(node, "reason"),
      owner: text(node, "owner"),
      ticket: node.get("ticket").text(),
      expiresAtMs: readDateText(text(node, "expiresAt")),
      source: node.get("item").source(),
    })),
  );
}

const text = (node: ManifestNode, key: string): string => node.get(key).text() ?? "";
