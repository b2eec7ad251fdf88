// What goes wrong at ServiceNow is said clearly to who asked, and is over when it is over.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { serveWith } from './harness/host.mjs';
import { callTool, modernRequest, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';
import { until } from './harness/until.mjs';

const kDeadlineMs = 2_500;
const kTable = '/api/now/table/incident';

let simulator;
let host;
let token;

before(async () => {
  simulator = await Simulator.start();
  host = await serveWith(simulator, { 'calls.deadline_ms': kDeadlineMs });
  token = await host.installation.tokenFor(users.itil);
});

after(async () => {
  await host?.stop();
  await simulator?.stop();
});

const query = (bearer = token) => callTool(host, bearer, 'query', { table: 'incident', limit: 1 });
const echo = () => callTool(host, token, 'echo', { text: 'quick' });

async function assertWorks() {
  const result = await query();
  assert.ok(!result.isError, textOf(result));
}

async function assertFails(words, result) {
  assert.equal(result.isError, true, JSON.stringify(result));
  assert.match(textOf(result), words);
  assert.ok(!('structuredContent' in result));
}

afterEach(async () => {
  await simulator.clearFaults();
  await until('the tool works again', async () => !(await query()).isError);
});

test('it works before anything is broken', assertWorks);

test('too many requests are said as such', async () => {
  const body = '{"error":{"message":"Rate limit exceeded","detail":"wait"},"status":"failure"}';
  await simulator.setFault({ status: 429, body, path_prefix: kTable });
  await assertFails(/429|rate/i, await query());
});

test('a server error is passed on in its own words', async () => {
  const body =
    '{"error":{"message":"Transaction cancelled","detail":"maximum execution time"},"status":"failure"}';
  await simulator.setFault({ status: 500, body, path_prefix: kTable });
  await assertFails(/Transaction cancelled.*maximum execution time/, await query());
});

test('a hibernating instance is named so, for reading and for signing in', async () => {
  await simulator.setFault({ hibernating: true, path_prefix: kTable });
  await assertFails(/hibernat/i, await query());
  await simulator.clearFaults();
  await simulator.setFault({ hibernating: true, path_prefix: '/oauth_token.do' });
  const fresh = await host.installation.tokenFor('david.loo');
  await assertFails(/hibernat/i, await query(fresh));
});

const garbled = {
  'half a JSON text': '{"result":[{"number":"INC',
  'JSON of another shape': '[1,2,3]',
  'a result that is no list': '{"result":"yes"}',
  nothing: '',
};

for (const [what, body] of Object.entries(garbled)) {
  test(`an answer that is ${what} is an error, not an empty table`, async () => {
    await simulator.setFault({
      status: 200,
      body,
      content_type: 'application/json',
      path_prefix: kTable,
    });
    await assertFails(/./, await query());
  });
}

test('tokens that the instance has forgotten are renewed without the caller noticing', async () => {
  await assertWorks();
  await simulator.expireTokens();
  await assertWorks();
});

test('an instance that refuses every token is not asked for ever', async () => {
  const body =
    '{"error":{"message":"User Not Authenticated","detail":"Required to provide Auth information"},"status":"failure"}';
  await simulator.setFault({ status: 401, body, path_prefix: kTable });
  const asked = (await simulator.requests()).length;
  await assertFails(/401|Not Authenticated/, await query());
  assert.ok((await simulator.requests()).length - asked <= 4);
});

test('a user whom the instance does not know is named', async () => {
  const stranger = await host.installation.tokenFor('no.such.user');
  await assertFails(/no\.such\.user/, await query(stranger));
});

test('a slow instance costs the call its deadline and nobody else anything', async () => {
  await simulator.setFault({ latency_ms: 20_000, count: 1, path_prefix: kTable });
  const began = performance.now();
  const slow = query();
  assert.equal(textOf(await echo()), 'quick');
  assert.ok(performance.now() - began < kDeadlineMs, 'echo waited for the slow call');
  await assertFails(/time/i, await slow);
  const took = performance.now() - began;
  assert.ok(took < 2 * kDeadlineMs, `gave up after ${took} ms`);
});

test('many slow calls hold nobody else up', async () => {
  await simulator.setFault({ latency_ms: 2_000, count: 4, path_prefix: kTable });
  let answered = 0;
  const slow = Array.from({ length: 40 }, () => query().finally(() => ++answered));
  for (let call = 0; call < 10; ++call) assert.equal(textOf(await echo()), 'quick');
  assert.equal(answered, 0, 'echoes waited for slow queries');
  const results = await Promise.all(slow);
  for (const result of results)
    assert.ok(!result.isError || /time/i.test(textOf(result)), textOf(result));
});

test('a caller who hangs up ends the call', async () => {
  await simulator.setFault({ latency_ms: 20_000, count: 1, path_prefix: kTable });
  const { headers, body } = modernRequest(
    'tools/call',
    { name: 'query', arguments: { table: 'incident' } },
    { token },
  );
  const hang_up = new AbortController();
  const call = fetch(host.mcpUrl, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: hang_up.signal,
  });
  const caller = call.catch((error) => error.name);
  assert.equal(textOf(await echo()), 'quick'); // sent later, so the call is under way
  hang_up.abort();
  assert.equal(await caller, 'AbortError');
  await until(
    'the call is recorded as cancelled',
    async () => {
      const events = await host.installation.auditEvents([
        '--type',
        'mcp.tool.call',
        '--last',
        '20',
      ]);
      return events.some((event) => event.details.ending === 'cancelled');
    },
    kDeadlineMs,
  );
});

test('an instance that is down is said to be, at once, and used again when it is back', async () => {
  await simulator.stop();
  const began = performance.now();
  await assertFails(/127\.0\.0\.1|connect|reach/i, await query());
  assert.ok(performance.now() - began < kDeadlineMs);
  assert.equal(textOf(await echo()), 'quick');
  const { program } = await Simulator.start({
    port: Number(new URL(simulator.url).port),
    keys: simulator.keys,
  });
  simulator.program = program;
  await until('the tool works again', async () => !(await query()).isError, 15_000);
});
