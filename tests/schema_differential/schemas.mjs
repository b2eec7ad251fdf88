import { names, numbers, scalar, instance } from "./instances.mjs";

const types = ["null", "boolean", "integer", "number", "string", "array", "object"];
const patterns = ["^a", "b$", "^[ab]+$", "\\d", "^\\S*$", "^\\p{Letter}+$", "(a|b){2}", "^.$", "^(?!x)", "\\u{e9}|x-", "\\W"];
const divisors = [1, 2, 3, 0.5, 0.25, 7];

/**
 * A schema of the 2020-12 dialect. `$ref` in place goes from a definition to later ones only, so that
 * no schema refers back to itself for the same value, which the specification leaves undefined.
 */
export function schema(random) {
  const definitionCount = random.integer(0, 3);
  const maker = new Maker(random, definitionCount);
  if (random.chance(0.05)) return new Maker(random, 0).extensibleTree();
  const root = maker.subschema(3, 0);
  if (typeof root !== "object" || definitionCount === 0) return root;
  root.$defs = {};
  for (let i = 0; i < definitionCount; ++i) root.$defs[`d${i}`] = maker.definition(i);
  return root;
}

/** A schema with one keyword that has a value it cannot have: every implementation must refuse it. */
export function invalidSchema(random) {
  const wrong = random.pick([
    { type: "strnig" }, { type: [] }, { minLength: -1 }, { maxItems: 1.5 }, { required: "a" }, { required: ["a", "a"] },
    { properties: [] }, { items: [{}] }, { allOf: [] }, { anyOf: {} }, { not: 1 }, { enum: 1 }, { multipleOf: 0 },
    { minimum: "1" }, { uniqueItems: 1 }, { pattern: "(" }, { pattern: "\\Z" }, { $ref: "#/$defs/absent" },
    { $ref: "http://absent.example/" }, { $ref: "#absent" }, { $anchor: "1" }, { dependentRequired: { a: "b" } },
    { prefixItems: [] }, { if: "a" }, { title: 1 }, { minContains: -1 }, { additionalProperties: null },
  ]);
  return random.pick([wrong, { properties: { a: wrong } }, { anyOf: [true, { items: wrong }] }]);
}

class Maker {
  constructor(random, definitionCount) {
    this.random = random;
    this.definitionCount = definitionCount;
  }

  /** The definition of that index, found by pointer or by its anchor. */
  definition(index) {
    const made = this.subschema(2, index + 1);
    return { $anchor: `n${index}`, ...(typeof made === "object" ? made : { allOf: [made] }) };
  }

  /** A tree whose nodes the outer resource makes stricter, by the dynamic scope. */
  extensibleTree() {
    const node = { $dynamicAnchor: "node" };
    const children = { properties: { a: { items: { $dynamicRef: "#node" } }, b: this.child(1) } };
    return { ...this.subschema(1, 0), ...node, $ref: "tree", $defs: { tree: { $id: "tree", ...node, ...children } } };
  }

  /** `first` is the first definition that may be referred to for the same value. */
  subschema(depth, first) {
    const { random } = this;
    if (random.chance(0.08)) return random.chance(0.7);
    const groups = depth > 0 ? [...leaves, ...branches] : leaves;
    const made = {};
    for (const group of random.some(groups, 1, 3)) Object.assign(made, group(this, depth - 1, first));
    if (random.chance(0.3)) made.type = random.chance(0.7) ? random.pick(types) : random.some(types, 2, 3);
    return made;
  }

  /** A schema for a child of the value: it may refer to anything. */
  child(depth) {
    return this.subschema(depth, 0);
  }

  reference(first) {
    if (first >= this.definitionCount) return {};
    const index = this.random.integer(first, this.definitionCount - 1);
    return { $ref: this.random.chance(0.7) ? `#/$defs/d${index}` : `#n${index}` };
  }
}

const between = (random, low, high, values) =>
  Object.fromEntries(random.some([low, high], 1, 2).map((keyword) => [keyword, random.pick(values)]));

