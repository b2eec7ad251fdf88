// Access tokens: whether others can verify ours, and whether ours takes no other.
import assert from 'node:assert/strict';
import { createHmac, createPublicKey } from 'node:crypto';
import { request as httpRequest, createServer } from 'node:http';
import { after, before, test } from 'node:test';
import * as jose from 'jose';
import { Installation } from './harness/host.mjs';
import { askModern, modernRequest } from './harness/mcp.mjs';
import { assemble, forge, open, signingKey } from './harness/signed_tokens.mjs';
import { until } from './harness/until.mjs';

let host;
let token;
let good;
let key;

before(async () => {
  host = await new Installation({ 'log.level': 'debug' }).serve();
  token = await host.installation.tokenFor('some.user');
  good = open(token);
  key = signingKey(host.installation);
});

after(() => host?.stop());

const json = async (path) => (await fetch(host.url + path)).json();

const echo = (bearer) =>
  askModern(host, 'tools/call', { name: 'echo', arguments: { text: 'in' } }, { token: bearer });

const now = () => Math.floor(Date.now() / 1000);

function assertRefused(answer) {
  assert.equal(answer.status, 401, answer.text);
  const challenge = answer.headers.get('www-authenticate');
  assert.ok(challenge.startsWith('Bearer '), challenge);
  assert.match(challenge, /error="invalid_token"/);
  assert.ok(
    challenge.includes(`resource_metadata="${host.url}/.well-known/oauth-protected-resource/mcp"`),
    challenge,
  );
}

test('jose verifies our token by our key set, claim by claim', async () => {
  const metadata = await json('/.well-known/oauth-authorization-server');
  const keys = jose.createRemoteJWKSet(new URL(metadata.jwks_uri));
  const { payload, protectedHeader } = await jose.jwtVerify(token, keys, {
    issuer: host.url,
    audience: host.mcpUrl,
    algorithms: ['ES256'],
    typ: 'at+jwt',
    requiredClaims: ['sub', 'exp', 'iat', 'jti', 'client_id', 'scope'],
  });
  assert.equal(payload.sub, 'some.user');
  assert.equal(payload.aud, host.mcpUrl);
  assert.equal(payload.exp - payload.iat, 600);
  assert.match(payload.scope, /mcp:tools/);
  assert.ok(protectedHeader.kid);
  for (const claim of ['exp', 'iat']) assert.ok(Number.isInteger(payload[claim]), claim);
});

test('no two tokens have the same id', async () => {
  const second = open(await host.installation.tokenFor('some.user'));
  assert.notEqual(second.claims.jti, good.claims.jti);
});

test('the key set holds public keys only', async () => {
  const { keys } = await json('/.well-known/jwks.json');
  assert.deepEqual(new Set(keys.map((one) => one.kid)).size, keys.length);
  for (const one of keys) {
    assert.equal(one.kty, 'EC');
    for (const secret of ['d', 'p', 'q', 'k']) assert.ok(!(secret in one), secret);
  }
});

test('issuer and resource are the same bytes wherever they are said', async () => {
  const server = await json('/.well-known/oauth-authorization-server');
  assert.equal(server.issuer, host.url);
  assert.equal(server.issuer, good.claims.iss);
  assert.deepEqual(await json('/.well-known/openid-configuration'), server);
  const resource = await json('/.well-known/oauth-protected-resource/mcp');
  assert.deepEqual(resource.authorization_servers, [server.issuer]);
  assert.equal(resource.resource, host.mcpUrl);
  assert.deepEqual(await json('/.well-known/oauth-protected-resource'), resource);
  const challenge = (await echo()).headers.get('www-authenticate');
  assert.ok(challenge.includes('/.well-known/oauth-protected-resource/mcp'), challenge);
});

test('behind another address, that address is what everything names', async () => {
  const address = 'https://tools.example';
  const behind = await new Installation({ public_url: address }).serve();
  const document = async (name) => (await fetch(`${behind.url}/.well-known/${name}`)).json();
  const issued = await behind.installation.tokenFor('some.user');
  const answer = await askModern(behind, 'tools/list', {}, { token: issued });
  const server = await document('oauth-authorization-server');
  const resource = await document('oauth-protected-resource/mcp');
  await behind.stop();
  assert.equal(server.issuer, address);
  assert.equal(server.token_endpoint, `${address}/oauth/token`);
  assert.equal(resource.resource, `${address}/mcp`);
  assert.deepEqual([open(issued).claims.iss, open(issued).claims.aud], [address, `${address}/mcp`]);
  assert.equal(answer.status, 200, answer.text);
});

test('metadata can be read from a web page of any origin', async () => {
  for (const document of ['oauth-authorization-server', 'oauth-protected-resource', 'jwks.json']) {
    const answer = await fetch(`${host.url}/.well-known/${document}`);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*', document);
    assert.match(answer.headers.get('content-type'), /json/);
  }
});

