// Signing users in for clients, judged by openid-client, oauth4webapi, jose and the official MCP SDK.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as jose from 'jose';
import * as oauth4webapi from 'oauth4webapi';
import * as oauth from 'openid-client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Browser } from './harness/browser.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, post } from './harness/mcp.mjs';

const kPassword = 'correct horse battery';
const kRedirect = 'https://client.example/cb';
const kLoopback = 'http://127.0.0.1:33418/';
const insecure = { execute: [oauth.allowInsecureRequests] };

let host;
let web;

before(async () => {
  host = await new Installation({ 'oauth.registration': 'open' }).serve();
  await host.installation.addUser('alice', kPassword, { actsAs: 'alice.smith' });
  web = await host.installation.addClient({ redirectUri: kRedirect });
});

after(() => host?.stop());

const discover = (id, auth) =>
  oauth.discovery(new URL(host.url), id, undefined, auth, { algorithm: 'oauth2', ...insecure });

/** The whole code flow as openid-client does it. */
async function signIn(configuration, redirect_uri = kRedirect, parameters = {}) {
  const verifier = oauth.randomPKCECodeVerifier();
  const state = oauth.randomState();
  const url = oauth.buildAuthorizationUrl(configuration, {
    redirect_uri,
    scope: 'mcp:tools offline_access',
    resource: host.mcpUrl,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...parameters,
  });
  const back = await new Browser(host).authorize(url, 'alice', kPassword);
  return oauth.authorizationCodeGrant(
    configuration,
    back,
    { pkceCodeVerifier: verifier, expectedState: state },
    { resource: host.mcpUrl },
  );
}

const listTools = (token) => askModern(host, 'tools/list', {}, { token });

test('openid-client signs a user in, calls, refreshes, introspects and revokes', async () => {
  const configuration = await discover(web.client_id, oauth.ClientSecretBasic(web.client_secret));
  const tokens = await signIn(configuration);
  assert.equal(tokens.token_type, 'bearer');
  assert.equal((await listTools(tokens.access_token)).status, 200);

  const told = await oauth.tokenIntrospection(configuration, tokens.access_token);
  assert.equal(told.active, true);
  assert.equal(told.sub, 'alice');

  const again = await oauth.refreshTokenGrant(configuration, tokens.refresh_token, {
    resource: host.mcpUrl,
  });
  assert.notEqual(again.refresh_token, tokens.refresh_token);
  assert.equal((await listTools(again.access_token)).status, 200);

  await oauth.tokenRevocation(configuration, again.access_token);
  assert.equal((await listTools(again.access_token)).status, 401);
  assert.equal(
    (await oauth.tokenIntrospection(configuration, again.access_token)).active,
    false,
  );
  await oauth.tokenRevocation(configuration, again.refresh_token);
  assert.equal((await listTools(tokens.access_token)).status, 401, 'the family has ended');
  await assert.rejects(oauth.refreshTokenGrant(configuration, again.refresh_token), {
    error: 'invalid_grant',
  });
});

test('jose verifies the token, which names the person and the client', async () => {
  const configuration = await discover(web.client_id, oauth.ClientSecretPost(web.client_secret));
  const tokens = await signIn(configuration);
  const keys = jose.createRemoteJWKSet(new URL(configuration.serverMetadata().jwks_uri));
  const { payload } = await jose.jwtVerify(tokens.access_token, keys, {
    issuer: host.url,
    audience: host.mcpUrl,
    typ: 'at+jwt',
  });
  assert.equal(payload.sub, 'alice');
  assert.equal(payload.client_id, web.client_id);
  assert.equal(payload.exp - payload.iat, 600);
});

test('oauth4webapi takes our answers at their strictest, iss included', async () => {
  const issuer = new URL(host.url);
  const options = { [oauth4webapi.allowInsecureRequests]: true };
  const server = await oauth4webapi.processDiscoveryResponse(
    issuer,
    await oauth4webapi.discoveryRequest(issuer, { algorithm: 'oauth2', ...options }),
  );
  assert.equal(server.authorization_response_iss_parameter_supported, true);
  const client = { client_id: web.client_id };
  const verifier = oauth4webapi.generateRandomCodeVerifier();
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: web.client_id,
    redirect_uri: kRedirect,
    response_type: 'code',
    code_challenge: await oauth4webapi.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'expected',
  });
  const back = await new Browser(host).authorize(url, 'alice', kPassword);
  const parameters = oauth4webapi.validateAuthResponse(server, client, back, 'expected');
  const response = await oauth4webapi.authorizationCodeGrantRequest(
    server,
    client,
    oauth4webapi.ClientSecretBasic(web.client_secret),
    parameters,
    kRedirect,
    verifier,
    options,
  );
  const tokens = await oauth4webapi.processAuthorizationCodeResponse(server, client, response);
  assert.equal((await listTools(tokens.access_token)).status, 200);
});

