import ts from "typescript";

/** What stands for a node: the text of another expression, or "" for a statement that is left out. */
export interface Replacement {
  readonly node: ts.Node;
  readonly after: string;
}

/** A kind of slip. */
export interface Operator {
  readonly id: string;
  readonly says: string;
  readonly mutate: (node: ts.Node, checker: ts.TypeChecker) => readonly Replacement[];
}

const relations: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
]);
const equalities: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
]);
const connectives: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
]);
const sums: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.PlusEqualsToken, ["-="]],
  [ts.SyntaxKind.MinusEqualsToken, ["+="]],
]);
const otherMethods: ReadonlyMap<string, string> = new Map([
  ["every", "some"],
  ["some", "every"],
  ["min", "max"],
  ["max", "min"],
  ["startsWith", "endsWith"],
  ["endsWith", "startsWith"],
]);
const droppedMethods: ReadonlySet<string> = new Set(["filter", "sort", "reverse", "slice", "trim", "toLowerCase"]);

export const operators: readonly Operator[] = [
  { id: "relation", says: "`<` becomes `<=` and `>=`, and so on", mutate: (node) => otherToken(node, relations) },
  { id: "equality", says: "`===` becomes `!==`, and back", mutate: (node) => otherToken(node, equalities) },
  { id: "connective", says: "`&&` becomes `||`, and back", mutate: (node) => otherToken(node, connectives) },
  {
    id: "sum",
    says: "`+` becomes `-`, `*` becomes `/`, `+=` becomes `-=`, and back, for numbers",
    mutate: (node, checker) =>
      ts.isBinaryExpression(node) && isNumber(checker.getTypeAtLocation(node)) ? otherToken(node, sums) : [],
  },
  {
    id: "default",
    says: "`a ?? b` becomes `a`",
    mutate: (node) =>
      ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
        ? [{ node, after: node.left.getText() }]
        : [],
  },
  {
    id: "not",
    says: "`!a` becomes `a`",
    mutate: (node) =>
      ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
        ? [{ node, after: node.operand.getText() }]
        : [],
  },
  {
    id: "condition",
    says: "the condition of `if` and `?:` becomes `true` and `false`, that of a loop `false`",
    mutate: (node) => {
      if (ts.isIfStatement(node)) return truths(node.expression);
      if (ts.isConditionalExpression(node)) return truths(node.condition);
      if (ts.isWhileStatement(node)) return [{ node: node.expression, after: "false" }];
      return ts.isForStatement(node) && node.condition !== undefined ? [{ node: node.condition, after: "false" }] : [];
    },
  },
  {
    id: "boolean",
    says: "`true` becomes `false`, and back",
    mutate: (node) => {
      if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ node, after: "false" }];
      return node.kind === ts.SyntaxKind.FalseKeyword ? [{ node, after: "true" }] : [];
    },
  },
  {
    id: "number",
    says: "a number becomes the next one, and the one before",
    mutate: (node) =>
      ts.isNumericLiteral(node)
        ? [1, -1].map((step) => ({ node, after: String(Number(node.text.replaceAll("_", "")) + step) }))
        : [],
  },
  {
    id: "word",
    says: "a word of a union of words becomes the next of them",
    mutate: (node, checker) => (ts.isStringLiteral(node) ? otherWord(node, checker) : []),
  },
  {
    id: "answer",
    says: 'what a function answers becomes `true` and `false`, `undefined`, `[]`, `""`, as its type allows',
    mutate: (node, checker) => {
      if (ts.isReturnStatement(node))
        return node.expression === undefined ? [] : otherAnswers(node.expression, checker);
      return ts.isArrowFunction(node) && !ts.isBlock(node.body) ? otherAnswers(node.body, checker) : [];
    },
  },
  {
    id: "statement",
    says: "a call or an assignment is left out",
    mutate: (node) => (ts.isExpressionStatement(node) ? [{ node, after: "" }] : []),
  },
  {
    id: "spread",
    says: "`...a` brings nothing",
    mutate: (node) => {
      if (ts.isSpreadElement(node)) return [{ node: node.expression, after: "[]" }];
      return ts.isSpreadAssignment(node) ? [{ node: node.expression, after: "{}" }] : [];
    },
  },
  {
    id: "method",
    says: "`every` becomes `some`, `min` `max`, `startsWith` `endsWith`, and back; `filter`, `sort`, `reverse`, `slice`, `trim`, `toLowerCase` are left out",
    mutate: (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
      const { name, expression } = node.expression;
      if (droppedMethods.has(name.text)) return [{ node, after: expression.getText() }];
      const other = otherMethods.get(name.text);
      const rest = node.getText().slice(name.getEnd() - node.getStart());
      return other === undefined
        ? []
        : [{ node, after: `${node.getText().slice(0, name.getStart() - node.getStart())}${other}${rest}` }];
    },
  },
];

function otherToken(node: ts.Node, others: ReadonlyMap<ts.SyntaxKind, readonly string[]>): readonly Replacement[] {
  if (!ts.isBinaryExpression(node)) return [];
  const { left, operatorToken, right } = node;
  return (others.get(operatorToken.kind) ?? []).map((token) => ({
    node,
    after: `${left.getText()} ${token} ${right.getText()}`,
  }));
}

const truths = (node: ts.Expression): readonly Replacement[] =>
  isTruth(node) ? [] : ["true", "false"].map((after) => ({ node, after }));

function otherAnswers(node: ts.Expression, checker: ts.TypeChecker): readonly Replacement[] {
  const own = checker.getTypeAtLocation(node);
  if ((own.flags & ts.TypeFlags.Boolean) !== 0) return truths(node);
  const asked = checker.getContextualType(node) ?? own;
  const parts = asked.isUnion() ? asked.types : [asked];
  const all = [
    ...(parts.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0) ? ["undefined"] : []),
    ...(parts.some((part) => checker.isArrayType(part)) ? ["[]"] : []),
    ...(parts.some(({ flags }) => (flags & ts.TypeFlags.String) !== 0) ? ['""'] : []),
  ];
  return all.filter((after) => after !== node.getText()).map((after) => ({ node, after }));
}

function otherWord(node: ts.StringLiteral, checker: ts.TypeChecker): readonly Replacement[] {
  const type = askedType(node, checker);
  const words = (type?.isUnion() === true ? type.types : [])
    .flatMap((part) => (part.isStringLiteral() ? [part.value] : []))
    .sort();
  const next = words[(words.indexOf(node.text) + 1) % words.length];
  return !words.includes(node.text) || next === undefined || next === node.text
    ? []
    : [{ node, after: JSON.stringify(next) }];
}

/** The type of what stands in the place of the word, or is compared with it. */
function askedType(node: ts.StringLiteral, checker: ts.TypeChecker): ts.Type | undefined {
  const { parent } = node;
  if (ts.isCaseClause(parent)) return checker.getTypeAtLocation(parent.parent.parent.expression);
  if (ts.isBinaryExpression(parent) && equalities.has(parent.operatorToken.kind))
    return checker.getTypeAtLocation(parent.left === node ? parent.right : parent.left);
  return checker.getContextualType(node);
}

const isNumber = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.NumberLike) !== 0;
const isTruth = (node: ts.Node): boolean =>
  node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
