// The official client, held to revision 2026-07-28, over HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ClientCredentialsProvider } from '@modelcontextprotocol/client';
import { connectHttp, connectWithProvider, eras } from './harness/clients.mjs';
import { serveWith } from './harness/host.mjs';
import { textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';

let simulator;
let host;
let client;

before(async () => {
  simulator = await Simulator.start();
  host = await serveWith(simulator);
  client = await connectHttp(host, await host.installation.tokenFor(users.itil), eras.modern);
});

after(async () => {
  await client?.close();
  await host?.stop();
  await simulator?.stop();
});

const kOpenIncidents = { table: 'incident', query: 'active=true^ORDERBYnumber', limit: 3 };

async function credentialsOf(client_added) {
  return new ClientCredentialsProvider({
    clientId: client_added.client_id,
    clientSecret: client_added.client_secret,
    expectedIssuer: host.url,
  });
}

test('a token is needed to connect', async () => {
  await assert.rejects(connectHttp(host, 'none', eras.modern), /401|[Uu]nauthorized/);
});

test('discovery offers this revision and tools', () => {
  assert.equal(client.getNegotiatedProtocolVersion(), '2026-07-28');
  assert.equal(client.getServerVersion().name, 'toolhost');
  assert.ok(client.getServerCapabilities().tools);
});

test('the list holds every tool with its schemas, the same way each time', async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name).sort(), ['discover', 'echo', 'query', 'write']);
  for (const tool of tools) {
    assert.equal(tool.inputSchema.type, 'object', tool.name);
    assert.ok(tool.description, tool.name);
  }
  assert.ok(tools.find((tool) => tool.name === 'query').outputSchema);
  assert.deepEqual((await client.listTools()).tools, tools);
});

test('a tool that does not exist is a protocol error', async () => {
  await assert.rejects(client.callTool({ name: 'qery', arguments: {} }), { code: -32602 });
});

test('arguments that do not fit the schema come back as a result that says what is wrong', async () => {
  const result = await client.callTool({ name: 'query', arguments: { table: 7 } });
  assert.equal(result.isError, true);
  assert.match(textOf(result), /table/);
});

test('query reads incidents as the user of the token', async () => {
  const result = await client.callTool({ name: 'query', arguments: kOpenIncidents });
  assert.ok(!result.isError, textOf(result));
  const { records, returned, totalCount, hasMore } = result.structuredContent;
  const expected = await simulator.records('incident', kOpenIncidents.query);
  assert.deepEqual(
    records.map((record) => record.number),
    expected.slice(0, 3).map((record) => record.number),
  );
  assert.deepEqual(
    { returned, totalCount, hasMore },
    { returned: 3, totalCount: expected.length, hasMore: true },
  );
  const read = (await simulator.requests()).findLast(
    (one) => one.path.endsWith('/table/incident') && one.authorization === 'Bearer',
  );
  assert.equal(read.user, users.itil);
});

test('structured content is also readable as text', async () => {
  const result = await client.callTool({ name: 'query', arguments: kOpenIncidents });
  assert.deepEqual(JSON.parse(textOf(result)), result.structuredContent);
});

test('a client that acts as a user gets its own token and calls as that user', async () => {
  const added = await host.installation.addClient({ actsAs: users.otherItil });
  const acting = await connectWithProvider(host, await credentialsOf(added), eras.modern);
  const result = await acting.callTool({ name: 'query', arguments: kOpenIncidents });
  await acting.close();
  assert.ok(!result.isError, textOf(result));
  const read = (await simulator.requests()).findLast((one) => one.path.endsWith('/table/incident'));
  assert.equal(read.user, users.otherItil);
});

test('a client that acts as nobody is told how to get an identity', async () => {
  const added = await host.installation.addClient();
  const nobody = await connectWithProvider(host, await credentialsOf(added), eras.modern);
  const asked = (await simulator.requests()).length;
  const refused = await nobody.callTool({ name: 'query', arguments: kOpenIncidents });
  const echoed = await nobody.callTool({ name: 'echo', arguments: { text: 'hello' } });
  await nobody.close();
  assert.equal(refused.isError, true);
  assert.match(textOf(refused), /--acts-as/);
  assert.equal((await simulator.requests()).length, asked, 'the instance was asked for nobody');
  assert.equal(textOf(echoed), 'hello');
});

test('twenty calls at once are all answered, each with its own answer', async () => {
  const texts = Array.from({ length: 20 }, (_, at) => `text ${at}`);
  const results = await Promise.all(
    texts.map((text) => client.callTool({ name: 'echo', arguments: { text } })),
  );
  assert.deepEqual(results.map(textOf), texts);
});
