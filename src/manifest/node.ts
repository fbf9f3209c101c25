import type { LineIndex, SourceText, Span } from "../source/span.ts";
import type { FactSource } from "../value/value.ts";
import type { Tree } from "./tree.ts";

/**
 * One place of a document, there or missing. A missing one still answers: its source is the nearest object that exists,
 * which is where the field was expected.
 */
export interface ManifestNode {
  readonly kind: Tree["kind"] | "missing";
  /** From the document's root: `spec.template.spec.containers[0].name`. */
  readonly path: string;
  readonly file: string;
  /** False for a missing node and for null. */
  readonly exists: boolean;
  /** Walks keys; a step through anything but a mapping is missing. */
  readonly get: (...keys: readonly string[]) => ManifestNode;
  /** The members of a mapping in document order, otherwise none. */
  readonly entries: () => readonly (readonly [string, ManifestNode])[];
  /** The elements of a list, otherwise none. */
  readonly items: () => readonly ManifestNode[];
  /** Any scalar as text, null and containers not. */
  readonly text: () => string | undefined;
  /** A boolean as Kubernetes reads it: 1.1 words count. */
  readonly bool: () => boolean | undefined;
  /** A number, not a text that looks like one. */
  readonly number: () => number | undefined;
  /** Where the value stands and what is written there; a mapping or list with a key stands at its key. */
  readonly source: (rule?: string) => FactSource;
  /** The key in front of the value: for values that must not be repeated in a report. */
  readonly keySource: (rule?: string) => FactSource;
  readonly span: () => Span;
  readonly keySpan: () => Span;
}

/** The text behind a document; shared by all its nodes. */
export interface Page extends SourceText {
  readonly lines: LineIndex;
}

export const rootNode = (page: Page, tree: Tree): ManifestNode => nodeOf(page, tree, "", undefined, undefined);

interface KeyPlace {
  readonly start: number;
  readonly end: number;
}

function nodeOf(
  page: Page,
  tree: Tree | undefined,
  path: string,
  key: KeyPlace | undefined,
  parent: ManifestNode | undefined,
): ManifestNode {
  const member = (node: ManifestNode, name: string): ManifestNode => {
    const entry = tree?.kind === "map" ? tree.entries.get(name) : undefined;
    const inner =
      path === "" ? step(name) : `${path}${name.includes(".") || name.includes("/") ? "" : "."}${step(name)}`;
    if (entry === undefined) return nodeOf(page, undefined, inner, undefined, node);
    return nodeOf(page, entry.value, inner, { start: entry.keyStart, end: entry.keyEnd }, node);
  };
  const hasKey = key !== undefined && (tree?.kind === "map" || tree?.kind === "list" || tree?.kind === "null");
  const place = hasKey ? key : tree;
  const self: ManifestNode = {
    kind: tree?.kind ?? "missing",
    path,
    file: page.file,
    exists: tree !== undefined && tree.kind !== "null",
    get(...keys) {
      const [first, ...rest] = keys;
      if (first === undefined) return self;
      return member(self, first).get(...rest);
    },
    entries: () =>
      tree?.kind === "map" ? [...tree.entries.keys()].map((name) => [name, member(self, name)] as const) : [],
    items: () =>
      tree?.kind === "list"
        ? tree.items.map((item, index) => nodeOf(page, item, `${path}[${index}]`, undefined, self))
        : [],
    text: () => (tree !== undefined && "text" in tree && tree.kind !== "null" ? tree.text : undefined),
    bool() {
      if (tree?.kind === "bool") return tree.text === "true";
      if (tree?.kind === "text" && tree.oddity === "boolean") return /^(?:y|on)/i.test(tree.text);
      return undefined;
    },
    number() {
      if (tree?.kind !== "number") return undefined;
      const value = Number(tree.text);
      return Number.isFinite(value) ? value : undefined;
    },
    source(rule) {
      if (place === undefined || tree === undefined) return { ...missingSource(parent, page, rule), path };
      return sourceAt(page, place, path, aliasRule(page, tree, rule));
    },
    keySource(rule) {
      if (tree === undefined) return { ...missingSource(parent, page, rule), path };
      if (key === undefined) return parent === undefined ? self.source(rule) : { ...parent.keySource(rule), path };
      return sourceAt(page, key, path, aliasRule(page, tree, rule));
    },
    span: () => (tree === undefined ? (parent?.keySpan() ?? whole(page)) : spanOf(page, hasKey && key ? key : tree)),
    keySpan: () => (key === undefined ? self.span() : spanOf(page, key)),
  };
  return self;
}

const step = (name: string): string => (/^[A-Za-z0-9_$-]+$/.test(name) ? name : `[${JSON.stringify(name)}]`);

const missingSource = (parent: ManifestNode | undefined, page: Page, rule: string | undefined): FactSource =>
  parent?.keySource(rule) ?? sourceAt(page, { start: 0, end: 0 }, "", rule);

function sourceAt(page: Page, place: KeyPlace, path: string, rule: string | undefined): FactSource {
  const { line, column } = page.lines.at(place.start);
  const rest = page.lines.line(line).slice(column - 1);
  const text = rest.slice(0, Math.min(Math.max(place.end - place.start, 0), 120)).trimEnd();
  return { file: page.file, line, column, path, text, ...(rule === undefined ? {} : { rule }) };
}

function aliasRule(page: Page, tree: Tree, rule: string | undefined): string | undefined {
  if (tree.aliasAt === undefined) return rule;
  const used = `used through the alias on line ${page.lines.at(tree.aliasAt).line}`;
  return rule === undefined ? used : `${rule}; ${used}`;
}

const spanOf = (page: Page, place: KeyPlace): Span => ({
  file: page.file,
  start: place.start,
  end: lineEnd(page, place),
});

/** A span stays on the line it starts on: a diagnostic points at the smallest place that explains it. */
function lineEnd(page: Page, place: KeyPlace): number {
  const { line, column } = page.lines.at(place.start);
  return Math.min(place.end, place.start + page.lines.line(line).length - (column - 1));
}

const whole = (page: Page): Span => ({ file: page.file, start: 0, end: 0 });
