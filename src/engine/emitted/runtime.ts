/**
 * What an emitted module holds of the engine: this file and all that it imports, bundled into one text by the build. The
 * generated code beside it calls these names and no others.
 */

export { admit } from "../../event/admit.ts";
export { readEvent } from "../../event/read-event.ts";
export { jsonNumber, jsonNumberFrom } from "../../json/json-value.ts";
export { readPath } from "../../value/field-path.ts";
export { compileBoundsTest } from "../compile-bounds-test.ts";
export { orderTests, sameField } from "../compile-comparison.ts";
export { compileContains } from "../compile-contains.ts";
export { purposeTest, roleTest, taskTest, untilTest } from "../compile-grants.ts";
export { addFields, literalField } from "../compile-operand.ts";
export { quantifierTest } from "../compile-quantifier.ts";
export { oneOfTest, originJudge } from "../compile-relation.ts";
export { hasElement } from "../has-element.ts";
export { restoreState, snapshotState } from "../snapshot.ts";
export { createEmittedEngine } from "./create-emitted-engine.ts";
export {
  boolTruth,
  emptyTruth,
  matcher,
  originTruth,
  presence,
  textTruthOf,
  unbound,
  withinTruth,
} from "./field-tests.ts";
