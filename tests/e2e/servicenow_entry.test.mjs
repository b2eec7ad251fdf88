// How the host enters an instance: as whom, by which grant, and what it does when it is refused.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, callTool, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';

const kAccount = 'toolhost.integration';
const kTable = '/api/now/table/incident';
const kTokenHeader = 'X-ServiceNow-Token';

let simulator;
const hosts = [];

before(async () => {
  simulator = await Simulator.start({
    args: [
      ...['--client', 'web:web-secret', '--app-user', `web:${kAccount}`],
      ...['--api-key', `the-api-key:${kAccount}`],
    ],
  });
});

afterEach(async () => {
  await simulator.clearFaults();
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

after(() => simulator?.stop());

/** A file that only its owner may read, as `file:` reference. */
function secret(text) {
  const file = join(scratchFolder(), 'secret');
  writeFileSync(file, text, { mode: 0o600 });
  return `file:${file}`;
}

/** A served installation that enters the simulator with those settings of the instance. */
async function enteredWith(ofInstance, settings = {}) {
  const named = Object.entries(ofInstance).map(([key, value]) => [`servicenow.dev.${key}`, value]);
  const installation = new Installation({
    'servicenow.dev.url': simulator.url,
    ...Object.fromEntries(named),
    ...settings,
  });
  const host = await installation.serve();
  hosts.push(host);
  return host;
}

const byAssertion = () => ({
  grant: 'jwt_bearer',
  client_id: simulator.settings()['servicenow.dev.client_id'],
  key_file: simulator.settings()['servicenow.dev.key_file'],
  key_id: simulator.settings()['servicenow.dev.key_id'],
});

async function queryAs(host, user) {
  const token = await host.installation.tokenFor(user);
  return callTool(host, token, 'query', { table: 'incident', limit: 1 });
}

async function assertWorks(result) {
  const { isError, ...rest } = await result;
  assert.ok(!isError, JSON.stringify(rest));
}

async function assertFails(words, result) {
  const answer = await result;
  assert.equal(answer.isError, true, JSON.stringify(answer));
  assert.match(textOf(answer), words);
}

const web = () => ({ client_id: 'web', client_secret: secret('web-secret') });
const accountGrants = {
  basic: () => ({ password: secret(kAccount) }),
  // The account may use web services only, and so cannot sign in by password.
  password: () => ({ ...web(), user_name: users.itil, password: secret(users.itil) }),
  client_credentials: web,
  api_key: () => ({ api_key: secret('the-api-key') }),
};

/** What the instance gives a user for their password, which is their name. */
async function signIn(user) {
  const response = await fetch(`${simulator.url}/oauth_token.do`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'web',
      client_secret: 'web-secret',
      username: user,
      password: user,
    }),
  });
  return response.json();
}

for (const [grant, settings] of Object.entries(accountGrants)) {
  test(`${grant} serves its own user, and nobody else`, async () => {
    const { user_name = kAccount, ...rest } = settings();
    const host = await enteredWith({ grant, user_name, ...rest });
    await assertWorks(queryAs(host, user_name));
    await assertFails(/not used for another/, queryAs(host, users.otherItil));
  });
}

test('refresh_token serves the user who obtained it', async () => {
  const host = await enteredWith({
    ...{ grant: 'refresh_token', user_name: users.itil },
    ...web(),
    refresh_token: secret((await signIn(users.itil)).refresh_token),
  });
  await assertWorks(queryAs(host, users.itil));
});

test('an account that everybody shares is on record for each call', async () => {
  const host = await enteredWith({
    ...{ grant: 'client_credentials', user_name: kAccount, shared_account: 'true' },
    ...web(),
  });
  const answer = await queryAs(host, users.itil);
  await assertWorks(answer);
  assert.equal(answer.structuredContent.actingAs, kAccount);
  const events = await host.installation.auditEvents(['--type', 'servicenow.shared_account']);
  assert.equal(events.length, 1, JSON.stringify(events));
  assert.equal(events[0].details.acting_as, kAccount);
  assert.match(JSON.stringify(events[0]), new RegExp(users.itil.replace('.', '\\.')));
});

