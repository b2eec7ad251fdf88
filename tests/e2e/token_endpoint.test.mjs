// POST /oauth/token: clients that ask well, by openid-client, and clients that do not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'openid-client';
import { Installation } from './harness/host.mjs';
import { askModern, post, read } from './harness/mcp.mjs';

let host;
let client;

before(async () => {
  host = await new Installation().serve();
  client = await host.installation.addClient({ name: 'tester', actsAs: 'some.user' });
});

after(() => host?.stop());

const basic = ({ client_id, client_secret } = client) =>
  `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;

const kForm = { 'Content-Type': 'application/x-www-form-urlencoded' };

const ask = (headers, body) =>
  post(`${host.url}/oauth/token`, headers, String(new URLSearchParams(body)));

const askRaw = (headers, body, query = '') =>
  post(`${host.url}/oauth/token${query}`, headers, body);

const kGrant = { grant_type: 'client_credentials' };

const ways = { basic: oauth.ClientSecretBasic, post: oauth.ClientSecretPost };

for (const [name, way] of Object.entries(ways)) {
  test(`openid-client gets a working token by client_secret_${name}`, async () => {
    const configuration = await oauth.discovery(
      new URL(host.url),
      client.client_id,
      undefined,
      way(client.client_secret),
      { algorithm: 'oauth2', execute: [oauth.allowInsecureRequests] },
    );
    const tokens = await oauth.clientCredentialsGrant(configuration, { resource: host.mcpUrl });
    assert.equal(tokens.token_type, 'bearer');
    assert.equal(tokens.expires_in, 3600);
    const answer = await askModern(host, 'tools/list', {}, { token: tokens.access_token });
    assert.equal(answer.status, 200);
  });
}

test('an answer is JSON that nobody may store', async () => {
  const answer = await ask({ ...kForm, Authorization: basic() }, kGrant);
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers.get('content-type'), /^application\/json/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(answer.headers.get('pragma'), 'no-cache');
  assert.match(answer.json.scope, /mcp:tools/);
  assert.ok(!('refresh_token' in answer.json));
});

test('a secret is also taken form-encoded in Basic', async () => {
  const encoded = ['client_id', 'client_secret'].map((part) =>
    client[part].replace(/[^a-z0-9]/gi, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`),
  );
  const authorization = `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
  assert.equal((await ask({ ...kForm, Authorization: authorization }, kGrant)).status, 200);
});

function inBody(changes = {}) {
  const { client_id, client_secret } = client;
  return { ...kGrant, client_id, client_secret, ...changes };
}

const refusals = {
  'no credentials': [() => ask(kForm, kGrant), 401, 'invalid_client'],
  'a wrong secret': [() => ask(kForm, inBody({ client_secret: 'wrong' })), 401, 'invalid_client'],
  'an empty secret': [() => ask(kForm, inBody({ client_secret: '' })), 401, 'invalid_client'],
  'a secret with more behind it': [
    () => ask(kForm, inBody({ client_secret: `${client.client_secret}\0` })),
    [400, 401],
    undefined,
  ],
  'an unknown client': [() => ask(kForm, inBody({ client_id: 'nobody' })), 401, 'invalid_client'],
  'Basic that is not base64': [
    () => ask({ ...kForm, Authorization: 'Basic !!!' }, kGrant),
    [400, 401],
    undefined,
  ],
  'Basic without a colon': [
    () =>
      ask({ ...kForm, Authorization: `Basic ${Buffer.from('abc').toString('base64')}` }, kGrant),
    [400, 401],
    undefined,
  ],
  'credentials in two places': [
    () => ask({ ...kForm, Authorization: basic() }, inBody()),
    400,
    'invalid_request',
  ],
  'parameters in the query': [
    () => askRaw({ ...kForm, Authorization: basic() }, '', '?grant_type=client_credentials'),
    400,
    'invalid_request',
  ],
  JSON: [
    () =>
      askRaw(
        { 'Content-Type': 'application/json', Authorization: basic() },
        JSON.stringify(kGrant),
      ),
    400,
    'invalid_request',
  ],
  multipart: [
    () =>
      askRaw(
        { 'Content-Type': 'multipart/form-data; boundary=b', Authorization: basic() },
        '--b--',
      ),
    400,
    'invalid_request',
  ],
  'a broken percent sign': [
    () => askRaw({ ...kForm, Authorization: basic() }, 'grant_type=%zz'),
    400,
    'invalid_request',
  ],
  'a parameter twice': [
    () =>
      askRaw(
        { ...kForm, Authorization: basic() },
        'grant_type=client_credentials&grant_type=client_credentials',
      ),
    400,
    'invalid_request',
  ],
  'no grant_type': [() => ask({ ...kForm, Authorization: basic() }, {}), 400, 'invalid_request'],
  password: [
    () =>
      ask(
        { ...kForm, Authorization: basic() },
        { grant_type: 'password', username: 'a', password: 'b' },
      ),
    400,
    'unsupported_grant_type',
  ],
  'more scope than registered': [
    () => ask({ ...kForm, Authorization: basic() }, { ...kGrant, scope: 'mcp:tools admin' }),
    400,
    'invalid_scope',
  ],
  'another resource': [
    () =>
      ask({ ...kForm, Authorization: basic() }, { ...kGrant, resource: 'http://127.0.0.1:1/mcp' }),
    400,
    'invalid_target',
  ],
};

for (const [what, [send, status, error]] of Object.entries(refusals)) {
  test(`refused: ${what}`, async () => {
    const answer = await send();
    assert.ok([status].flat().includes(answer.status), `${answer.status} ${answer.text}`);
    if (error) assert.equal(answer.json.error, error);
    assert.ok(answer.json.error_description, answer.text);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    if (answer.status === 401) assert.match(answer.headers.get('www-authenticate'), /^Basic /);
  });
}

test('only POST is served', async () => {
  const answer = await read(await fetch(`${host.url}/oauth/token`));
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get('allow'), 'POST');
});

test('a body beyond the limit is refused', async () => {
  const answer = await ask(
    { ...kForm, Authorization: basic() },
    { ...kGrant, pad: 'p'.repeat(70_000) },
  ).catch(() => null);
  if (answer) assert.equal(answer.status, 413); // the closed connection may be all that is seen
});

test('revoking a client ends its tokens and its secret', async () => {
  const short_lived = await host.installation.addClient({ actsAs: 'some.user' });
  const issued = await ask({ ...kForm, Authorization: basic(short_lived) }, kGrant);
  const token = issued.json.access_token;
  assert.equal((await askModern(host, 'tools/list', {}, { token })).status, 200);
  await host.installation.commandOutput(['client', 'revoke', short_lived.client_id]);
  assert.equal((await askModern(host, 'tools/list', {}, { token })).status, 401);
  const again = await ask({ ...kForm, Authorization: basic(short_lived) }, kGrant);
  assert.equal(again.json.error, 'invalid_client');
});

test('clients and tokens outlive a restart', async () => {
  const installation = new Installation();
  const port = 'listen.port';
  const first = await installation.serve();
  const kept = await installation.addClient();
  const fixed = first.port;
  await first.stop();
  const second = await installation.serve({ args: ['--set', `${port}=${fixed}`] });
  const answer = await post(
    `${second.url}/oauth/token`,
    { ...kForm, Authorization: basic(kept) },
    String(new URLSearchParams(kGrant)),
  );
  await second.stop();
  assert.equal(answer.status, 200, answer.text);
});
