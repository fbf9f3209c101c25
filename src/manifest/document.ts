import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  manifestBadAlias,
  manifestBadCharacter,
  manifestDuplicateKey,
  manifestEmpty,
  manifestSyntax,
  manifestTab,
  manifestTemplate,
  manifestTooDeep,
  manifestTooLarge,
  manifestYaml11,
} from "../diagnostics/manifest.ts";
import { assertNever } from "../source/assert-never.ts";
import { indexLines, type SourceText, type Span } from "../source/span.ts";
import { readJsonTree } from "./json-tree.ts";
import { type ManifestNode, type Page, rootNode } from "./node.ts";
import { splitDocuments } from "./split-documents.ts";
import { templateAt } from "./template.ts";
import { maxDepth, maxLength, maxNodes, type TreeFault } from "./tree.ts";
import { type OddScalar, readYamlTree } from "./yaml-tree.ts";

export interface ManifestDocument {
  readonly file: string;
  readonly root: ManifestNode;
  /** What YAML 1.1 and 1.2 read differently; findings only where a reader claims the document. */
  readonly oddities: readonly Diagnostic[];
}

/** A document that was not read. `kinds` are the `kind:` values its lines seem to state: what it may hide. */
export interface Refusal {
  readonly diagnostic: Diagnostic;
  readonly kinds: readonly string[];
}

export interface ReadDocuments {
  readonly documents: readonly ManifestDocument[];
  readonly refusals: readonly Refusal[];
  readonly findings: readonly Diagnostic[];
}

/**
 * Reads every document of one file: YAML with several, or JSON by the name's ending. A document that cannot be read is
 * refused alone, with its position; the others are read. `kind: List` is taken apart into its items. Never throws.
 */
export function readDocuments(source: SourceText): ReadDocuments {
  const { file, text } = source;
  if (text.length > maxLength) {
    const what = `this file has ${text.length} characters`;
    return refuse([manifestTooLarge.at({ file, start: 0, end: 0 }, { what, limit: maxLength })]);
  }
  const bad = badCharacter(source);
  if (bad !== undefined) return refuse([bad]);
  const page: Page = { file, text, lines: indexLines(text) };
  const isJson = /\.(?:json|jsonc|code-workspace)$/i.test(file);
  const documents: ManifestDocument[] = [];
  const refusals: Refusal[] = [];
  for (const part of isJson ? [{ start: 0, text }] : splitDocuments(text)) {
    const read = isJson ? readJsonTree(part.text) : readYamlTree(part.text, part.start);
    const template = isJson ? undefined : templateAt(part.text, read.ok);
    if (template !== undefined) {
      const place = { file, start: part.start + template.start, end: part.start + template.end };
      refusals.push({ diagnostic: manifestTemplate.at(place, { text: template.text }), kinds: kindsIn(part.text) });
    } else if (!read.ok) {
      refusals.push({ diagnostic: faultDiagnostic(page, read.fault), kinds: kindsIn(part.text) });
    } else if (read.tree !== undefined) {
      const oddities = read.oddities.map((odd) => oddDiagnostic(file, odd));
      const items = listItems(rootNode(page, read.tree), 0);
      for (const [index, root] of items.entries())
        documents.push({ file, root, oddities: index === 0 ? oddities : [] });
    }
  }
  const empty = documents.length === 0 && refusals.length === 0;
  return { documents, refusals, findings: empty ? [manifestEmpty.at({ file, start: 0, end: 0 }, {})] : [] };

  function refuse(diagnostics: readonly Diagnostic[]): ReadDocuments {
    return { documents: [], refusals: diagnostics.map((diagnostic) => ({ diagnostic, kinds: [] })), findings: [] };
  }
}

/** The items of a Kubernetes list; an empty list stays what it is. */
function listItems(root: ManifestNode, depth: number): readonly ManifestNode[] {
  const kind = root.get("kind").text();
  const items = root.get("items").items();
  const isList = root.get("apiVersion").exists && kind?.endsWith("List") === true && items.length > 0;
  return isList && depth < 5 ? items.flatMap((item) => listItems(item, depth + 1)) : [root];
}

/** Control characters and replacement characters: the second is what undecodable bytes become. */
function badCharacter({ file, text }: SourceText): Diagnostic | undefined {
  const at = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/);
  if (at < 0) return undefined;
  const code = text.charCodeAt(at);
  const character = `U+${code.toString(16).toUpperCase().padStart(4, "0")}${code === 0xfffd ? " (bytes that are no UTF-8)" : ""}`;
  return manifestBadCharacter.at({ file, start: at, end: at + 1 }, { character });
}

function faultDiagnostic(page: Page, fault: TreeFault): Diagnostic {
  const span: Span = { file: page.file, start: fault.start, end: Math.max(fault.end, fault.start) };
  switch (fault.kind) {
    case "syntax":
      return manifestSyntax.at(span, { problem: fault.text });
    case "template":
      return manifestTemplate.at(span, { text: page.text.slice(fault.start, fault.end).slice(0, 60) });
    case "duplicate-key":
      return manifestDuplicateKey.at(span, { key: fault.text });
    case "tab":
      return manifestTab.at(span, {});
    case "character":
      return manifestBadCharacter.at(span, { character: fault.text });
    case "large":
      return manifestTooLarge.at(span, {
        what: "this document has too many nodes, its aliases written out",
        limit: maxNodes,
      });
    case "deep":
      return manifestTooDeep.at(span, { limit: maxDepth });
    case "alias":
      return manifestBadAlias.at(span, {
        alias: page.text.slice(fault.start, fault.end).slice(0, 60),
        problem: "has no anchor before it",
      });
    default:
      return assertNever(fault.kind);
  }
}

function oddDiagnostic(file: string, odd: OddScalar): Diagnostic {
  const readings = {
    boolean: "a boolean by YAML 1.1 and Kubernetes, a text by YAML 1.2",
    sexagesimal: "a number to base 60 by YAML 1.1, a text by YAML 1.2",
    octal: "an octal number by YAML 1.1, a decimal one by YAML 1.2",
  }[odd.oddity];
  return manifestYaml11.at({ file, start: odd.start, end: odd.end }, { text: odd.text, readings });
}

/** Cheap and only ever used to widen doubt: a refused document without a readable kind may hide anything. */
function kindsIn(text: string): readonly string[] {
  return [...text.matchAll(/^(?:- )? {0,8}kind: {0,8}["']?([A-Za-z]{1,80})/gm)].map((match) => match[1] ?? "");
}
