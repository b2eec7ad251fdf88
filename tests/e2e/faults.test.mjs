// Every trouble that the simulator can make, through the whole stack: what whoever called a tool
// reads, for a question and for a change, and that a change is neither claimed nor denied falsely.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serveWith } from './harness/host.mjs';
import { callTool, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';
import { until } from './harness/until.mjs';

const kDeadlineMs = 2_000;
const kTable = '/api/now/table/incident';
const kWorks = null;

const kLook = /look (first|before)/;
const kQuota = /Transaction cancelled: maximum execution time exceeded/;
const kAsleep = [
  /the instance answered 200 with a web page instead of JSON \(HTTP 200\) \[unavailable\]/,
  /hibernates after about ten days .* developer\.servicenow\.com/,
];
const kDown = /down, restarting or being upgraded; try again in some minutes/;
const kTimedOut = /\[timeout\]|did not answer in time/; // whichever deadline comes first
const kLost = /\[protocol\]/;
const kNarrow = /cut short by a transaction quota; ask for fewer records or fields/;
const kMayBeDone = /may have been carried out all the same: look before trying again/;

/**
 * For each kind: the fault, what a query says, what a create says (null: it works), whether the
 * record is there afterwards, and for whom it is over at once when it is over.
 */
const kinds = {
  custom: {
    fault: { status: 418, body: '{"error":{"message":"A teapot","detail":"short and stout"}}' },
    query: [/ServiceNow answered 418: A teapot: short and stout \(HTTP 418\)/],
    create: [/418: A teapot: short and stout/],
    isMade: false,
  },
  hibernating: { query: kAsleep, create: kAsleep, isMade: false },
  slow: {
    fault: { latency_ms: 2 * kDeadlineMs },
    query: [kTimedOut],
    create: [kTimedOut, kLook],
    isMade: true,
  },
  trickle: {
    fault: { bytes: 16, every_ms: kDeadlineMs / 2 },
    query: [kTimedOut],
    create: [kTimedOut, kLook],
    isMade: true,
  },
  dropped: { query: [kLost], create: [kLost, kLook], isMade: true },
  dropped_midway: { query: [kLost], create: [kLost, kLook], isMade: true },
  partial_json: {
    query: [/200 with a (list of records that breaks off|body that is not the JSON)/, kNarrow],
    create: [/201 with a body that is not the JSON it should be/, kMayBeDone],
    isMade: true,
  },
  error_in_200: {
    query: [kQuota, kNarrow],
    create: kWorks,
    isMade: true,
  },
  error_breaks_200: {
    query: [/breaks off|not the JSON|maximum execution time/, kNarrow],
    create: kWorks,
    isMade: true,
  },
  transaction_cancelled: {
    query: [kQuota, /\(HTTP 500\) \[unavailable\]/, /narrow the query/],
    create: [kQuota, kMayBeDone],
    isMade: false,
  },
  fail_after_commit: {
    query: [kQuota, /narrow the query/],
    create: [kQuota, kMayBeDone],
    isMade: true,
  },
  rate_limited: {
    query: [/429: Rate limit exceeded/, /\[rate_limited\]/, /wait before trying again/],
    create: [/429: Rate limit exceeded/, /wait before trying again/],
    isMade: false,
  },
  unauthorized: {
    query: [/401: User Not Authenticated/, /the user is active and may use the REST API/],
    create: [/401: User Not Authenticated/],
    isMade: false,
  },
  token_refused: {
    fault: { path_prefix: '/oauth_token.do' },
    query: [/ServiceNow refused/, /toolhost servicenow check/],
    create: [/ServiceNow refused/, /toolhost servicenow check/],
    isMade: false,
    isOverFor: users.otherItil, // who was refused is not sent again for half a minute
  },
  bad_gateway: { query: [/\(HTTP 502\)/, kDown], create: [/HTTP 502/, kMayBeDone], isMade: false },
  unavailable: { query: [/\(HTTP 503\)/, kDown], create: [/HTTP 503/, kMayBeDone], isMade: false },
};

let simulator;

before(async () => {
  simulator = await Simulator.start();
});

after(() => simulator?.stop());

test('every kind of fault that there is has its test', async () => {
  const known = (await simulator.ask('GET', '/__sim/faults')).kinds;
  assert.deepEqual(known.toSorted(), Object.keys(kinds).toSorted());
});

/** A user-visible failure: said in all those words, and with nothing that is not for users. */
function assertSaid(result, words) {
  const said = textOf(result);
  assert.equal(result.isError, true, JSON.stringify(result));
  assert.ok(!('structuredContent' in result), JSON.stringify(result));
  for (const word of words) assert.match(said, word);
  assert.doesNotMatch(said, /Bearer|eyJ|client_assertion|BEGIN [A-Z ]*KEY|<html|<title/i);
  assert.ok(said.length < 1_000, said);
}

for (const [kind, expected] of Object.entries(kinds)) {
  const { fault, query, create, isMade, isOverFor = users.itil } = expected;
  const broken = { path_prefix: kTable, ...fault, kind };
  const served = async (use) => {
    const host = await serveWith(simulator, { 'calls.deadline_ms': kDeadlineMs });
    try {
      await use(host, await host.installation.tokenFor(users.itil));
    } finally {
      await simulator.clearFaults();
      await host.stop();
    }
  };

  test(`${kind}, met by a query`, () =>
    served(async (host, token) => {
      const ask = (bearer) => callTool(host, bearer, 'query', { table: 'incident', limit: 5 });
      await simulator.setFault(broken);
      assertSaid(await ask(token), query);
      await simulator.clearFaults();
      const next = await host.installation.tokenFor(isOverFor);
      await until('it is over', async () => !(await ask(next)).isError);
    }));

  test(`${kind}, met by a change`, () =>
    served(async (host, token) => {
      const short_description = `Met by ${kind}`;
      const isThere = async () =>
        (await simulator.records('incident', `short_description=${short_description}`)).length;
      const ofChanges = broken.path_prefix === kTable && { method: 'POST' };
      await simulator.setFault({ ...broken, ...ofChanges });
      const result = await callTool(host, token, 'write', {
        ...{ table: 'incident', operation: 'create', field_values: { short_description } },
      });
      await simulator.clearFaults();
      if (create === kWorks) assert.ok(!result.isError, textOf(result));
      else assertSaid(result, create);
      if (isMade) await until('the instance has it', isThere);
      assert.equal(await isThere(), isMade ? 1 : 0);
    }));
}
