import {
  bodyWithoutBinding,
  conditionTooLarge,
  missingNonempty,
  notACondition,
  notAList,
  tooDeep,
  whereWithoutBinding,
} from "./types-conditions.ts";
import {
  badPattern,
  emptyList,
  emptyText,
  notAddable,
  notASource,
  notComparable,
  originOfMany,
  sameOnBothSides,
} from "./types-relations.ts";
import {
  deadComparison,
  invalidLiteral,
  mixedVocabulary,
  quotedVocabulary,
  quoteIt,
  typeMismatch,
  wrongUnit,
} from "./types-values.ts";

/** Conditions whose parts do not fit together, in the order of the reference. */
export const typeDiagnostics = [
  typeMismatch,
  wrongUnit,
  deadComparison,
  invalidLiteral,
  quoteIt,
  quotedVocabulary,
  mixedVocabulary,
  notComparable,
  sameOnBothSides,
  emptyList,
  emptyText,
  badPattern,
  missingNonempty,
  whereWithoutBinding,
  bodyWithoutBinding,
  tooDeep,
  notAList,
  notACondition,
  notAddable,
  originOfMany,
  notASource,
  conditionTooLarge,
];