const byName = (random, keys, low, high, make) =>
  Object.fromEntries(random.some(keys, low, high).map((key) => [key, make()]));

/** Groups of keywords without subschemas. */
const leaves = [
  ({ random }) => ({ const: random.chance(0.6) ? scalar(random) : instance(random, 2) }),
  ({ random }) => ({ enum: random.list(1, 4, () => (random.chance(0.8) ? scalar(random) : instance(random, 1))) }),
  ({ random }) => between(random, "minimum", "maximum", numbers),
  ({ random }) => between(random, "exclusiveMinimum", "exclusiveMaximum", numbers),
  ({ random }) => ({ multipleOf: random.pick(divisors) }),
  ({ random }) => between(random, "minLength", "maxLength", [0, 1, 2, 3]),
  ({ random }) => ({ pattern: random.pick(patterns) }),
  ({ random }) => between(random, "minItems", "maxItems", [0, 1, 2, 3]),
  ({ random }) => ({ uniqueItems: random.chance(0.8) }),
  ({ random }) => between(random, "minProperties", "maxProperties", [0, 1, 2, 3]),
  ({ random }) => ({ required: random.some(names, 0, 2) }),
  ({ random }) => ({ dependentRequired: byName(random, names, 1, 2, () => random.some(names, 0, 2)) }),
  ({ random }) => ({ type: random.pick(types), title: "t", default: scalar(random), examples: [1] }),
  ({ random }) => ({ format: random.pick(["email", "ipv4", "nonsense"]), contentMediaType: "text/plain" }),
];

/** Groups of keywords with subschemas. */
const branches = [
  (maker, depth) => ({ properties: byName(maker.random, names, 1, 3, () => maker.child(depth)) }),
  (maker, depth) => ({ properties: byName(maker.random, names, 1, 3, () => maker.child(depth)), additionalProperties: maker.child(depth) }),
  (maker, depth) => ({ patternProperties: byName(maker.random, patterns, 1, 2, () => maker.child(depth)) }),
  (maker, depth) => ({ additionalProperties: maker.child(depth) }),
  (maker, depth) => ({ propertyNames: maker.child(depth) }),
  (maker, depth, first) => ({ dependentSchemas: byName(maker.random, names, 1, 2, () => maker.subschema(depth, first)) }),
  (maker, depth) => ({ items: maker.child(depth) }),
  (maker, depth) => ({ prefixItems: maker.random.list(1, 3, () => maker.child(depth)) }),
  (maker, depth) => ({ prefixItems: maker.random.list(1, 2, () => maker.child(depth)), items: maker.child(depth) }),
  (maker, depth) => ({ contains: maker.child(depth), ...(maker.random.chance(0.5) ? between(maker.random, "minContains", "maxContains", [0, 1, 2]) : {}) }),
  (maker, depth, first) => ({ allOf: maker.random.list(1, 3, () => maker.subschema(depth, first)) }),
  (maker, depth, first) => ({ anyOf: maker.random.list(1, 3, () => maker.subschema(depth, first)) }),
  (maker, depth, first) => ({ oneOf: maker.random.list(1, 3, () => maker.subschema(depth, first)) }),
  (maker, depth, first) => ({ not: maker.subschema(depth, first) }),
  (maker, depth, first) => ({ if: maker.subschema(depth, first), then: maker.subschema(depth, first), ...(maker.random.chance(0.6) ? { else: maker.subschema(depth, first) } : {}) }),
  (maker, depth, first) => ({ ...maker.reference(first), unevaluatedProperties: maker.random.chance(0.6) ? false : maker.child(depth) }),
  (maker, depth, first) => ({ ...maker.reference(first), unevaluatedItems: maker.random.chance(0.6) ? false : maker.child(depth) }),
  (maker, depth, first) => maker.reference(first),
  (maker) => ({ properties: { [maker.random.pick(names)]: { $ref: "#" } } }),
  (maker) => ({ items: { $dynamicRef: "#" } }),
];
