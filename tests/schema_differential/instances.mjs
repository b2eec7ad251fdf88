/** Instances from small pools, so that they often meet what a generated schema is about. */

export const names = ["a", "b", "c", "ab", "x-1", "é"];
export const strings = ["", "a", "b", "ab", "aab", "é", "😀", "1", "x-1", "A B", "\n", "ﬀ"];
// Integers stay within 2^53 and fractions within what binary holds exactly: JavaScript has no more.
export const numbers = [0, -0, 1, 2, 3, 5, 10, -1, -7, 0.5, 1.5, -2.25, 1e3, 9007199254740991, 1e20];

const scalars = [null, true, false, ...numbers, ...strings];

export function scalar(random) {
  return random.pick(scalars);
}

export function instance(random, depth = 3) {
  const shape = depth > 0 ? random.fraction() : 0;
  if (shape < 0.4) return scalar(random);
  if (shape < 0.65) return random.list(0, 4, () => instance(random, depth - 1));
  return Object.fromEntries(random.some(names, 0, 4).map((name) => [name, instance(random, depth - 1)]));
}

/** An instance that has a fair chance to conform: built from what the schema says, then perhaps bent. */
export function instanceFor(random, schema, root, depth = 5) {
  if (depth <= 0 || typeof schema !== "object" || schema === null || random.chance(0.12)) {
    return instance(random, 2);
  }
  const inner = (subschema) => instanceFor(random, subschema, root, depth - 1);
  if ("const" in schema) return schema.const;
  if (schema.enum?.length) return random.pick(schema.enum);
  const referred = referredBy(schema, root);
  if (referred !== undefined && random.chance(0.6)) return inner(referred);
  const branches = [schema.allOf, schema.anyOf, schema.oneOf].filter(Array.isArray).flat();
  if (branches.length > 0 && random.chance(0.4)) return inner(random.pick(branches));
  switch (typeOf(random, schema)) {
    case "object": return objectFor(random, schema, inner);
    case "array": return arrayFor(random, schema, inner);
    case "string": return random.pick(strings);
    case "number": return random.pick(numbers);
    case "integer": return random.pick(numbers.filter(Number.isInteger));
    case "boolean": return random.chance(0.5);
    default: return null;
  }
}

function referredBy(schema, root) {
  const found = /^(?:#\/\$defs\/|#n|)(\w+)$/.exec(schema.$ref ?? "");
  return root.$defs?.[found?.[1]] ?? root.$defs?.[`d${found?.[1]}`];
}

function typeOf(random, schema) {
  if (Array.isArray(schema.type)) return random.pick(schema.type);
  if (schema.type !== undefined) return schema.type;
  if (["properties", "required", "patternProperties", "unevaluatedProperties", "propertyNames"].some((k) => k in schema)) {
    return "object";
  }
  if (["items", "prefixItems", "contains", "uniqueItems", "unevaluatedItems"].some((k) => k in schema)) return "array";
  return random.pick(["object", "array", "string", "number", "boolean", "null"]);
}

function objectFor(random, schema, inner) {
  const wanted = new Set([...(schema.required ?? []), ...random.some(names, 0, 3)]);
  if (random.chance(0.1)) wanted.delete(random.pick([...wanted]));
  return Object.fromEntries(
    [...wanted].map((name) => [name, inner(schema.properties?.[name] ?? schema.additionalProperties ?? true)]),
  );
}

function arrayFor(random, schema, inner) {
  const length = random.integer(schema.minItems ?? 0, Math.max(schema.minItems ?? 0, 4));
  return Array.from({ length }, (_, i) => inner(schema.prefixItems?.[i] ?? schema.items ?? schema.contains ?? true));
}
