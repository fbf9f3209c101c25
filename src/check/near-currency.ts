import { canonicalCurrency } from "../value/money.ts";

/** The code that a slip of the shift key meant: `usd`, `Usd`. */
export function nearCurrency(code: string): string | undefined {
  const canonical = canonicalCurrency(code);
  return canonical === code ? undefined : canonical;
}
