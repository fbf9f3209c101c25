import { code } from "./policy-page.ts";

/** Some left sides are named in words, which need no quotes of their own. */
export const quoted = (left: string): string => (/[` ]/.test(left) ? left : code(left));
