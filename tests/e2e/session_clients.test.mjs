// Clients of the session revisions, by the official clients and by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectHttp, connectSdkHttp, eras } from './harness/clients.mjs';
import { serveWith } from './harness/host.mjs';
import { Session, kSessionRevisions, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';

let simulator;
let host;
let token;

before(async () => {
  simulator = await Simulator.start();
  host = await serveWith(simulator);
  token = await host.installation.tokenFor(users.itil);
});

after(async () => {
  await host?.stop();
  await simulator?.stop();
});

const kQuery = { name: 'query', arguments: { table: 'incident', query: 'active=true', limit: 2 } };

const officialClients = {
  '@modelcontextprotocol/client, legacy': () => connectHttp(host, token, eras.legacy),
  '@modelcontextprotocol/sdk': () => connectSdkHttp(host, token),
};

for (const [name, connect] of Object.entries(officialClients)) {
  test(`${name} lists, pings, calls and ends its session`, async () => {
    const client = await connect();
    assert.ok(client.seen.sessionId, 'a session id');
    assert.equal(client.seen.protocolVersion, '2025-11-25');
    assert.deepEqual(await client.ping(), {});
    const { tools } = await client.listTools();
    assert.ok(tools.some((tool) => tool.name === 'query'));
    const result = await client.callTool(kQuery);
    assert.equal(result.structuredContent.returned, 2);
    await client.seen.terminateSession();
    await client.close();
  });
}

test('a client that tries both eras finds the modern one', async () => {
  const client = await connectHttp(host, token, eras.auto);
  assert.equal(client.getNegotiatedProtocolVersion(), '2026-07-28');
  await client.close();
});

for (const revision of kSessionRevisions) {
  test(`${revision}: a session from initialize to DELETE`, async () => {
    const session = await Session.open(host, token, revision);
    const { result } = session.initialized.json;
    assert.equal(result.protocolVersion, revision);
    assert.equal(result.serverInfo.name, 'toolhost');
    assert.match(session.id, /^[\x21-\x7e]+$/);

    assert.deepEqual((await session.request('ping')).json, { jsonrpc: '2.0', id: 2, result: {} });
    const called = (await session.request('tools/call', kQuery)).json.result;
    assert.equal(JSON.parse(textOf(called)).returned, 2);

    const closed = await session.close();
    assert.ok(closed.status >= 200 && closed.status < 300, `DELETE: ${closed.status}`);
    assert.equal((await session.request('tools/list')).status, 404);
    assert.equal((await session.close()).status, 404);
  });

  test(`${revision}: nothing of the modern revision is in the answers`, async () => {
    const session = await Session.open(host, token, revision);
    const answers = [
      session.initialized,
      await session.request('ping'),
      await session.request('tools/list'),
      await session.request('tools/call', kQuery),
    ];
    for (const { json } of answers) {
      assert.deepEqual(
        Object.keys(json.result).filter((key) =>
          ['resultType', 'ttlMs', 'cacheScope', '_meta'].includes(key),
        ),
        [],
      );
    }
    await session.close();
  });
}

test('output schemas and structured content start with 2025-06-18', async () => {
  const seen = {};
  for (const revision of kSessionRevisions) {
    const session = await Session.open(host, token, revision);
    const { tools } = (await session.request('tools/list')).json.result;
    const called = (await session.request('tools/call', kQuery)).json.result;
    seen[revision] = [
      tools.some((tool) => tool.outputSchema),
      called.structuredContent !== undefined,
    ];
    await session.close();
  }
  assert.deepEqual(seen, {
    '2025-11-25': [true, true],
    '2025-06-18': [true, true],
    '2025-03-26': [false, false],
  });
});

test('an unknown revision is answered with the latest session revision', async () => {
  const session = await Session.open(host, token, '1999-01-01');
  assert.equal(session.initialized.json.result.protocolVersion, '2025-11-25');
});

test('initialize is needed: no session 400, unknown session 404', async () => {
  const none = new Session(host, token, '2025-11-25');
  assert.equal((await none.request('tools/list')).status, 400);
  none.id = 'not-a-session-of-this-host';
  assert.equal((await none.request('tools/list')).status, 404);
});

test('a session belongs to whoever opened it', async () => {
  const session = await Session.open(host, token, '2025-11-25');
  const thief = new Session(host, await host.installation.tokenFor(users.otherItil), '2025-11-25');
  thief.id = session.id;
  assert.equal((await thief.request('tools/list')).status, 404);
  assert.equal((await thief.close()).status, 404);
  assert.equal((await session.request('tools/list')).status, 200, 'the owner still has it');
});

test('a session accepts another token of its own user', async () => {
  const session = await Session.open(host, token, '2025-11-25');
  session.token = await host.installation.tokenFor(users.itil);
  assert.equal((await session.request('tools/list')).status, 200);
});

test('a notification is taken with 202 and no body', async () => {
  const session = await Session.open(host, token, '2025-06-18');
  const answer = await session.notify('notifications/initialized');
  assert.deepEqual([answer.status, answer.text], [202, '']);
});

test('GET: 401 before 405, and 405 without Accept: text/event-stream', async () => {
  const session = await Session.open(host, token, '2025-11-25');
  const known = await fetch(host.mcpUrl, { headers: { ...session.headers(), Accept: '*/*' } });
  assert.equal(known.status, 405);
  assert.match(known.headers.get('allow'), /POST/);
  assert.equal((await fetch(host.mcpUrl)).status, 401);
});
