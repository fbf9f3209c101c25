/**
 * A telephone number in E.164 form (`+4930123456`). Undefined unless it starts with `+` and a country code and has 7 to
 * 15 digits, with single blanks, hyphens, dots or one pair of parentheses between them. National spellings are refused:
 * without the country they name many numbers.
 */
export function canonicalPhone(text: string): string | undefined {
  if (text.length > 40 || !/^\+[1-9](?:[ .-]?[0-9])*(?:[ .-]?\([0-9]{1,5}\)(?:[ .-]?[0-9])+)?$/.test(text))
    return undefined;
  // `+44 (0)20` shows a trunk zero that is not dialled: two numbers in one spelling.
  if (text.includes("(0)")) return undefined;
  const digits = text.replace(/[^0-9]/g, "");
  return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : undefined;
}
