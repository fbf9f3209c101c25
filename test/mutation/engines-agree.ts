// The first policies of `test/engine/differential.test.ts`, which takes minutes: a mutant that they catch, it catches.
import { describeAgreement, somePolicies } from "./describe-agreement.ts";

describeAgreement(0, somePolicies);
