import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Random } from "./random.mjs";
import { instance, instanceFor } from "./instances.mjs";
import { invalidSchema, schema } from "./schemas.mjs";
import { Ajv, Hyperjump, Toolhost } from "./judges.mjs";
import { knownDivergence } from "./divergences.mjs";
import { shrink } from "./shrink.mjs";

const program = process.env.TOOLHOST_SCHEMA_CHECK;
assert.ok(program, "set TOOLHOST_SCHEMA_CHECK to the schema_check program, or use run.sh BUILD_DIR");
const seed = Number(process.env.TOOLHOST_DIFFERENTIAL_SEED ?? 20201200);
const schemaCount = Number(process.env.TOOLHOST_DIFFERENTIAL_SCHEMAS ?? 3000);
const instancesPerSchema = 12;

const toolhost = new Toolhost(program);
const judges = { toolhost, ajv: new Ajv(), hyperjump: new Hyperjump() };
const others = ["ajv", "hyperjump"];
after(() => toolhost.close());

/** What each judge makes of each instance: [{toolhost, ajv, hyperjump}, …]. */
async function verdicts(aSchema, instances) {
  const found = instances.map(() => ({}));
  for (const [name, judge] of Object.entries(judges)) {
    const answer = await judge.judge(aSchema, instances);
    for (const [i, each] of found.entries()) each[name] = answer === "refused" ? answer : answer[i];
  }
  return found;
}

/** "" for agreement, else the reason why it is known that one disagrees; undefined for a finding. */
function excuse(verdict, aSchema, anInstance) {
  const dissenters = others.filter((name) => verdict[name] !== verdict.toolhost);
  if (dissenters.length === 0) return "";
  if (dissenters.length > 1) return undefined;
  return knownDivergence(dissenters[0], aSchema, anInstance, verdict[dissenters[0]]);
}

/** The smallest case found on which the judges still say what they say of this one. */
async function complaint(verdict, aSchema, anInstance) {
  const same = JSON.stringify(verdict);
  const small = await shrink(aSchema, anInstance, async (smaller, value) =>
    JSON.stringify((await verdicts(smaller, [value]))[0]) === same);
  return `they disagree: ${same}\n  schema:   ${JSON.stringify(small.schema)}\n  instance: ${JSON.stringify(small.instance)}`;
}

async function compare(aSchema, instances, tally) {
  for (const [i, verdict] of (await verdicts(aSchema, instances)).entries()) {
    tally[verdict.toolhost] += 1;
    const reason = excuse(verdict, aSchema, instances[i]);
    if (reason === undefined) assert.fail(await complaint(verdict, aSchema, instances[i]));
    if (reason !== "") tally.known[reason] = (tally.known[reason] ?? 0) + 1;
  }
}

const newTally = () => ({ valid: 0, invalid: 0, refused: 0, known: {} });

test(`${schemaCount} schemas mean the same to toolhost, ajv and hyperjump (seed ${seed})`, async (t) => {
  const random = new Random(seed);
  const tally = newTally();
  for (let i = 0; i < schemaCount; ++i) {
    const aSchema = schema(random);
    const instances = random.list(instancesPerSchema, instancesPerSchema, () =>
      random.chance(0.8) ? instanceFor(random, aSchema, aSchema) : instance(random));
    await compare(aSchema, instances, tally);
  }
  t.diagnostic(JSON.stringify(tally));
  assert.ok(tally.valid > tally.invalid / 4 && tally.invalid > tally.valid / 4, "the answers are too much alike");
  assert.equal(tally.refused, 0, "a valid schema was refused by all");
  const excused = Object.values(tally.known).reduce((sum, count) => sum + count, 0);
  assert.ok(excused < (tally.valid + tally.invalid) / 50, "too many differences are excused");
});

test(`schemas that are invalid are refused by all (seed ${seed})`, async (t) => {
  const random = new Random(seed);
  const tally = newTally();
  for (let i = 0; i < 300; ++i) await compare(invalidSchema(random), [instance(random)], tally);
  t.diagnostic(JSON.stringify(tally));
  assert.equal(tally.valid + tally.invalid, 0);
});
