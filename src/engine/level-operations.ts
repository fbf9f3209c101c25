// An instruction is two numbers: the slot and the operation (times two, plus one for its `not`), and the constant.
export const width = 2;
export const slotShift = 5;
export const operationMask = 31;
export const call = 0;
export const less = 1;
export const atMost = 2;
export const equalNumber = 3;
export const equalText = 4;
export const oneOf = 5;
export const startsWith = 6;
export const endsWith = 7;
export const element = 8;
export const holds = 9;
