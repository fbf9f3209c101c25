/** ISO/IEC 7812-1, annex B: every second digit from the right counts twice, its digits added. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digitAt(digits, digits.length - 1 - index);
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** The rest of dividing by 97, as ISO 7064 reads it: letters count as 10 to 35. Takes digits and capital letters. */
export function remainderBy97(characters: string): number {
  let remainder = 0;
  for (const character of characters) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder;
}

/** ISO 7064, mod 11,10: the hybrid system with one check digit at the end. */
export function passesMod11And10(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index += 1) {
    const sum = (digitAt(digits, index) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + digitAt(digits, digits.length - 1)) % 10 === 1;
}

/** J. Verhoeff, Error Detecting Decimal Codes (1969): products in the dihedral group of order 10. */
export function passesVerhoeff(digits: string): boolean {
  let product = 0;
  for (let index = 0; index < digits.length; index += 1) {
    let digit = digitAt(digits, digits.length - 1 - index);
    for (let times = index % 8; times > 0; times -= 1) digit = permutation[digit] ?? 0;
    product = multiplyInDihedralGroup(product, digit);
  }
  return product === 0;
}

const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** 0 to 4 are rotations of a pentagon, 5 to 9 its reflections. */
function multiplyInDihedralGroup(left: number, right: number): number {
  const turned = left < 5 ? left + right : left - right;
  return (left < 5 ? right < 5 : right >= 5) ? (turned + 5) % 5 : 5 + ((turned + 5) % 5);
}

/** The sum of the digits, each times its weight; digits beyond the weights do not count. */
export const weightedSum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * digitAt(digits, index), 0);

const digitAt = (digits: string, index: number): number => digits.charCodeAt(index) - 0x30;
