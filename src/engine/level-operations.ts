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
// The same of an integer of 32 bits, which stands in the instruction itself: one place in memory less to go to.
export const lessWhole = 10;
export const atMostWhole = 11;
export const equalWhole = 12;

// What stands before the instructions of a gate: its rank, its flags, and how many numbers they are; before those of a grant only that.
export const rankMask = 7;
/** Where the gate fires definitely, a grant holds: one with the very same condition. */
export const grantsFlag = 8;
/** Before a date it only reports. */
export const observedFlag = 16;
export const lengthShift = 5;
