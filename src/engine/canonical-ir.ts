import { canonicalJson } from "../json/canonical-json.ts";
import { sha256 } from "../json/sha256.ts";
import type { PolicyIr } from "./ir.ts";

/** The IR as RFC 8785 JSON: equal policies have equal bytes. */
export const canonicalIr = (ir: PolicyIr): string => canonicalJson(ir);

/** SHA-256 over the canonical IR, in hexadecimal: what a decision record and a bundle name a policy by. */
export const irDigest = (ir: PolicyIr): string => sha256(canonicalIr(ir));
