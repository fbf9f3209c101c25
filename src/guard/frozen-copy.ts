/** A copy of plain data that nobody can change: what handlers get shares nothing with the state or the policy. */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const copy: unknown = Array.isArray(value)
    ? value.map(frozenCopy)
    : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, frozenCopy(member)]));
  // Plain data is its members, so the copy is what it was copied from.
  return Object.freeze(copy) as T;
}
