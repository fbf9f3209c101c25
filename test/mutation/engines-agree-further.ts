// The other policies of `test/engine/differential.test.ts`, for mutants that survive the first.
import { describeAgreement, manyPolicies, somePolicies } from "./describe-agreement.ts";

describeAgreement(somePolicies, manyPolicies);
