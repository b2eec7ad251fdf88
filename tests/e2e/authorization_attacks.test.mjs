// What strangers try at the authorization server: each is refused as the standards say, nothing is executed,
// the refusal is on record where it concerns somebody, and the next good request is served.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Browser, pkce } from './harness/browser.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, post, read } from './harness/mcp.mjs';

const kPassword = 'correct horse battery';
const kRedirect = 'https://client.example/cb';
const kForm = { 'Content-Type': 'application/x-www-form-urlencoded' };

let host;
let web;
let other;
let editor;

before(async () => {
  host = await new Installation({ 'oauth.registration': 'open' }).serve();
  await host.installation.addUser('alice', kPassword);
  web = await host.installation.addClient({ name: 'web', redirectUri: kRedirect });
  other = await host.installation.addClient({ name: 'other', redirectUri: 'https://other.example/cb' });
  editor = await host.installation.addClient({
    name: 'editor',
    redirectUri: 'http://127.0.0.1/cb',
    words: ['--public'],
  });
});

after(() => host?.stop());

const basic = ({ client_id, client_secret }) => ({
  Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
});

const proof = pkce();

/** The address of an authorization request; `undefined` leaves a parameter out. */
function request(changes = {}, client = web) {
  const parameters = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: kRedirect,
    code_challenge: proof.challenge,
    code_challenge_method: 'S256',
    state: 'the state',
    ...changes,
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return `/oauth/authorize?${new URLSearchParams(given)}`;
}

const token = (fields, headers = basic(web)) =>
  post(`${host.url}/oauth/token`, { ...kForm, ...headers }, String(new URLSearchParams(fields)));

async function newCode(browser = new Browser(host)) {
  const back = await browser.authorize(request(), 'alice', kPassword);
  return back.searchParams.get('code');
}

const redeem = (code, changes = {}, headers) =>
  token(
    { grant_type: 'authorization_code', code, redirect_uri: kRedirect, code_verifier: proof.verifier, ...changes },
    headers,
  );

async function assertStillServes() {
  const answer = await redeem(await newCode());
  assert.equal(answer.status, 200, answer.text);
  const called = await askModern(host, 'tools/list', {}, { token: answer.json.access_token });
  assert.equal(called.status, 200);
}

const lastEvent = async (type) => (await host.installation.auditEvents(['--type', type])).at(-1);

// --- the authorization endpoint -------------------------------------------------------------------------------

const nowhere = {
  'an unknown client': { client_id: 'client_unknown' },
  'no client': { client_id: undefined },
  'an address that is not registered': { redirect_uri: 'https://evil.example/cb' },
  'the registered address with a slash': { redirect_uri: `${kRedirect}/` },
  'the registered address with a query': { redirect_uri: `${kRedirect}?a=b` },
  'the registered address in capitals': { redirect_uri: 'https://CLIENT.example/cb' },
  'the registered address with its port': { redirect_uri: 'https://client.example:443/cb' },
  'an address that begins alike': { redirect_uri: 'https://client.example.evil.example/cb' },
  'an address with user information': { redirect_uri: 'https://client.example@evil.example/cb' },
  javascript: { redirect_uri: 'javascript:alert(1)' },
  'an address without a scheme': { redirect_uri: '//evil.example/cb' },
  'a document of a host that is not allowed': { client_id: 'https://evil.example/client.json' },
};

for (const [what, changes] of Object.entries(nowhere)) {
  test(`nobody is sent anywhere: ${what}`, async () => {
    const answer = await new Browser(host).open(request(changes));
    assert.equal(answer.status, 400);
    assert.equal(answer.location, null);
    assert.match(answer.headers.get('content-type'), /^text\/html/);
  });
}

test('a loopback address differs in its port and in nothing else', async () => {
  const open = (redirect_uri) => new Browser(host).open(request({ redirect_uri }, editor));
  for (const good of ['http://127.0.0.1:1/cb', 'http://127.0.0.1:65535/cb', 'http://127.0.0.1/cb']) {
    assert.equal((await open(good)).status, 200, good);
  }
  const bad = [
    'http://localhost:1/cb',
    'http://127.0.0.2:1/cb',
    'http://[::1]:1/cb',
    'http://127.0.0.1.evil.example/cb',
    'https://127.0.0.1:1/cb',
    'http://127.0.0.1:1/other',
    'http://127.0.0.1:1@evil.example/cb',
  ];
  for (const uri of bad) assert.equal((await open(uri)).status, 400, uri);
});

