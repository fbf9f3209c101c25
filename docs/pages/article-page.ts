import { checklist } from "../../src/audit/checklist.ts";
import { assertNever } from "../../src/source/assert-never.ts";
import { demands, type Place, sections } from "../article/demands.ts";
import { cell, pageHead, pageOf, table, words } from "./markdown.ts";

const titles: Readonly<Record<keyof typeof sections, string>> = {
  risks: "What goes wrong",
  mtls: "Mutual TLS",
  jwt: "Identity by token",
  connectors: "Connectors",
  drift: "Drift",
  confidence: "Confidence",
  gates: "Policy gates",
  owasp: "OWASP Top 10 for LLM applications",
  checklist: "The checklist",
};

/** Where each demand of the article the checklist comes from has its place, or why it has none. */
export function articlePage(): string {
  const sectionNames = Object.keys(titles) as (keyof typeof sections)[];
  return pageOf([
    ...pageHead(
      "What the article demands, and where it is",
      `The checklist comes from the article "Zero Trust & AI GovOps: Securing Your Agentic Swarm in Production". It demands ${demands.length} things; each stands here in our words, with its place: a construct of the ` +
        "language that a shipped policy uses, an item of [the checklist](checklist.md), a field of [the manifest](manifests.md), or a stated refusal. Numbers count the demands of each section in the order of the article.",
      `${countOf("refused")} of them are refused in whole or in part.`,
    ),
    ...sectionNames.flatMap((section) => [
      `## ${titles[section]}`,
      table(
        ["no.", "demand", "where"],
        demands
          .filter(({ id }) => id.startsWith(`${section}.`))
          .map(({ id, demand, places }) => [id, cell(demand), places.map(placeText).join("; ")]),
      ),
    ]),
  ]);
}

const countOf = (kind: Place["kind"]): number =>
  demands.filter(({ places }) => places.some((place) => place.kind === kind)).length;

function placeText(place: Place): string {
  switch (place.kind) {
    case "language":
      return `${cell(place.construct)} in [${place.file}](../${place.file})`;
    case "item":
      return `[${place.item}](checklist.md#${anchorOf(place.item)})`;
    case "manifest":
      return `\`${place.field}\` of the manifest`;
    case "behaviour":
      return `${cell(place.does)} ([${place.page}](../${place.page}))`;
    case "refused":
      return `refused: ${words(place.because)}`;
    default:
      return assertNever(place);
  }
}

const anchorOf = (id: string): string =>
  `${id} ${checklist.find((item) => item.id === id)?.title ?? ""}`
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
