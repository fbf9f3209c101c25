/** The longest chain of principals that is judged; a longer one is denied `chain_too_long`. */
export const maxChain = 16;
