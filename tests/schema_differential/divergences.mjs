/** Whether a JSON value or anything within it is an object for which the predicate holds. */
function within(value, holds) {
  if (typeof value !== "object" || value === null) return false;
  return (!Array.isArray(value) && holds(value)) || Object.values(value).some((part) => within(part, holds));
}

const numbersIn = (value) =>
  typeof value === "number" ? [value] : typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];

const hasEmptyArray = (value) =>
  typeof value === "object" && value !== null && ((Array.isArray(value) && value.length === 0) || Object.values(value).some(hasEmptyArray));

/**
 * Where one implementation is known to differ from the specification. A difference is put down to
 * one of these only when the other implementation agrees with toolhost.
 */
const known = [
  {
    judge: "ajv",
    reason: "counts items as evaluated by branches that did not hold, and not those that contains found",
    applies: (schema) => within(schema, (s) => "unevaluatedItems" in s || "unevaluatedProperties" in s),
  },
  {
    judge: "ajv",
    reason: "takes $dynamicRef '#' within a definition for the definition, not the document",
    applies: (schema) => within(schema.$defs, (s) => "$dynamicRef" in s),
  },
  {
    judge: "ajv",
    reason: "answers contains on an empty array with what it found elsewhere before",
    applies: (schema, instance) => within(schema, (s) => "contains" in s) && hasEmptyArray(instance),
  },
  {
    judge: "ajv",
    reason: "divides in floating point for multipleOf, which is inexact from 2^53",
    applies: (schema, instance) =>
      within(schema, (s) => "multipleOf" in s) && numbersIn([schema, instance]).some((n) => Math.abs(n) >= 2 ** 53),
  },
  {
    judge: "ajv",
    reason: "crashes on patternProperties after a branch that evaluated nothing",
    applies: (schema, instance, verdict) => verdict === "crashed" && within(schema, (s) => "patternProperties" in s),
  },
  {
    judge: "hyperjump",
    reason: "does not hold $anchor to its syntax",
    applies: (schema) => within(schema, (s) => "$anchor" in s),
  },
];

/** The reason of a known difference, undefined when a difference is a finding. */
export function knownDivergence(judge, schema, instance, verdict) {
  return known.find((each) => each.judge === judge && each.applies(schema, instance, verdict))?.reason;
}
