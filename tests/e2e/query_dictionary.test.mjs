// What users learn of tables before they query: in words people use, as far as they may know.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serveWith } from './harness/host.mjs';
import { callTool, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';

let simulator;
let host;
const tokens = {};

before(async () => {
  simulator = await Simulator.start({ args: ['--dictionary-needs-role'] });
  host = await serveWith(simulator);
  for (const user of [users.itil, users.otherItil, 'dictionary.reader', 'toolhost.integration'])
    tokens[user] = await host.installation.tokenFor(user);
});

after(async () => {
  await host?.stop();
  await simulator?.stop();
});

async function discover(user, args) {
  const result = await callTool(host, tokens[user], 'discover', args);
  assert.ok(!result.isError, textOf(result));
  return result.structuredContent;
}

const fieldOf = (described, name) => described.fields.find((field) => field.name === name);
const timesAsked = async (table) =>
  (await simulator.requests()).filter(({ path }) => path === `/api/now/table/${table}`).length;

test('fields have labels, and choices the label of each value', async () => {
  const args = { table: 'incident', include_choices: true };
  const incident = await discover('dictionary.reader', args);
  assert.equal(incident.label, 'Incident');
  assert.equal(incident.language, 'en');
  assert.equal(fieldOf(incident, 'caller_id').label, 'Caller');
  assert.equal(fieldOf(incident, 'short_description').label, 'Short description');
  const { choices } = fieldOf(incident, 'state');
  assert.deepEqual(choices[0], { value: '1', label: 'New' });
  assert.ok(choices.some(({ value, label }) => value === '7' && label === 'Closed'));
  assert.ok(!incident.notices, JSON.stringify(incident.notices));
});

test('choices of a table are not those of the table it extends', async () => {
  const args = { table: 'task', include_choices: true };
  const { choices } = fieldOf(await discover('dictionary.reader', args), 'state');
  assert.ok(choices.some(({ label }) => label === 'Work in Progress'), JSON.stringify(choices));
});

test('a field that depends on another says so, and so do its choices', async () => {
  const args = { table: 'incident', include_choices: true };
  const subcategory = fieldOf(await discover('dictionary.reader', args), 'subcategory');
  assert.equal(subcategory.depends_on, 'category');
  assert.ok(subcategory.choices.every(({ dependent_value }) => dependent_value));
});

test('what is known of a table is read once for users of the same roles', async () => {
  await discover('dictionary.reader', { table: 'problem' });
  const before = await timesAsked('sys_dictionary');
  await discover('toolhost.integration', { table: 'problem' });
  assert.equal(await timesAsked('sys_dictionary'), before);
});

test('a user who may not read the dictionary is told so, and asks no more than once', async () => {
  const described = await discover(users.itil, { table: 'incident', include_choices: true });
  assert.deepEqual(described.fields, []);
  assert.match(described.notices.join('\n'), /could not be checked.*403/);
  const asked = await timesAsked('sys_dictionary');
  for (const user of [users.itil, users.otherItil])
    await discover(user, { table: 'incident', include_choices: true });
  assert.equal(await timesAsked('sys_dictionary'), asked);
});

test('such a user queries all the same, with a notice', async () => {
  const result = await callTool(host, tokens[users.itil], 'query', {
    ...{ table: 'incident', query: 'priority=1', limit: 2 },
  });
  assert.ok(!result.isError, textOf(result));
  assert.match(result.structuredContent.notices.join('\n'), /could not be checked/);
});
