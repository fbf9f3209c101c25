import type { CheckedTool, CheckedUse } from "../ast/checked.ts";
import type { UseTools } from "../ast/parsed.ts";
import type { ToolDeclaration } from "../ast/parsed-tool.ts";
import { catalogueNotFound, toolNameClash, toolNameInvalid } from "../diagnostics/catalogue.ts";
import { unknownTool } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { undoOfItself } from "../diagnostics/tools.ts";
import type { SourceText } from "../source/span.ts";
import { isToolName } from "../value/pattern-name.ts";
import type { Type } from "../value/type.ts";
import { checkTool, plainTool } from "./check-tool.ts";
import { type ImportedTool, importCatalogue } from "./import-catalogue.ts";
import type { Report } from "./report.ts";
import { walkType } from "./walk-type.ts";

interface Import {
  readonly tool: ImportedTool;
  readonly use: UseTools;
}

export interface LoadedTools {
  readonly tools: ReadonlyMap<string, CheckedTool>;
  readonly uses: readonly CheckedUse[];
  /** False when some tool could not be read, which was reported. */
  readonly complete: boolean;
}

/** All tools of the policy by name: those of its catalogues, refined by their `tool` blocks, and those declared alone. */
export function loadTools(
  uses: readonly UseTools[],
  declared: ReadonlyMap<string, ToolDeclaration>,
  labels: ReadonlySet<string>,
  read: (fromFile: string, path: string) => SourceText | undefined,
  report: Report,
): LoadedTools {
  const imported = new Map<string, Import>();
  const checkedUses: CheckedUse[] = [];
  let complete = true;
  for (const use of uses) {
    const checked = loadCatalogue(use, imported, read, report);
    complete &&= checked?.complete === true;
    if (checked !== undefined) checkedUses.push(checked.use);
  }
  const tools = new Map<string, CheckedTool>();
  for (const [name, { tool, use }] of imported) tools.set(name, plainTool(tool, use.span));
  for (const [name, declaration] of declared) {
    const meant = imported.has(name) ? undefined : misspelt(declaration, imported);
    if (meant !== undefined) {
      report.add(unknownTool.at(declaration.name.span, { name, near: meant, known: [...imported.keys()].sort() }));
      continue;
    }
    if (!isToolName(name)) {
      report.add(toolNameInvalid.at(declaration.name.span, { name }));
      continue;
    }
    // A block for a tool whose catalogue could not be read refines something nobody knows: say nothing of its contents.
    const scratch = !complete && !imported.has(name) ? { ...report, add: () => {} } : report;
    tools.set(name, checkTool(declaration, imported.get(name)?.tool, labels, scratch));
  }
  for (const name of tools.keys()) reportUndo(name, declared.get(name), { tools, complete }, report);
  return { tools, uses: checkedUses, complete };
}

/** What undoes a tool is another tool of the policy. */
function reportUndo(
  name: string,
  declaration: ToolDeclaration | undefined,
  { tools, complete }: Pick<LoadedTools, "tools" | "complete">,
  report: Report,
): void {
  const by = declaration?.clauses.find((clause) => clause.kind === "undo")?.by;
  if (by === undefined) return;
  if (by.text === name) {
    report.add(undoOfItself.at(by.span, { tool: name }));
  } else if (complete && !tools.has(by.text)) {
    const near = nearMiss(by.text, tools.keys());
    report.add(unknownTool.at(by.span, { name: by.text, near, known: [...tools.keys()].sort() }));
  }
}

function loadCatalogue(
  use: UseTools,
  imported: Map<string, Import>,
  read: (fromFile: string, path: string) => SourceText | undefined,
  report: Report,
): { readonly use: CheckedUse; readonly complete: boolean } | undefined {
  if (use.prefix !== undefined && !isToolName(use.prefix.text)) {
    report.add(toolNameInvalid.at(use.prefix.span, { name: use.prefix.text }));
    return undefined;
  }
  const source = read(use.span.file, use.path.text);
  if (source === undefined) {
    report.add(catalogueNotFound.at(use.path.span, { path: use.path.text }));
    return undefined;
  }
  const catalogue = importCatalogue(source, use, report);
  if (catalogue === undefined) return undefined;
  const clashes = new Map<UseTools, string[]>();
  for (const tool of catalogue.tools) {
    const other = imported.get(tool.name);
    if (other === undefined) imported.set(tool.name, { tool, use });
    else clashes.set(other.use, [...(clashes.get(other.use) ?? []), tool.name]);
  }
  for (const [other, names] of clashes) {
    const label = other === use ? "the catalogue lists it twice" : "also imported here";
    report.add(
      toolNameClash.at(
        use.path.span,
        { names: names.sort(), twice: other === use },
        { related: [{ span: other.path.span, label }] },
      ),
    );
  }
  const checked: CheckedUse = {
    span: use.span,
    path: use.path.text,
    prefix: use.prefix?.text,
    get digest() {
      return catalogue.digest;
    },
    tools: catalogue.tools.map((tool) => tool.name).sort(),
  };
  return { use: checked, complete: catalogue.complete };
}

/**
 * The catalogue tool that a `tool` block most likely means: its name is near, and every argument it types is one of that
 * tool's. Otherwise a slip in the name would quietly declare a second tool and leave the first unrefined.
 */
function misspelt(declaration: ToolDeclaration, imported: ReadonlyMap<string, Import>): string | undefined {
  const near = nearMiss(declaration.name.text, imported.keys());
  const tool = near === undefined ? undefined : imported.get(near)?.tool;
  if (tool === undefined) return undefined;
  const foreign = declaration.clauses.some((clause) => {
    if (clause.kind !== "type" || clause.path.segments[0]?.text !== "args") return false;
    const args: Type = tool.args;
    return !walkType(args, clause.path.segments.slice(1)).ok;
  });
  return foreign ? undefined : near;
}
