// A list is read to its end, page after page, while others write: nothing is skipped or repeated.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './harness/mcp.mjs';
import { users } from './harness/simulator.mjs';
import { useSite } from './harness/site.mjs';

const kTable = '/api/now/table/incident';

const site = useSite();

async function page(role, args) {
  const result = await site.call(role, 'query', { table: 'incident', ...args });
  assert.ok(!result.isError, textOf(result));
  return result.structuredContent;
}

/** The sys_ids of all pages; `between` runs before each further one. */
async function readAll(role, args, between = () => {}) {
  const ids = [];
  for (let cursor, turn = 0; ; ++turn) {
    const answer = await page(role, { ...args, ...(cursor && { cursor }) });
    ids.push(...answer.records.map(({ sys_id }) => sys_id));
    if (!answer.hasMore) return ids;
    cursor = answer.nextCursor;
    await between(turn);
  }
}

const create = async (values) => (await site.simulator.ask('POST', kTable, values)).result;
const remove = (sys_id) => site.simulator.ask('DELETE', `${kTable}/${sys_id}`);
const idsOf = (records) => records.map(({ sys_id }) => sys_id);

for (const order of ['', 'ORDERBYpriority', 'ORDERBYDESCsys_created_on', 'ORDERBYsys_updated_on'])
  test(`nothing is skipped or repeated while others write (${order || 'no order'})`, async () => {
    const passing = [];
    for (let i = 0; i < 12; ++i)
      passing.push((await create({ short_description: 'soon gone', impact: 1 + (i % 3) })).sys_id);
    const lasting = idsOf(await site.simulator.records('incident', 'short_description!=soon gone'));
    const disturb = async (turn) => {
      if (passing.length > 0) await remove(passing.shift());
      await create({ short_description: 'soon gone', impact: 1 + (turn % 3) });
    };
    const ids = await readAll('itil', { query: order, fields: 'number', limit: 13 }, disturb);
    assert.equal(new Set(ids).size, ids.length, 'a record came twice');
    const missing = lasting.filter((id) => !ids.includes(id));
    assert.deepEqual(missing, [], 'records that were there all the time are missing');
    for (const id of idsOf(await site.simulator.records('incident', 'short_description=soon gone')))
      await remove(id);
  });

test('rows that a user may not see leave no gap and no repetition', async () => {
  const [joe] = await site.simulator.records('sys_user', `user_name=${users.plain}`);
  const all = await site.simulator.records('incident', '');
  const isOwn = ({ caller_id, opened_by }) =>
    [caller_id?.value, opened_by?.value].includes(joe.sys_id);
  const own = idsOf(all.filter(isOwn));
  const visible = await readAll('plain', { fields: 'number', limit: 1000 });
  assert.ok(own.length > 0 && visible.length < all.length);
  assert.deepEqual([...visible].sort(), [...new Set(own)].sort());
  const paged = await readAll('plain', { fields: 'number', limit: 2 });
  assert.deepEqual(paged, visible);
});

test('the total is unknown while hidden rows may be counted, and known at the end', async () => {
  const [joe] = await site.simulator.records('sys_user', `user_name=${users.plain}`);
  for (let i = 0; i < 12; ++i) await create({ short_description: 'own', caller_id: joe.sys_id });
  const first = await page('plain', { fields: 'number', limit: 5 });
  assert.equal(first.totalCount, null);
  assert.match(first.notices.join('\n'), /hidden from this user/);
  const whole = await page('plain', { fields: 'number', limit: 1000 });
  assert.equal(whole.totalCount, whole.records.length);
});

test('an answer that is full of bytes goes on where it stopped', async () => {
  const long = 'x'.repeat(3_000);
  const made = [];
  for (let i = 0; i < 120; ++i)
    made.push((await create({ short_description: 'long', description: long })).sys_id);
  const args = { query: 'short_description=long', fields: 'description', limit: 1000 };
  const first = await page('itil', args);
  assert.equal(first.hasMore, true);
  assert.ok(JSON.stringify(first.records).length <= 256 << 10);
  assert.equal(first.totalCount, made.length);
  assert.deepEqual((await readAll('itil', args)).sort(), made.sort());
});

test("a cursor is no one else's, and for no other question", async () => {
  const args = { fields: 'number', limit: 5 };
  const { nextCursor: cursor } = await page('itil', args);
  const ask = (role, more) =>
    site.call(role, 'query', { table: 'incident', ...args, cursor, ...more });
  for (const [result, words] of [
    [await ask('otherItil'), /another user/],
    [await ask('itil', { query: 'priority=1' }), /another query/],
    [await ask('itil', { cursor: `${cursor.slice(0, -3)}AAA` }), /cannot be read/],
  ]) {
    assert.equal(result.isError, true);
    assert.match(textOf(result), words);
  }
  assert.ok(!(await ask('itil')).isError);
});

test('a list that breaks off gives no half of it', async () => {
  await site.simulator.setFault({ kind: 'partial_json', path_prefix: kTable, bytes: 900 });
  try {
    const result = await site.call('itil', 'query', { table: 'incident', limit: 50 });
    assert.equal(result.isError, true);
    assert.match(textOf(result), /breaks off/);
    assert.ok(!result.structuredContent);
  } finally {
    await site.simulator.clearFaults();
  }
});
