// Records are found by what a model says of them, and what it says wrong is not asked at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './harness/mcp.mjs';
import { useSite } from './harness/site.mjs';

const site = useSite();

const query = (args) =>
  site.call('itil', 'query', { table: 'incident', fields: 'sys_id', limit: 1000, ...args });

async function idsOf(args) {
  const result = await query(args);
  assert.ok(!result.isError, textOf(result));
  assert.equal(result.structuredContent.hasMore, false);
  return result.structuredContent.records.map(({ sys_id }) => sys_id).sort();
}

const atTheInstance = async (encoded) =>
  (await site.simulator.records('incident', encoded)).map(({ sys_id }) => sys_id).sort();

const condition = (field, operator, value) => ({ field, operator, value });

const filters = {
  'one condition': [condition('priority', '<=', 2), 'priority<=2'],
  'conditions that all hold': [
    { all: [condition('active', '=', true), condition('priority', '=', 3)] },
    'active=true^priority=3',
  ],
  'conditions one of which holds': [
    { any: [condition('state', '=', 1), condition('state', '=', 2)] },
    'state=1^ORstate=2',
  ],
  'alternatives of several conditions': [
    {
      any: [
        { all: [condition('active', '=', true), condition('impact', '=', 1)] },
        { all: [condition('active', '=', false), condition('impact', '=', 3)] },
      ],
    },
    'active=true^impact=1^NQactive=false^impact=3',
  ],
  'a list of values': [condition('state', 'in', [6, 7]), 'stateIN6,7'],
  'a field of the record it refers to': [
    condition('caller_id.name', 'starts_with', 'A'),
    'caller_id.nameSTARTSWITHA',
  ],
  'a field without a value': [{ field: 'assigned_to', operator: 'is_empty' }, 'assigned_toISEMPTY'],
  'a time before now': [
    condition('opened_at', 'relative_before', { amount: 1, unit: 'hour', side: 'ago' }),
    'opened_atRELATIVELT@hour@ago@1',
  ],
};

for (const [what, [filter, encoded]] of Object.entries(filters))
  test(`a filter finds by ${what}`, async () => {
    const expected = await atTheInstance(encoded);
    assert.ok(expected.length > 0, 'the seed has no such record');
    assert.deepEqual(await idsOf({ filter }), expected);
  });

test('filter, query and text search narrow each other', async () => {
  const found = await idsOf({
    ...{ filter: condition('priority', '<=', 4), query: 'active=true' },
    ...{ search_field: 'short_description', text_search: 'e' },
  });
  const expected = await atTheInstance('priority<=4^active=true^short_descriptionLIKEe');
  assert.ok(expected.length > 0);
  assert.deepEqual(found, expected);
});

const refusals = {
  'an operator that a type does not fit': [
    { filter: condition('active', 'contains', 'x') },
    /does not fit.*true or false/,
  ],
  'a value that ends its condition': [
    { filter: condition('short_description', '=', 'a^active=true') },
    /\^/,
  ],
  'a script': [{ query: 'opened_at>javascript:gs.daysAgo(1)' }, /javascript/],
  'a field that is not there': [{ query: 'shortdescriptionLIKEx' }, /short_description/],
  'a label in the place of a field': [
    { fields: 'Short description' },
    /"Short description" is the label of 'short_description'/,
  ],
  'a label in the place of a field, as models write it': [
    { query: 'caller=abel.tuter' },
    /did you mean 'caller_id'/,
  ],
  "a choice's label in the place of its value": [
    { query: 'state=Closed' },
    /"Closed" is the label of 7/,
  ],
};

for (const [what, [args, words]] of Object.entries(refusals))
  test(`${what} is refused before the instance is asked`, async () => {
    const isQuery = ({ path }) => path === '/api/now/table/incident';
    const asked = async () => (await site.simulator.requests()).filter(isQuery).length;
    const before = await asked();
    const result = await query(args);
    assert.equal(result.isError, true);
    assert.match(textOf(result), words);
    assert.equal(await asked(), before);
  });