test('a client proves itself with its key', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = join(host.installation.folder, 'client-keys.json');
  writeFileSync(file, JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }));
  const client = await host.installation.addClient({ redirectUri: kRedirect, keys: file });
  assert.equal(client.client_secret, undefined);
  const key = await jose.importPKCS8(
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
    'RS256',
  );
  const configuration = await discover(client.client_id, oauth.PrivateKeyJwt(key));
  const tokens = await signIn(configuration);
  assert.equal((await listTools(tokens.access_token)).status, 200);
  const stranger = await jose.generateKeyPair('RS256');
  const impostor = await discover(client.client_id, oauth.PrivateKeyJwt(stranger.privateKey));
  await assert.rejects(oauth.clientCredentialsGrant(impostor), { status: 401 });
});

test('a client registers itself and comes back on another port', async () => {
  const registered = await oauth.dynamicClientRegistration(
    new URL(host.url),
    {
      client_name: 'editor',
      redirect_uris: [kLoopback],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    },
    oauth.None(),
    { algorithm: 'oauth2', ...insecure },
  );
  const tokens = await signIn(registered, 'http://127.0.0.1:40123/');
  assert.equal((await listTools(tokens.access_token)).status, 200);
  const again = await oauth.refreshTokenGrant(registered, tokens.refresh_token);
  assert.equal((await listTools(again.access_token)).status, 200);
});

test('the official MCP client finds its own way in', async () => {
  const kept = {};
  const browser = new Browser(host);
  const provider = {
    redirectUrl: kLoopback,
    clientMetadata: {
      client_name: 'mcp sdk',
      redirect_uris: [kLoopback],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
    clientInformation: () => kept.client,
    saveClientInformation: (client) => (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => (kept.tokens = tokens),
    codeVerifier: () => kept.verifier,
    saveCodeVerifier: (verifier) => (kept.verifier = verifier),
    redirectToAuthorization: async (url) => {
      kept.back = await browser.authorize(url, 'alice', kPassword);
    },
  };
  const open = () => new StreamableHTTPClientTransport(new URL(host.mcpUrl), { authProvider: provider });
  const first = open();
  await assert.rejects(new Client({ name: 'e2e', version: '1' }).connect(first));
  await first.finishAuth(kept.back.searchParams.get('code'));
  const client = new Client({ name: 'e2e', version: '1' });
  await client.connect(open());
  const { tools } = await client.listTools();
  await client.close();
  assert.ok(tools.some((tool) => tool.name === 'echo'));
  assert.ok(kept.tokens.refresh_token);
});

test('tokens, consent and revocations outlive a restart', async () => {
  const installation = new Installation();
  await installation.addUser('alice', kPassword);
  const client = await installation.addClient({ redirectUri: kRedirect });
  const first = await installation.serve();
  const serveAgain = () => installation.serve({ args: ['--set', `listen.port=${first.port}`] });
  const saved = host;
  host = first;
  const configuration = await discover(
    client.client_id,
    oauth.ClientSecretBasic(client.client_secret),
  );
  const kept = await signIn(configuration);
  const revoked = await signIn(configuration);
  await oauth.tokenRevocation(configuration, revoked.access_token);
  await first.stop('SIGKILL');
  host = await serveAgain();
  const answers = [
    (await listTools(kept.access_token)).status,
    (await listTools(revoked.access_token)).status,
  ];
  const again = await oauth.refreshTokenGrant(configuration, kept.refresh_token);
  await host.stop();
  host = saved;
  assert.deepEqual(answers, [200, 401]);
  assert.ok(again.access_token);
});

test('removing a user ends their tokens', async () => {
  await host.installation.addUser('bob', kPassword);
  const configuration = await discover(web.client_id, oauth.ClientSecretBasic(web.client_secret));
  const verifier = oauth.randomPKCECodeVerifier();
  const url = oauth.buildAuthorizationUrl(configuration, {
    redirect_uri: kRedirect,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const back = await new Browser(host).authorize(url, 'bob', kPassword);
  const tokens = await oauth.authorizationCodeGrant(configuration, back, {
    pkceCodeVerifier: verifier,
  });
  assert.equal((await listTools(tokens.access_token)).status, 200);
  await host.installation.user(['remove', 'bob'], '');
  assert.equal((await listTools(tokens.access_token)).status, 401);
  await assert.rejects(oauth.refreshTokenGrant(configuration, tokens.refresh_token), {
    error: 'invalid_grant',
  });
});

test('guarded registration takes a token of the operator', async () => {
  const guarded = await new Installation().serve();
  const token = (
    await guarded.installation.commandOutput(['client', 'registration-token'])
  ).trim();
  const ask = (authorization) =>
    post(
      `${guarded.url}/oauth/register`,
      { 'Content-Type': 'application/json', ...(authorization && { Authorization: authorization }) },
      { redirect_uris: [kLoopback], token_endpoint_auth_method: 'none' },
    );
  const answers = [await ask(), await ask('Bearer wrong'), await ask(`Bearer ${token}`)];
  await guarded.stop();
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [401, 401, 201],
  );
});
