import ts from "typescript";
import type { Mutant } from "./mutant.ts";
import { operators } from "./operators.ts";

/** Every mutant of some files of a program, by file and place; their ids count from 0. */
export function findMutants(program: ts.Program, root: string, files: readonly string[]): readonly Mutant[] {
  const checker = program.getTypeChecker();
  const found: Mutant[] = [];
  for (const file of files) {
    const source = program.getSourceFile(`${root}/${file}`);
    if (source === undefined) throw new Error(`${file} is no part of the program`);
    const visit = (node: ts.Node): void => {
      if (isLeftOut(node)) return;
      for (const { id: operator, mutate } of operators)
        for (const { node: replaced, after } of mutate(node, checker)) {
          if (!mayBeWrapped(replaced)) continue;
          const start = replaced.getStart();
          const { line, character } = source.getLineAndCharacterOfPosition(start);
          const kind = ts.isStatement(replaced) ? "statement" : "expression";
          const place = { file, line: line + 1, column: character + 1, operator, start, end: replaced.getEnd() };
          found.push({ id: found.length, ...place, kind, before: replaced.getText(), after });
        }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** Types do nothing at run time; what throws is for slips of our own that no test can make. */
const isLeftOut = (node: ts.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isThrowStatement(node) ||
  (ts.isCallExpression(node) && node.expression.getText() === "assertNever");

/** Whether an expression in its place means in parentheses what it means without. */
function mayBeWrapped(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent))
    return !(ts.isOptionalChain(parent) && parent.expression === node);
  return true;
}