const told = {
  'response_type token': [{ response_type: 'token' }, 'unsupported_response_type'],
  'response_type id_token': [{ response_type: 'id_token' }, 'unsupported_response_type'],
  'no response_type': [{ response_type: undefined }, 'invalid_request'],
  'no challenge': [{ code_challenge: undefined }, 'invalid_request'],
  'a plain challenge': [{ code_challenge_method: 'plain' }, 'invalid_request'],
  'no challenge method': [{ code_challenge_method: undefined }, 'invalid_request'],
  'a short challenge': [{ code_challenge: 'a'.repeat(42) }, 'invalid_request'],
  'a long challenge': [{ code_challenge: 'a'.repeat(3000) }, 'invalid_request'],
  'an unknown scope': [{ scope: 'admin' }, 'invalid_scope'],
  'a scope with quotes': [{ scope: '"mcp:tools"' }, 'invalid_scope'],
  'many scopes': [{ scope: 'x '.repeat(600) }, 'invalid_scope'],
  'another resource': [{ resource: 'https://other.example/mcp' }, 'invalid_target'],
  'a relative resource': [{ resource: '/mcp' }, 'invalid_target'],
  'prompt=none without a session': [{ prompt: 'none' }, 'login_required'],
  'a request object': [{ request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
  'form_post': [{ response_mode: 'form_post' }, 'invalid_request'],
};

for (const [what, [changes, error]] of Object.entries(told)) {
  test(`the client is told: ${what}`, async () => {
    const answer = await new Browser(host).open(request(changes));
    assert.equal(answer.status, 303, answer.text);
    const back = new URL(answer.location);
    assert.equal(back.origin + back.pathname, kRedirect);
    assert.equal(back.searchParams.get('error'), error);
    assert.equal(back.searchParams.get('state'), 'the state');
    assert.equal(back.searchParams.get('iss'), host.url);
    assert.equal(back.searchParams.get('code'), null);
    assert.equal(back.hash, '');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
  });
}

test('a request_uri is not fetched', async () => {
  let visits = 0;
  const trap = createServer((_, answer) => (visits++, answer.end('{}')));
  await new Promise((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const request_uri = `http://127.0.0.1:${trap.address().port}/`;
  const answer = await new Browser(host).open(request({ request_uri }));
  trap.close();
  assert.match(answer.location, /request_uri_not_supported/);
  assert.equal(visits, 0);
});

test('a state that would split headers comes back as it was, encoded', async () => {
  for (const state of ['\r\nSet-Cookie: a=b', '"<script>alert(1)</script>', 'ä€', 'x'.repeat(3000)]) {
    const back = await new Browser(host).authorize(request({ state }), 'alice', kPassword);
    assert.equal(back.searchParams.get('state'), state);
    const refused = await new Browser(host).open(request({ state, scope: 'admin' }));
    assert.equal(refused.headers.get('set-cookie'), null);
    assert.equal(new URL(refused.location).searchParams.get('state'), state);
  }
});

// --- pages ------------------------------------------------------------------------------------------------------

test('no page can be framed, scripted, stored or read across origins', async () => {
  const browser = new Browser(host);
  const pages = [
    await browser.open(request({ prompt: 'consent' })),
    await browser.signIn('alice', 'wrong password'),
    await browser.signIn('alice', kPassword),
    await browser.open(request({ client_id: '<script>' })),
  ];
  for (const page of pages) {
    assert.equal(page.headers.get('x-frame-options'), 'DENY');
    const policy = page.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(page.headers.get('access-control-allow-origin'), null);
    assert.ok(!page.text.includes('<script'), page.text);
  }
});

test('the cookie is for this host, not for scripts, and changes with the sign-in', async () => {
  const browser = new Browser(host);
  const first = await browser.open(request());
  assert.match(first.headers.get('set-cookie'), /HttpOnly; SameSite=Lax/);
  const before = browser.cookie;
  await browser.signIn('alice', kPassword);
  assert.notEqual(browser.cookie, before);
  const planted = new Browser(host);
  planted.cookie = before;
  assert.match((await planted.open(request())).text, /\/oauth\/login/);
});

test('consent is taken from the page that asked for it and from nowhere else', async () => {
  const browser = new Browser(host);
  await browser.open(request({ prompt: 'consent' }));
  await browser.signIn('alice', kPassword);
  const { form } = browser;
  const strangers = new Browser(host);
  await strangers.open(request());
  const attempts = {
    'no form token': { fields: { request: '' } },
    "another session's form token": { fields: { request: strangers.form } },
    'another origin': { headers: { Origin: 'https://evil.example' } },
    'a null origin': { headers: { Origin: 'null' } },
    'another site': { headers: { 'Sec-Fetch-Site': 'cross-site' } },
    'a text/plain form': { headers: { 'Content-Type': 'text/plain' } },
  };
  for (const [what, { fields, headers }] of Object.entries(attempts)) {
    const answer = await browser.submit('/oauth/consent', { decision: 'allow', request: form, ...fields }, headers);
    assert.equal(answer.status, 403, what);
    assert.equal(answer.location, null, what);
  }
  assert.equal((await browser.send(`/oauth/consent?decision=allow&request=${form}`)).status, 405);
  const answer = await browser.submit('/oauth/consent', { decision: 'allow', request: form });
  assert.match(answer.location, /code=/);
});

test('no parameter of ours makes a page lead elsewhere', async () => {
  for (const next of ['//evil.example', '/\\evil.example', 'https:evil.example']) {
    const answer = await new Browser(host).open(`/oauth/login?next=${encodeURIComponent(next)}`);
    assert.equal(answer.status, 405);
    assert.equal(answer.location, null);
  }
});

test("a client's name is shown as text, short, and in its own direction", async () => {
  const registered = await post(
    `${host.url}/oauth/register`,
    { 'Content-Type': 'application/json' },
    {
      client_name: `<img src=x onerror=alert(1)>\u202e${'long '.repeat(100)}`,
      logo_uri: 'http://127.0.0.1:1/logo.png',
      redirect_uris: [kRedirect],
      token_endpoint_auth_method: 'none',
    },
  );
  assert.equal(registered.status, 201, registered.text);
  const page = await new Browser(host).open(request({ client_id: registered.json.client_id }));
  assert.ok(!page.text.includes('<img'));
  assert.match(page.text, /&lt;img/);
  assert.ok(!page.text.includes('\u202e'));
  assert.ok(!page.text.includes('logo.png'));
  assert.ok(!page.text.includes('long '.repeat(20)));
});

test('guessing is slowed down, wrong names and wrong passwords look the same', async () => {
  const browser = new Browser(host);
  await browser.open(request());
  const page = async (user) => (await browser.signIn(user, 'wrong password')).text
    .replaceAll(user, 'NAME')
    .replace(/name="request" value="[^"]*"/, '');
  assert.equal(await page('someone'), await page('nobody'));
  const statuses = [];
  for (let guess = 0; guess < 12; ++guess) {
    statuses.push((await browser.signIn('mallory', `wrong password ${guess}`)).status);
  }
  assert.deepEqual(statuses.slice(0, 5), [403, 403, 403, 403, 403]);
  assert.ok(statuses.slice(5).includes(429), statuses.join());
  const event = await lastEvent('authn.login');
  assert.equal(event.outcome, 'denied');
  await assertStillServes();
});

// --- token, revoke, introspect ------------------------------------------------------------------------------------

test('a code is refused to other clients, verifiers and addresses, and is then still good', async () => {
  const code = await newCode();
  const attempts = [
    redeem(code, {}, basic(other)),
    redeem(code, { code_verifier: pkce().verifier }),
    redeem(code, { code_verifier: '' }),
    redeem(code, { redirect_uri: 'https://other.example/cb' }),
    redeem(`${code}x`),
  ];
  for (const answer of await Promise.all(attempts)) {
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error, 'invalid_grant');
  }
  assert.equal((await redeem(code)).status, 200);
});

test('a code that comes twice ends what came of it, on record', async () => {
  const code = await newCode();
  const first = await redeem(code);
  const second = await redeem(code);
  assert.equal(second.json.error, 'invalid_grant');
  const called = await askModern(host, 'tools/list', {}, { token: first.json.access_token });
  assert.equal(called.status, 401);
  const refreshed = await token({ grant_type: 'refresh_token', refresh_token: first.json.refresh_token });
  assert.equal(refreshed.json.error, 'invalid_grant');
  const event = await lastEvent('token.reuse');
  assert.equal(event.outcome, 'denied');
  assert.equal(event.details.severity, 'high');
  await assertStillServes();
});

test('of many who redeem one code at once, one at most gets a token', async () => {
  const code = await newCode();
  const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(code)));
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
});

test('no kind of token passes for another', async () => {
  const code = await newCode();
  const tokens = (await redeem(code)).json;
  const asRefresh = (text) => token({ grant_type: 'refresh_token', refresh_token: text });
  for (const text of [tokens.access_token, code]) {
    assert.equal((await asRefresh(text)).json.error, 'invalid_grant');
  }
  for (const text of [tokens.refresh_token, code]) {
    assert.equal((await askModern(host, 'tools/list', {}, { token: text })).status, 401);
  }
});

test('a public client gets no token of its own, and none passes for a confidential one', async () => {
  const { client_id } = editor;
  const own = await token({ grant_type: 'client_credentials', client_id }, {});
  assert.equal(own.json.error, 'unauthorized_client');
  const passing = await token({ grant_type: 'client_credentials', client_id: web.client_id }, {});
  assert.equal(passing.status, 401);
  const withSecret = await token({ grant_type: 'client_credentials', client_id, client_secret: 'x' }, {});
  assert.equal(withSecret.status, 401);
});

const ask = (endpoint, fields, headers = basic(web)) =>
  post(`${host.url}/oauth/${endpoint}`, { ...kForm, ...headers }, String(new URLSearchParams(fields)));

test("revoking garbage is no error, and another client's token stays good", async () => {
  const tokens = (await redeem(await newCode())).json;
  for (const text of ['garbage', `${tokens.access_token}==`, 'a.b.c']) {
    assert.equal((await ask('revoke', { token: text })).status, 200);
  }
  const foreign = await ask('revoke', { token: tokens.access_token }, basic(other));
  assert.equal(foreign.status, 200);
  assert.equal((await askModern(host, 'tools/list', {}, { token: tokens.access_token })).status, 200);
  assert.equal((await ask('revoke', {})).status, 400);
  assert.equal((await ask('revoke', { token: 'x' }, {})).status, 401);
  const hinted = await ask('revoke', { token: tokens.access_token, token_type_hint: 'refresh_token' });
  assert.equal(hinted.status, 200);
  assert.equal((await askModern(host, 'tools/list', {}, { token: tokens.access_token })).status, 401);
});

test('introspection tells nothing to strangers and nothing about strangers', async () => {
  const tokens = (await redeem(await newCode())).json;
  assert.equal((await ask('introspect', { token: tokens.access_token }, {})).status, 401);
  const { client_id } = editor;
  assert.equal((await ask('introspect', { token: tokens.access_token, client_id }, {})).status, 401);
  for (const text of [tokens.access_token, tokens.refresh_token, 'garbage']) {
    const answer = await ask('introspect', { token: text }, basic(other));
    assert.deepEqual(answer.json, { active: false });
  }
});

test('every answer about tokens is JSON that nobody may store', async () => {
  const answers = [
    await ask('introspect', { token: 'x' }),
    await ask('introspect', { token: 'x' }, {}),
    await ask('revoke', { token: 'x' }, {}),
    await token({ grant_type: 'authorization_code', code: 'x' }),
    await read(await fetch(`${host.url}/oauth/introspect`)),
  ];
  for (const answer of answers) {
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match(answer.headers.get('content-type'), /json/);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  }
});

// --- registration -----------------------------------------------------------------------------------------------

test('a registration that could hurt somebody is refused', async () => {
  const installation = new Installation({ 'oauth.registration': 'open' });
  const open = await installation.serve();
  const good = { redirect_uris: [kRedirect], token_endpoint_auth_method: 'none' };
  const rows = [
    [{ redirect_uris: ['http://client.example/cb'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['https://client.example/cb#x'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: [] }, 'invalid_redirect_uri'],
    [{ client_secret: 'mine' }, 'invalid_client_metadata'],
    [{ grant_types: ['client_credentials'], token_endpoint_auth_method: 'client_secret_post' }, 'invalid_client_metadata'],
    [{ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'http://169.254.169.254/' }, 'invalid_client_metadata'],
  ];
  const answers = [];
  for (const [changes] of rows) {
    answers.push(
      await post(`${open.url}/oauth/register`, { 'Content-Type': 'application/json' }, { ...good, ...changes }),
    );
  }
  await open.stop();
  answers.forEach((answer, row) => {
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.json.error, rows[row][1]);
  });
});

// --- what is left behind ------------------------------------------------------------------------------------------

test('no secret of all this is in the log', async () => {
  const browser = new Browser(host);
  const code = await newCode(browser);
  const tokens = (await redeem(code)).json;
  const secrets = [
    kPassword,
    code,
    tokens.access_token,
    tokens.refresh_token,
    web.client_secret,
    proof.verifier,
    browser.cookie.split('=')[1],
  ];
  for (const secret of secrets) assert.ok(!host.program.stderr.includes(secret));
  const events = JSON.stringify(await host.installation.auditEvents());
  for (const secret of secrets) assert.ok(!events.includes(secret));
});
