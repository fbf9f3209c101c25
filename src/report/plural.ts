/** `count(2, "session")` is `2 sessions`. */
export const count = (amount: number, noun: string): string => `${amount} ${amount === 1 ? noun : `${noun}s`}`;
