// Records are written as the named user, and what cannot be written is said in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './harness/mcp.mjs';
import { users } from './harness/simulator.mjs';
import { useSite } from './harness/site.mjs';

const site = useSite();

const write = (role, args) => site.call(role, 'write', { table: 'incident', ...args });
const query = (role, args) => site.call(role, 'query', { table: 'incident', ...args });

async function create(role, field_values) {
  const result = await write(role, { operation: 'create', field_values });
  assert.ok(!result.isError, textOf(result));
  return result.structuredContent;
}

const recordOf = async ({ sys_id }) =>
  (await site.simulator.records('incident', `sys_id=${sys_id}`))[0];
const incidentCount = async () => (await site.simulator.records('incident', '')).length;

test('two users create under their own names', async () => {
  for (const role of ['itil', 'otherItil']) {
    const created = await create(role, { short_description: `made by ${role}` });
    assert.match(created.number, /^INC\d{7}/);
    const record = await recordOf(created);
    assert.equal(record.sys_created_by, users[role]);
    assert.equal(record.short_description, `made by ${role}`);
  }
});

test('an update is made by whoever makes it', async () => {
  const created = await create('itil', { short_description: 'first' });
  const updated = await write('otherItil', {
    operation: 'update',
    sys_id: created.sys_id,
    field_values: { short_description: 'second' },
  });
  assert.ok(!updated.isError, textOf(updated));
  const record = await recordOf(created);
  assert.equal(record.short_description, 'second');
  assert.equal(record.sys_created_by, users.itil);
  assert.equal(record.sys_updated_by, users.otherItil);
});

test('a value that the instance sets itself is reported back', async () => {
  const created = await create('itil', {
    short_description: 'urgent',
    priority: '1',
    impact: '3',
    urgency: '3',
  });
  assert.ok('priority' in created.changed_by_instance, JSON.stringify(created));
  assert.equal((await recordOf(created)).priority, '5');
});

test('delete removes the record', async () => {
  const created = await create('itil', { short_description: 'short-lived' });
  const deleted = await write('itil', { operation: 'delete', sys_id: created.sys_id });
  if (deleted.isError) assert.match(textOf(deleted), /403|ACL/); // where only admins may delete
  const left = await recordOf(created);
  assert.equal(left === undefined, !deleted.isError);
});

test('a user without the right to write is refused in the words of the instance', async () => {
  const created = await create('itil', { short_description: 'not yours' });
  const refused = await write('plain', {
    operation: 'update',
    sys_id: created.sys_id,
    field_values: { short_description: 'taken over' },
  });
  assert.equal(refused.isError, true);
  assert.match(textOf(refused), /HTTP 40[34]/);
  assert.equal((await recordOf(created)).short_description, 'not yours');
});

test('text that looks like a query stays text in a value', async () => {
  const text = 'a^ORactive=true^NQ javascript:gs.beginningOfYesterday() "; DROP TABLE task; --';
  assert.equal(
    (await recordOf(await create('itil', { short_description: text }))).short_description,
    text,
  );
});

test('text beyond ASCII arrives as it was', async () => {
  const text = 'Drucker im 3. OG – „kaputt“ 日本語 🖨️';
  assert.equal(
    (await recordOf(await create('itil', { short_description: text }))).short_description,
    text,
  );
});

const kId = '0'.repeat(32);
const wrongWrites = {
  'an unknown field, with the nearest name': [
    { operation: 'create', field_values: { short_descripton: 'x' } },
    /short_description/,
  ],
  'an unknown table': [
    { table: 'incidnt', operation: 'create', field_values: { short_description: 'x' } },
    /incidnt/,
  ],
  'a create without values': [{ operation: 'create' }, /field_values/],
  'an update without sys_id': [{ operation: 'update', field_values: { state: '2' } }, /sys_id/],
  'a record that is not there': [
    { operation: 'update', sys_id: kId, field_values: { state: '2' } },
    /not_found|404/,
  ],
  'a sys_id that is none': [{ operation: 'delete', sys_id: 'x^ORactive=true' }, /sys_id/],
  'a data policy': [
    { operation: 'create', field_values: { short_description: 'x', state: '6' } },
    /close_code|close_notes|policy|Close/i,
  ],
};

for (const [what, [args, words]] of Object.entries(wrongWrites)) {
  test(`refused in words, nothing written: ${what}`, async () => {
    const had = await incidentCount();
    const result = await write('itil', args);
    assert.equal(result.isError, true);
    assert.match(textOf(result), words);
    assert.equal(await incidentCount(), had);
  });
}

const wrongQueries = {
  'an unknown field would match every record': [{ query: 'pririty=1' }, /priority/],
  'an unknown field behind a reference': [{ query: 'caller_id.nme=Abel Tuter' }, /nme/],
  'an unknown table': [{ table: 'incidnt' }, /incidnt/],
  'an unknown field to return': [{ fields: 'number,shrt_description' }, /shrt_description/],
  'a search text that would end its own term': [{ text_search: 'x^ORactive=true' }, /\^/],
  'a text for one field that would end its own term': [
    { text_search: 'x^NQactive=true', search_field: 'short_description' },
    /\^/,
  ],
  'script in a query': [{ query: 'opened_at>javascript:gs.daysAgo(1)' }, /javascript/],
  'an operator that does not exist': [{ query: 'priority~~1' }, /priority/],
};

for (const [what, [args, words]] of Object.entries(wrongQueries)) {
  test(`a query is refused in words: ${what}`, async () => {
    const result = await query('itil', args);
    assert.equal(result.isError, true, JSON.stringify(result.structuredContent)?.slice(0, 300));
    assert.match(textOf(result), words);
  });
}

test('query counts, groups, searches words and pages', async () => {
  const all = await site.simulator.records('incident', '');
  const grouped = await query('itil', { aggregate: true, group_by: 'priority' });
  assert.ok(!grouped.isError, textOf(grouped));
  const found = JSON.stringify(grouped.structuredContent.result).match(/"count":\s*"?(\d+)/g);
  const total = found.reduce((sum, one) => sum + Number(one.match(/\d+/)[0]), 0);
  assert.equal(total, all.length);

  const page = await query('itil', { query: 'ORDERBYnumber', limit: 150, offset: 10 });
  const numbers = page.structuredContent.records.map((record) => record.number);
  const expected = all
    .map((record) => record.number)
    .sort()
    .slice(10, 160);
  assert.deepEqual(numbers, expected);
  assert.equal(page.structuredContent.hasMore, all.length > 160);
});

test('discover lists inherited fields and the choices of a field', async () => {
  const found = await site.call('itil', 'discover', {
    table: 'incident',
    include_choices: true,
  });
  assert.ok(!found.isError, textOf(found));
  const text = JSON.stringify(found.structuredContent);
  for (const field of ['short_description', 'caller_id', 'sys_created_on'])
    assert.ok(text.includes(field), field);
  const tables = await site.call('itil', 'discover', { filter: 'incident' });
  assert.ok(tables.structuredContent.tables.some((table) => table.name === 'incident'));
});

test('a user sees only what the instance shows that user', async () => {
  const own = await query('plain', { limit: 200 });
  assert.ok(!own.isError, textOf(own));
  const every = await query('itil', { limit: 200 });
  assert.ok(own.structuredContent.returned < every.structuredContent.returned);
});
