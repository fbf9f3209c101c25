import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { maxDepth, maxNodes, type Oddity, type Tree, type TreeEntry, type TreeFault } from "./tree.ts";
import { yamlWords } from "./yaml-words.ts";

export type TreeResult =
  | { readonly ok: true; readonly tree: Tree | undefined; readonly oddities: readonly OddScalar[] }
  | { readonly ok: false; readonly fault: TreeFault };

export interface OddScalar {
  readonly oddity: Oddity;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Reads one YAML document (no `---` inside). Merge keys are applied, explicit keys winning; two equal keys are a fault;
 * `offset` is where `text` starts in its file. `tree` is undefined for a document without content. Never throws.
 */
export function readYamlTree(text: string, offset: number): TreeResult {
  const brackets = bracketFault(text);
  if (brackets !== undefined) return { ok: false, fault: { kind: "deep", ...shifted(brackets, offset), text: "" } };
  try {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: "silent", strict: true });
    const [error] = document.errors;
    if (error !== undefined) {
      const [start, end] = error.pos;
      const kind = faultKind(error.code, error.message);
      return {
        ok: false,
        fault: {
          kind,
          start: start + offset,
          end: Math.max(end, start) + offset,
          text: yamlWords(error.code, error.message),
        },
      };
    }
    const builder = new Map<Node, Tree>();
    const reading: Reading = { offset, anchors: new Map(), open: new Set(), built: builder, oddities: [] };
    const root = document.contents;
    if (root === null || (isScalar(root) && root.value === null && root.source === "")) {
      return { ok: true, tree: undefined, oddities: [] };
    }
    const tree = treeOf(root as Node, reading, 0);
    if ("fault" in tree) return { ok: false, fault: tree.fault };
    const size = expandedSize(tree, new Map());
    if (size > maxNodes) return { ok: false, fault: { kind: "large", ...placeOf(root as Node, offset), text: "" } };
    return { ok: true, tree, oddities: reading.oddities };
  } catch (thrown) {
    // The library recurses; what exhausts its stack nests deeper than any document that is read.
    if (thrown instanceof RangeError) {
      return { ok: false, fault: { kind: "deep", start: offset, end: offset, text: "" } };
    }
    throw thrown;
  }
}

function faultKind(code: string, message: string): TreeFault["kind"] {
  if (code === "TAB_AS_INDENT") return "tab";
  if (code === "BAD_ALIAS") return "alias";
  // The library turns its own stack overflow into an error of the document.
  return message.startsWith("Maximum call stack") ? "deep" : "syntax";
}

interface Reading {
  readonly offset: number;
  readonly anchors: Map<string, Node>;
  /** Nodes being built: an alias to one of them stands inside its own anchor. */
  readonly open: Set<Node>;
  readonly built: Map<Node, Tree>;
  readonly oddities: OddScalar[];
}

type Built = Tree | { readonly fault: TreeFault };

function treeOf(node: Node | null, reading: Reading, depth: number): Built {
  if (node === null) return { kind: "null", text: "", start: reading.offset, end: reading.offset };
  const place = placeOf(node, reading.offset);
  if (depth > maxDepth) return { fault: { kind: "deep", ...place, text: "" } };
  if (isAlias(node)) return aliasTree(node, reading);
  if (node.anchor !== undefined && node.anchor !== "") reading.anchors.set(node.anchor, node);
  reading.open.add(node);
  const tree = isMap(node)
    ? mapTree(node, reading, depth)
    : isSeq(node)
      ? listTree(node.items as readonly (Node | null)[], place, reading, depth)
      : scalarTree(node as Scalar, place, reading);
  reading.open.delete(node);
  if (!("fault" in tree)) reading.built.set(node, tree);
  return tree;
}

function aliasTree(alias: Alias, reading: Reading): Built {
  const place = placeOf(alias, reading.offset);
  const target = reading.anchors.get(alias.source);
  if (target === undefined) {
    return { fault: { kind: "alias", ...place, text: `*${alias.source}` } };
  }
  const tree = reading.built.get(target);
  if (tree === undefined || reading.open.has(target))
    return { fault: { kind: "alias", ...place, text: `*${alias.source}` } };
  return { ...tree, aliasAt: place.start };
}

function listTree(items: readonly (Node | null)[], place: Range, reading: Reading, depth: number): Built {
  const trees: Tree[] = [];
  for (const item of items) {
    const tree = treeOf(item, reading, depth + 1);
    if ("fault" in tree) return tree;
    trees.push(tree);
  }
  return { kind: "list", items: trees, ...place };
}

