/** Ends a switch over a discriminated union: a new member makes the compiler list every place to visit. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
