/**
 * What a phase returns: user mistakes are values. A phase reports everything it found; `D` is the diagnostic type.
 * Warnings travel along with a value.
 */
export type Outcome<T, D> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly D[] }
  | { readonly ok: false; readonly diagnostics: readonly D[] };

export const succeed = <T, D>(value: T, diagnostics: readonly D[] = []): Outcome<T, D> => ({
  ok: true,
  value,
  diagnostics,
});

export const fail = <D>(diagnostics: readonly D[]): Outcome<never, D> => ({ ok: false, diagnostics });

/** Runs the next phase on a success and carries the earlier diagnostics along. */
export function andThen<A, B, D>(outcome: Outcome<A, D>, next: (value: A) => Outcome<B, D>): Outcome<B, D> {
  if (!outcome.ok) return outcome;
  const after = next(outcome.value);
  return { ...after, diagnostics: [...outcome.diagnostics, ...after.diagnostics] };
}

export function map<A, B, D>(outcome: Outcome<A, D>, change: (value: A) => B): Outcome<B, D> {
  return outcome.ok ? { ...outcome, value: change(outcome.value) } : outcome;
}