function mapTree(map: YAMLMap, reading: Reading, depth: number): Built {
  const place = placeOf(map, reading.offset);
  const entries = new Map<string, TreeEntry>();
  const merged: Tree[] = [];
  for (const pair of map.items as readonly Pair<Node, Node | null>[]) {
    const key = pair.key;
    const keyPlace = placeOf(key, reading.offset);
    if (!isScalar(key)) {
      const kind = isMap(key) ? "template" : "syntax";
      return { fault: { kind, ...keyPlace, text: "a key that is no plain text" } };
    }
    if (key.anchor !== undefined && key.anchor !== "") reading.anchors.set(key.anchor, key);
    const name = key.source ?? String(key.value);
    const value = pair.value === null ? nullAt(keyPlace) : treeOf(pair.value, reading, depth + 1);
    if ("fault" in value) return value;
    if (name === "<<" && key.type === "PLAIN") {
      merged.push(...(value.kind === "list" ? value.items.map((item) => throughAlias(item, value)) : [value]));
      continue;
    }
    if (entries.has(name)) return { fault: { kind: "duplicate-key", ...keyPlace, text: name } };
    entries.set(name, { keyStart: keyPlace.start, keyEnd: keyPlace.end, value });
  }
  for (const source of merged) {
    if (source.kind !== "map")
      return { fault: { kind: "syntax", ...place, text: "`<<` merges something that is no mapping" } };
    // The first of several merged mappings wins, and explicit keys win over all of them.
    for (const [name, entry] of source.entries) {
      if (!entries.has(name)) entries.set(name, { ...entry, value: throughAlias(entry.value, source) });
    }
  }
  return { kind: "map", entries, ...place };
}

const throughAlias = (tree: Tree, used: Tree): Tree =>
  used.aliasAt === undefined || tree.aliasAt !== undefined ? tree : { ...tree, aliasAt: used.aliasAt };

function scalarTree(scalar: Scalar, place: Range, reading: Reading): Tree {
  const { value } = scalar;
  const source = scalar.source ?? "";
  if (typeof value === "boolean") return { kind: "bool", text: value ? "true" : "false", ...place };
  if (value === null) return { kind: "null", text: source, ...place };
  const oddity = scalar.type === "PLAIN" && scalar.tag === undefined ? oddityOf(source) : undefined;
  if (oddity !== undefined) reading.oddities.push({ oddity, ...place, text: source });
  const kind = typeof value === "number" ? "number" : "text";
  const text = typeof value === "string" ? value : source;
  return { kind, text, ...place, ...(oddity === undefined ? {} : { oddity }) };
}

function oddityOf(source: string): Oddity | undefined {
  if (source.length > 40) return undefined;
  if (/^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/.test(source)) return "boolean";
  if (/^[-+]?[0-9][0-9_]{0,20}(?::[0-5]?[0-9]){1,8}$/.test(source)) return "sexagesimal";
  if (/^[-+]?0[0-7_]{1,20}$/.test(source)) return "octal";
  return undefined;
}

type Range = { readonly start: number; readonly end: number };

function placeOf(node: Node | null, offset: number): Range {
  const range = node?.range;
  return range === undefined || range === null
    ? { start: offset, end: offset }
    : { start: range[0] + offset, end: range[1] + offset };
}

const nullAt = (key: Range): Tree => ({ kind: "null", text: "", start: key.end, end: key.end });

const shifted = (place: Range, offset: number): Range => ({ start: place.start + offset, end: place.end + offset });

/** How many nodes the tree has with its aliases written out; each shared subtree is counted once and multiplied. */
function expandedSize(tree: Tree, known: Map<unknown, number>): number {
  // An alias copies the head of a tree but shares what it holds, so sizes are remembered by what is held.
  const held = tree.kind === "map" ? tree.entries : tree.kind === "list" ? tree.items : undefined;
  if (held === undefined) return 1;
  const remembered = known.get(held);
  if (remembered !== undefined) return remembered;
  let size = 1;
  if (tree.kind === "map") for (const entry of tree.entries.values()) size += expandedSize(entry.value, known);
  else if (tree.kind === "list") for (const item of tree.items) size += expandedSize(item, known);
  known.set(held, size);
  return size;
}

/** Where flow brackets outside quotes nest too deep for the library; block scalars are too rarely so to matter. */
function bracketFault(text: string): Range | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > 5 * maxDepth) return { start: at, end: at + 1 };
    } else if (code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1);
  }
  return undefined;
}
