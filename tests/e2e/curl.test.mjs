// The calls as the documentation shows them: by curl.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serveWith } from './harness/host.mjs';
import { modernRequest } from './harness/mcp.mjs';
import { run } from './harness/program.mjs';
import { Simulator, users } from './harness/simulator.mjs';

let simulator;
let host;
let client;

before(async () => {
  simulator = await Simulator.start();
  host = await serveWith(simulator);
  client = await host.installation.addClient({ actsAs: users.itil });
});

after(async () => {
  await host?.stop();
  await simulator?.stop();
});

async function curl(...args) {
  const { code, stdout, stderr } = await run('curl', ['-sS', '--fail-with-body', ...args]);
  assert.equal(code, 0, stderr + stdout);
  return JSON.parse(stdout);
}

const headerArguments = (headers) =>
  Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);

test('a token by client credentials, and a call with it', async () => {
  const credentials = `${client.client_id}:${client.client_secret}`;
  const form = ['-d', 'grant_type=client_credentials'];
  const issued = await curl('-u', credentials, ...form, `${host.url}/oauth/token`);
  const params = { name: 'query', arguments: { table: 'incident', limit: 1 } };
  const { headers, body } = modernRequest('tools/call', params, { token: issued.access_token });
  const data = ['--data-binary', JSON.stringify(body)];
  const answer = await curl(...headerArguments(headers), ...data, host.mcpUrl);
  assert.equal(answer.result.structuredContent.returned, 1);
});

test('a body that waits to be asked for is asked for', async () => {
  const token = await host.installation.tokenFor(users.itil);
  const text = 'x'.repeat(90_000);
  const { headers, body } = modernRequest(
    'tools/call',
    { name: 'echo', arguments: { text } },
    { token },
  );
  const expecting = { ...headers, Expect: '100-continue' };
  const data = ['--data-binary', '@-'];
  const input = JSON.stringify(body);
  const args = ['-sS', ...headerArguments(expecting), ...data, host.mcpUrl];
  const { code, stdout } = await run('curl', args, { input });
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).result.content[0].text, text);
});