test("a gateway's token is used for the user it belongs to, and for nobody else", async () => {
  const host = await enteredWith(
    { grant: 'passthrough' },
    { 'servicenow.token_header': kTokenHeader },
  );
  const query = async (user, theirs) => {
    const params = { name: 'query', arguments: { table: 'incident', limit: 1 } };
    const change = ({ headers }) => theirs && (headers[kTokenHeader] = `Bearer ${theirs}`);
    const token = await host.installation.tokenFor(user);
    return (await askModern(host, 'tools/call', params, { token, change })).json.result;
  };
  const beths = (await signIn(users.itil)).access_token;
  await assertWorks(query(users.itil, beths));
  await assertFails(/brought none/, query(users.itil));
  await assertFails(/belongs to "beth\.anglin"/, query(users.otherItil, beths));
  await assertFails(/401/, query(users.itil, 'forged'));
});

test('an instance that refuses everybody without a cause is left alone', async () => {
  const host = await enteredWith(byAssertion());
  await simulator.setFault({ kind: 'token_refused', path_prefix: '/oauth_token.do' });
  const asked = () =>
    simulator.requests().then((all) => all.filter(({ path }) => path === '/oauth_token.do').length);
  const before = await asked();
  for (let i = 0; i < 7; ++i) await queryAs(host, `someone.${i}`);
  assert.equal((await asked()) - before, 5);
  await assertFails(/not asked for another \d+ s.*servicenow check/s, queryAs(host, 'someone.new'));
});

test('a user who has used up a rate limit is not sent again, and nobody else is held up', async () => {
  const host = await enteredWith(byAssertion());
  await simulator.setFault({
    status: 429,
    kind: 'rate_limited',
    headers: { 'Retry-After': '1200', 'X-RateLimit-Rule': 'rule-1', 'X-RateLimit-Limit': '5' },
    count: 1,
    path_prefix: kTable,
  });
  await assertFails(/429|rate limit/i, queryAs(host, users.itil));
  await assertFails(/no more of these requests from this user/, queryAs(host, users.itil));
  await assertWorks(queryAs(host, users.otherItil));
});

const faults = {
  hibernating: /hibernat/,
  dropped: /connection|ended|reset|empty/i,
  dropped_midway: /connection|transfer|closed|received/i,
  partial_json: /not the JSON it should be|breaks off/,
  error_in_200: /maximum execution time/,
  error_breaks_200: /maximum execution time|not the JSON|breaks off/,
  transaction_cancelled: /maximum execution time/,
  unauthorized: /Not Authenticated/,
  bad_gateway: /502.*try again in some minutes/s,
  unavailable: /503.*try again in some minutes/s,
};

for (const [kind, words] of Object.entries(faults))
  test(`trouble of the kind ${kind} is told from others`, async () => {
    const host = await enteredWith(byAssertion());
    await assertWorks(queryAs(host, users.itil));
    await simulator.setFault({ kind, path_prefix: kTable });
    await assertFails(words, queryAs(host, users.itil));
  });

test('a write that fails at the instance is not repeated, and says it may be done', async () => {
  const host = await enteredWith(byAssertion());
  const token = await host.installation.tokenFor(users.itil);
  await simulator.setFault({ kind: 'fail_after_commit', method: 'POST', path_prefix: kTable });
  const values = { short_description: 'Written once, whatever is said' };
  await assertFails(
    /look before trying again/,
    callTool(host, token, 'write', {
      ...{ table: 'incident', operation: 'create', field_values: values },
    }),
  );
  const query = `short_description=${values.short_description}`;
  assert.equal((await simulator.records('incident', query)).length, 1);
});