test('a well-known address that we do not serve answers 404 in JSON', async () => {
  for (const path of ['oauth-authorization-server/mcp', 'nothing', '../oauth/token/x']) {
    const answer = await fetch(`${host.url}/.well-known/${path}`);
    assert.equal(answer.status, 404, path);
    assert.match(answer.headers.get('content-type'), /json/);
  }
});

test('without a token: 401 that says where to get one, and no error code', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const body = method === 'POST' ? '{}' : undefined;
    const answer = await fetch(host.mcpUrl, { method, body });
    assert.equal(answer.status, 401, method);
    assert.match(
      answer.headers.get('www-authenticate'),
      /^Bearer resource_metadata="[^"]+", scope="mcp:tools"$/,
    );
  }
});

/** The status that a POST with these Authorization fields gets. */
function statusFor(authorization, path = '/mcp') {
  const { headers, body } = modernRequest('tools/list');
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port: host.port,
        path,
        method: 'POST',
        headers: { ...headers, Authorization: authorization },
      },
      (answer) => answer.resume().on('end', () => resolve(answer.statusCode)),
    );
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

test('how Authorization may be written', async () => {
  const cases = [
    [`Bearer ${token}`, 200],
    [`bearer ${token}`, 200],
    [`Bearer  ${token}`, 401],
    [`Bearer ${token} x`, 401],
    [`Bearer ${token}, Bearer ${token}`, 400],
    [`Basic ${Buffer.from('a:b').toString('base64')}`, 401],
    ['Bearer', 401],
    [token, 401],
    [[`Bearer ${token}`, `Bearer ${token}`], 400],
    [[`Bearer ${token}`, 'Basic YTpi'], 400],
  ];
  for (const [authorization, status] of cases) {
    assert.equal(await statusFor(authorization), status, String(authorization).slice(0, 30));
  }
});

