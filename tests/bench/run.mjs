// Measures what was asked for and prints the figures. Called by run.sh.
import { readFileSync } from 'node:fs';
import { measureCalls, printCalls } from './calls.mjs';
import { measurePlugins, printPlugins } from './plugins.mjs';
import { measureQuery } from './query.mjs';
import { measureReload } from './reload.mjs';
import { measureSchema } from './schema.mjs';
import { measureSlow, printSlow } from './slow.mjs';
import { measureStreams, printStreams } from './streams.mjs';

const [format, seconds, wanted] = process.argv.slice(2);
const kSections = ['calls', 'query', 'schema', 'plugins', 'reload', 'streams', 'slow'];
const sections = wanted ? wanted.split(',') : kSections;
const unknown = sections.find((section) => !kSections.includes(section));
if (unknown) throw new Error(`there is no section '${unknown}'; there are ${kSections.join(', ')}`);

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

function printQuery({ figures, ratios }) {
  console.log('\na query for 1,000 records, one at a time, by curl');
  for (const [name, { median_ms: ms, bytes }] of Object.entries(figures)) {
    console.log(`${name.padEnd(24)}${String(ms).padStart(10)} ms${String(bytes).padStart(10)} bytes`);
  }
  for (const [name, ratio] of Object.entries(ratios)) {
    console.log(`${name.replaceAll('_', ' ').padEnd(24)}${ratio.toFixed(2).padStart(10)} x`);
  }
}

function printSchema({ figures, ratios }) {
  console.log('\nschema checks per second, one thread');
  for (const [name, { toolhost_per_second: ours, ajv_per_second: ajv }] of Object.entries(figures)) {
    const cells = [ours, ajv].map((speed) => String(speed).padStart(10)).join(' beside ajv ');
    console.log(`${name.padEnd(24)}${cells}   ${ratios[name].toFixed(2)} x`);
  }
}

function printReload(figures) {
  console.log('\na plugin replaced every second under load');
  for (const [mode, one] of Object.entries(figures)) {
    const { calls, calls_per_second: speed, failed, reloads, reload_median_ms: median } = one;
    console.log(
      `${mode.padEnd(24)}${calls} calls (${speed}/s), ${failed} failed, ${reloads} reloads, ` +
        `half of them within ${median} ms, all within ${one.reload_max_ms} ms`,
    );
  }
}

const result = { setting: { seconds: Number(seconds), client: 'wrk, 1 thread' } };
if (sections.includes('calls')) Object.assign(result, await measureCalls(Number(seconds)));
if (sections.includes('query')) result.query = await measureQuery(Number(seconds), readJson);
if (sections.includes('schema')) result.schema = await measureSchema(Number(seconds));

if (sections.includes('plugins')) result.plugins = await measurePlugins(Number(seconds));
if (sections.includes('reload')) result.reload = await measureReload(Number(seconds));

if (sections.includes('streams')) result.streams = await measureStreams(Number(seconds));
if (sections.includes('slow')) result.slow = await measureSlow();

if (format === 'json') {
  console.log(JSON.stringify(result));
} else {
  if (result.figures) printCalls(result);
  if (result.query) printQuery(result.query);
  if (result.schema) printSchema(result.schema);
  if (result.plugins) printPlugins(result.plugins);
  if (result.reload) printReload(result.reload);
  if (result.streams) printStreams(result.streams);
  if (result.slow) printSlow(result.slow);
}
