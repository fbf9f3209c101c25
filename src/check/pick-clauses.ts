/** The clauses of one kind, in their order. */
export function pickClauses<C extends { readonly kind: string }, K extends C["kind"]>(
  clauses: readonly C[],
  kind: K,
): readonly Extract<C, { readonly kind: K }>[] {
  type Picked = Extract<C, { readonly kind: K }>;
  let picked: Picked[] | undefined;
  for (const clause of clauses) {
    if (clause.kind !== kind) continue;
    // The kind says so.
    if (picked === undefined) picked = [clause as Picked];
    else picked.push(clause as Picked);
  }
  // A block has few of the kinds there are.
  return picked ?? none;
}

const none: readonly never[] = [];
