/** The clauses of one kind, in their order. */
export function pickClauses<C extends { readonly kind: string }, K extends C["kind"]>(
  clauses: readonly C[],
  kind: K,
): readonly Extract<C, { readonly kind: K }>[] {
  const isOfKind = (clause: C): clause is Extract<C, { readonly kind: K }> => clause.kind === kind;
  // A block has few of the kinds there are.
  for (const clause of clauses) if (clause.kind === kind) return clauses.filter(isOfKind);
  return none;
}

const none: readonly never[] = [];
