/** What may name a key, in a key file as in a signature: 1 to 200 printable characters of ASCII, so that no two look alike. */
export const isKid = (value: unknown): value is string =>
  typeof value === "string" && /^[\x20-\x7e]{1,200}$/.test(value);

export const kidHelp = "a `kid` is a text of 1 to 200 printable characters of ASCII";
