// ajv_speed.mjs CASES SECONDS: checks per second of ajv (2020-12) for each {name, schema, instance}.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const [file, seconds] = process.argv.slice(2);
const kBatch = 16;

function perSecond(validate, instance) {
  const began = process.hrtime.bigint();
  const budget = BigInt(Math.round(Number(seconds) * 1e9));
  let checks = 0;
  let elapsed = 0n;
  while (elapsed < budget) {
    for (let at = 0; at < kBatch; ++at) {
      if (!validate(instance)) throw new Error(JSON.stringify(validate.errors));
    }
    checks += kBatch;
    elapsed = process.hrtime.bigint() - began;
  }
  return Math.round(checks / (Number(elapsed) / 1e9));
}

const speeds = {};
for (const { name, schema, instance } of JSON.parse(readFileSync(file, 'utf8'))) {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  perSecond(validate, instance); // lets the compiler of the engine warm up
  speeds[name] = perSecond(validate, instance);
}
console.log(JSON.stringify(speeds));