test('a token in the query is no token', async () => {
  const { headers, body } = modernRequest('tools/list');
  const answer = await fetch(`${host.mcpUrl}?access_token=${token}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 401);
  assert.ok(!host.program.stderr.includes(token), 'the token is in the log');
});

test('a token made like ours with our key is taken: what follows is refused for its one change', async () => {
  const answer = await echo(forge(key, good.header, good.claims));
  assert.equal(answer.status, 200, answer.text);
});

const hour = 3600;
const wrongClaims = {
  'exp past': () => ({ exp: now() - 6, iat: now() - 100 }),
  'exp missing': () => ({ exp: undefined }),
  'exp zero': () => ({ exp: 0 }),
  'exp a string': () => ({ exp: String(now() + 60) }),
  'exp a fraction': () => ({ exp: now() + 60.5 }),
  'exp 1e300': () => ({ exp: 1e300 }),
  'exp 2^63': () => ({ exp: 2 ** 63 }),
  'exp a list': () => ({ exp: [now() + 60] }),
  'exp null': () => ({ exp: null }),
  'exp negative': () => ({ exp: -1 }),
  'iat in an hour': () => ({ iat: now() + hour, exp: now() + hour + 60 }),
  'iat missing': () => ({ iat: undefined }),
  'nbf in an hour': () => ({ nbf: now() + hour }),
  'a life of ten years': () => ({ exp: now() + 10 * 365 * 24 * hour }),
  'another issuer': () => ({ iss: 'http://127.0.0.1:1' }),
  'the issuer with a slash': () => ({ iss: `${host.url}/` }),
  'the issuer in a list': () => ({ iss: [host.url] }),
  'no issuer': () => ({ iss: undefined }),
  'no audience': () => ({ aud: undefined }),
  'another audience': () => ({ aud: 'http://127.0.0.1:1/mcp' }),
  'the origin as audience': () => ({ aud: host.url }),
  'the audience with a slash': () => ({ aud: `${host.mcpUrl}/` }),
  'audiences without ours': () => ({ aud: [host.url, 'http://127.0.0.1:1/mcp'] }),
  'no subject': () => ({ sub: undefined }),
  'an empty subject': () => ({ sub: '' }),
  'a subject that is a number': () => ({ sub: 7 }),
  'no token id': () => ({ jti: undefined }),
  'no client': () => ({ client_id: undefined }),
  'a client nobody registered': () => ({ client_id: 'client-of-nobody', sub: 'client-of-nobody' }),
};

for (const [what, change] of Object.entries(wrongClaims)) {
  test(`refused, though signed with our key: ${what}`, async () => {
    assertRefused(await echo(forge(key, good.header, { ...good.claims, ...change() })));
  });
}

const wrongHeaders = {
  'typ JWT': { typ: 'JWT' },
  'no typ': { typ: undefined },
  crit: { crit: ['x'], x: 1 },
  'b64 false': { b64: false },
  zip: { zip: 'DEF' },
  'cty JWT': { cty: 'JWT' },
  'no kid': { kid: undefined },
  'kid unknown': { kid: 'unknown' },
  'kid a path': { kid: '../../../../etc/passwd' },
  'kid SQL': { kid: "' OR 1=1--" },
  'kid long': { kid: 'k'.repeat(2_000) },
  'kid a list': { kid: ['a'] },
  'kid a number': { kid: 1 },
  'kid null': { kid: null },
  'alg ES384': { alg: 'ES384' },
  'alg RS256': { alg: 'RS256' },
  'no alg': { alg: undefined },
};

for (const [what, change] of Object.entries(wrongHeaders)) {
  test(`refused, though signed with our key: ${what}`, async () => {
    assertRefused(await echo(forge(key, { ...good.header, ...change }, good.claims)));
  });
}

test('refused: alg none in any spelling', async () => {
  for (const alg of ['none', 'None', 'nOnE', '']) {
    const header = { ...good.header, alg };
    const signature = token.split('.')[2];
    assertRefused(await echo(assemble(header, good.claims, '')));
    assertRefused(await echo(assemble(header, good.claims, signature)));
  }
});

test('refused: our public key used as the secret of an HMAC', async () => {
  const header = { ...good.header, alg: 'HS256' };
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  const [head, claims] = assemble(header, good.claims, '').split('.');
  const signature = createHmac('sha256', pem).update(`${head}.${claims}`).digest('base64url');
  assertRefused(await echo(`${head}.${claims}.${signature}`));
});

test('refused: another key under our kid, even when the token brings it along', async () => {
  const other = await jose.generateKeyPair('ES256', { extractable: true });
  const jwk = await jose.exportJWK(other.publicKey);
  for (const extra of [{}, { jwk }]) {
    const signer = new jose.SignJWT(good.claims).setProtectedHeader({ ...good.header, ...extra });
    assertRefused(await echo(await signer.sign(other.privateKey)));
  }
});

test('refused, and not fetched: a token that names where its key is', async () => {
  let visits = 0;
  const trap = createServer((_, answer) => (visits++, answer.end('{"keys":[]}')));
  await new Promise((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const place = `http://127.0.0.1:${trap.address().port}/`;
  for (const change of [{ jku: place }, { x5u: place }, { x5c: ['AAAA'] }, { kid: place }]) {
    assertRefused(await echo(forge(key, { ...good.header, ...change }, good.claims)));
  }
  trap.close();
  assert.equal(visits, 0);
});

const broken = {
  'one part': () => token.replaceAll('.', ''),
  'two parts': () => token.split('.').slice(0, 2).join('.'),
  'four parts': () => `${token}.${token.split('.')[2]}`,
  'five parts': () => `${token}.a.b`,
  padding: () => `${token}==`,
  'no signature': () => token.slice(0, token.lastIndexOf('.') + 1),
  'half a signature': () => token.slice(0, -43),
  'another last bit': () =>
    token.slice(0, -1) + String.fromCharCode(token.charCodeAt(token.length - 1) + 1),
  'claims that are no JSON': () => forge(key, good.header, 'not json'),
  'claims that are a list': () => forge(key, good.header, '[1]'),
  'claims with a name twice': () =>
    forge(key, good.header, JSON.stringify(good.claims).replace('{', '{"sub":"admin",')),
  'a header that is a list': () => forge(key, '[]', good.claims),
};

for (const [what, make] of Object.entries(broken)) {
  test(`refused: ${what}`, async () => assertRefused(await echo(make())));
}

test('refused: a token longer than any header may be', async () => {
  const claims = { ...good.claims, pad: 'p'.repeat(50_000) };
  const answer = await echo(forge(key, good.header, claims)).catch(() => undefined);
  if (answer) assert.ok([400, 401, 431].includes(answer.status), answer.text);
});

test('every claim changed under the old signature is noticed', async () => {
  const parts = token.split('.');
  for (const claim of Object.keys(good.claims)) {
    const changed = { ...good.claims, [claim]: `${good.claims[claim]}x` };
    assertRefused(await echo(assemble(good.header, changed, parts[2])));
  }
});

test('a scope that does not allow tools is 403 and says which it needs', async () => {
  const answer = await echo(forge(key, good.header, { ...good.claims, scope: 'something:else' }));
  assert.equal(answer.status, 403, answer.text);
  const challenge = answer.headers.get('www-authenticate');
  assert.match(challenge, /error="insufficient_scope"/);
  assert.match(challenge, /scope="mcp:tools"/);
});

test('a token ends with its lifetime', async () => {
  const short = forge(key, good.header, { ...good.claims, iat: now() - 598, exp: now() - 3 });
  assert.equal((await echo(short)).status, 200, 'within the tolerated five seconds');
  await until('the token has expired', async () => (await echo(short)).status === 401);
});

test('refusals are logged with a reason and never with the token', async () => {
  const forged = forge(key, good.header, { ...good.claims, aud: 'http://elsewhere/mcp' });
  assertRefused(await echo(forged));
  await host.program.logged(/http\.request\.refused.*aud/);
  assert.ok(!host.program.stderr.includes(forged.split('.')[2]));
});
