/** Everything one step simpler than a JSON value: a part left out, or a part in its place. */
function* simpler(value) {
  if (typeof value !== "object" || value === null) return;
  const keys = Object.keys(value);
  for (const key of keys) {
    yield value[key];
    const rest = Array.isArray(value) ? value.filter((_, i) => String(i) !== key) : { ...value };
    if (!Array.isArray(value)) delete rest[key];
    yield rest;
  }
  for (const key of keys) {
    for (const part of simpler(value[key])) {
      const changed = Array.isArray(value) ? [...value] : { ...value };
      changed[key] = part;
      yield changed;
    }
  }
}

/** The first simpler pair that still fails, if any. */
async function step(schema, instance, fails) {
  for (const smaller of simpler(schema)) if (await fails(smaller, instance)) return { schema: smaller, instance };
  for (const smaller of simpler(instance)) if (await fails(schema, smaller)) return { schema, instance: smaller };
  return undefined;
}

/** Makes a failing pair smaller until every simpler one passes. */
export async function shrink(schema, instance, fails) {
  let pair = { schema, instance };
  for (;;) {
    const smaller = await step(pair.schema, pair.instance, fails);
    if (smaller === undefined) return pair;
    pair = smaller;
  }
}
