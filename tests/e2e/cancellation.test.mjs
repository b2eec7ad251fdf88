// Who hangs up, who cancels, and what becomes of the call: the eras differ (MCP 2026-07-28, 2025-11-25,
// "Cancellation"). Also ids, batches and bodies that only a hand-written client sends.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fixturesDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, modernRequest, Session, textOf } from './harness/mcp.mjs';
import { until } from './harness/until.mjs';

let host;

before(async () => {
  const plugins = join(scratchFolder(), 'plugins');
  mkdirSync(plugins);
  copyFileSync(join(fixturesDir, 'conformance.so'), join(plugins, 'conformance.so'));
  host = await new Installation({
    'auth.mode': 'off',
    'plugins.directory': plugins,
    'plugins.permissions': 'off',
    'plugins.signature': 'off',
  }).serve();
});

after(() => host?.stop());

const slow = (seconds, label) => ({ name: 'slow_compute', arguments: { seconds, label } });

/** How the calls of slow_compute that have ended did so, the oldest first. */
async function endings() {
  const events = await host.installation.auditEvents(['--type', 'mcp.tool.call']);
  return events
    .filter((event) => event.target === 'slow_compute')
    .map((event) => event.details?.ending)
    .filter(Boolean);
}

const nextEnding = async (count) => {
  await until('the call has ended', async () => (await endings()).length > count);
  return (await endings()).at(-1);
};

/** Sends and hangs up before the answer. */
async function hangUpOn(request) {
  const leaving = new AbortController();
  const lost = fetch(host.mcpUrl, {
    method: 'POST',
    headers: request.headers,
    body: JSON.stringify(request.body),
    signal: leaving.signal,
  });
  setTimeout(() => leaving.abort(), 300);
  await assert.rejects(lost, { name: 'AbortError' });
}

test('2026-07-28: hanging up cancels', async () => {
  const count = (await endings()).length;
  await hangUpOn(modernRequest('tools/call', slow(60, 'modern')));
  assert.equal(await nextEnding(count), 'cancelled');
});

test('2025-11-25: hanging up does not cancel', async () => {
  const session = await Session.open(host, undefined, '2025-11-25');
  const count = (await endings()).length;
  const body = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: slow(1, 'session') };
  await hangUpOn({ headers: session.headers(), body });
  assert.equal(await nextEnding(count), 'answered');
});

test('2025-11-25: notifications/cancelled does', async () => {
  const session = await Session.open(host, undefined, '2025-11-25');
  const count = (await endings()).length;
  const answer = fetch(host.mcpUrl, {
    method: 'POST',
    headers: session.headers(),
    body: JSON.stringify({ jsonrpc: '2.0', id: 'x', method: 'tools/call', params: slow(60, 'c') }),
  });
  const cancel = () =>
    fetch(host.mcpUrl, {
      method: 'POST',
      headers: session.headers(),
      body: JSON.stringify({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: 'x' },
      }),
    });
  await until('it is cancelled', async () => {
    await cancel();
    return (await endings()).length > count;
  });
  assert.equal(await nextEnding(count), 'cancelled');
  assert.equal((await answer).status, 202, 'a cancelled request has no answer');
});

test('an id comes back as it was sent, however large', async () => {
  for (const id of ['9007199254740993', '-1', '"text"', '9223372036854775807']) {
    const { headers, body } = modernRequest('server/discover');
    const text = JSON.stringify(body).replace('"id":1', `"id":${id}`);
    const response = await fetch(host.mcpUrl, { method: 'POST', headers, body: text });
    assert.ok((await response.text()).includes(`"id":${id}`), id);
  }
});

test('an id that is no string and no whole number is refused', async () => {
  for (const id of ['1.5', 'null', '{}', 'true']) {
    const { headers, body } = modernRequest('server/discover');
    const text = JSON.stringify(body).replace('"id":1', `"id":${id}`);
    const response = await fetch(host.mcpUrl, { method: 'POST', headers, body: text });
    assert.equal(response.status, 400, id);
    assert.equal((await response.json()).error.code, -32600, id);
  }
});

test('a batch is answered in one array, in 2025-03-26 only', async () => {
  const batch = [
    { jsonrpc: '2.0', id: 1, method: 'ping' },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'test_simple_text' } },
  ];
  for (const [revision, status] of [
    ['2025-03-26', 200],
    ['2025-06-18', 400],
  ]) {
    const session = await Session.open(host, undefined, revision);
    const response = await fetch(host.mcpUrl, {
      method: 'POST',
      headers: session.headers(),
      body: JSON.stringify(batch),
    });
    assert.equal(response.status, status, revision);
    if (status !== 200) continue;
    const answers = await response.json();
    assert.deepEqual(answers.map((one) => one.id).sort(), [1, 2]);
    assert.match(textOf(answers.find((one) => one.id === 2).result), /simple text response/);
  }
});

test('a slash behind /mcp, no version header and no Content-Type are let pass', async () => {
  const { headers, body } = modernRequest('server/discover');
  const slash = await fetch(`${host.mcpUrl}/`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  assert.equal(slash.status, 200);
  const session = await Session.open(host, undefined, '2025-06-18');
  const bare = { 'Mcp-Session-Id': session.id };
  const untyped = await fetch(host.mcpUrl, {
    method: 'POST',
    headers: bare,
    body: new Blob([JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })]),
  });
  assert.equal(untyped.status, 200);
});

test('what a request says of tasks, sampling or itself never makes a 500', async () => {
  for (const params of [{ name: 7 }, { name: 'greet', arguments: [] }, { name: 'greet', _meta: 7 }, []]) {
    const answer = await askModern(host, 'tools/call', {}, {
      change: (request) => {
        request.body.params = Array.isArray(params)
          ? params
          : { ...request.body.params, ...params };
        request.headers['Mcp-Name'] = 'greet';
      },
    });
    assert.ok(answer.status < 500, JSON.stringify(params));
    assert.ok(answer.json.error, JSON.stringify(params));
  }
});
