// An administrator sets an instance up and finds out what is wrong with it, by the commands for that.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { Simulator, users } from './harness/simulator.mjs';

let simulator;
let installation;

before(async () => {
  simulator = await Simulator.start();
  installation = new Installation(simulator.settings());
  writeFileSync(join(installation.folder, 'admin.secret'), 'admin\n', { mode: 0o600 });
});

after(() => simulator?.stop());

const admin = () => [
  ...['--admin', 'admin'],
  ...['--admin-password', `file:${join(installation.folder, 'admin.secret')}`],
];
const check = (user, more = [], from = installation) =>
  from.command(['servicenow', 'check', '--user', user, ...more]);

async function assertWrong(words, result) {
  const { code, stdout, stderr } = await result;
  assert.equal(code, 1, stdout + stderr);
  assert.match(stdout, words);
}

test('a way without obstacles is found good at every step', async () => {
  const { code, stdout, stderr } = await check(users.itil);
  assert.equal(code, 0, stdout + stderr);
  for (const step of ['settings', 'name', 'connection', 'instance', 'clock', 'token', 'table'])
    assert.match(stdout, new RegExp(`^good +${step}: `, 'm'));
  assert.match(stdout, /takes "beth\.anglin" for "beth\.anglin"/);
});

test('a user who is not there, locked out or gone is named as the cause', async () => {
  await assertWrong(/no user with the user_name "no\.such\.user"/, check('no.such.user', admin()));
  await assertWrong(/"locked\.out" is locked out/, check('locked.out', admin()));
  await assertWrong(/"old\.leaver" is not active/, check('old.leaver', admin()));
});

test('without an administrator it says what to check and how to have it found', async () => {
  await assertWrong(/add --admin NAME[^]*jwt_verifier_map/, check('no.such.user'));
});

test('a sleeping instance is named so', async () => {
  await simulator.setFault({ hibernating: true });
  try {
    await assertWrong(/hibernates[^]*developer\.service-?now\.com/, check(users.itil));
  } finally {
    await simulator.clearFaults();
  }
});

test('a password on the command line is refused, and never repeated', async () => {
  const words = ['--admin', 'admin', '--admin-password', 'correct-horse'];
  const { code, stdout, stderr } = await check(users.itil, words);
  assert.equal(code, 1);
  assert.ok(!(stdout + stderr).includes('correct-horse'));
});

test('a setup makes a key, and the same plan every time', async () => {
  const fresh = new Installation();
  const words = ['servicenow', 'setup', '--instance', 'prod', '--url', simulator.url];
  const plan = await fresh.commandOutput(words);
  assert.match(plan, /-----BEGIN CERTIFICATE-----/);
  for (const table of ['sys_certificate', 'oauth_jwt', 'jwt_verifier_map'])
    assert.match(plan, new RegExp(`\\(${table}\\)`));
  assert.match(plan, /^servicenow\.prod\.client_id = [0-9a-f]{32}$/m);
  assert.equal(await fresh.commandOutput(words), plan);
});

test('TLS that cannot be trusted is told from an instance that cannot be reached', async () => {
  const fresh = new Installation();
  const setup = ['servicenow', 'setup', '--instance', 'prod', '--url', 'https://127.0.0.1'];
  await fresh.commandOutput(setup);
  const key = join(fresh.stateDir, 'keys/servicenow-prod.pem');
  const server = createServer({ key: readFileSync(key), cert: readFileSync(`${key}.crt`) });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    fresh.configure({
      ...simulator.settings('prod'),
      'servicenow.prod.url': `https://127.0.0.1:${server.address().port}`,
    });
    await assertWrong(/^WRONG +TLS: /m, check(users.itil, [], fresh));
  } finally {
    server.close();
  }
  await assertWrong(/^WRONG +connection: /m, check(users.itil, [], fresh));
});

const kShippedSchema = new URL('../../sdk/simulator/schema/servicenow.json', import.meta.url);

/** The simulator's schema with the tables in which an instance keeps whom it trusts. */
function schemaWithTrust() {
  const access = { read: ['admin'], create: ['admin'], write: ['admin'], delete: ['admin'] };
  const table = (name, columns) => ({ name, label: name, access, columns });
  const texts = (...elements) => elements.map((element) => ({ element, label: element, max_length: 100 }));
  const schema = JSON.parse(readFileSync(kShippedSchema));
  schema.tables.push(
    table('sys_certificate', [
      ...texts('name', 'format', 'type', 'active'),
      { element: 'pem_certificate', label: 'PEM', max_length: 8000 },
    ]),
    table('oauth_jwt', [
      ...texts('name', 'client_id', 'public_client', 'inbound_grant_type'),
      ...texts('default_grant_type', 'user_field', 'access_token_lifespan'),
      ...texts('enable_jti_verification', 'clock_skew', 'active'),
    ]),
    table('jwt_verifier_map', [
      ...texts('name', 'kid'),
      { element: 'oauth_jwt', label: 'Provider', reference: 'oauth_jwt' },
      { element: 'sys_certificate', label: 'Certificate', reference: 'sys_certificate' },
    ]),
  );
  const file = join(scratchFolder(), 'schema.json');
  writeFileSync(file, JSON.stringify(schema));
  return file;
}

test('a setup that is applied writes what is missing, once, and repairs what differs', async () => {
  const instance = await Simulator.start({ args: ['--schema', schemaWithTrust()] });
  try {
    const fresh = new Installation();
    const words = ['servicenow', 'setup', '--instance', 'prod', '--url', instance.url];
    words.push('--test-user', 'toolhost.test');
    const apply = () => fresh.commandOutput([...words, '--apply', ...admin()]);
    const first = await apply();
    for (const name of ['certificate', 'OAuth JWT provider', 'verifier map', 'test user'])
      assert.match(first, new RegExp(`^made +the ${name}$`, 'm'), first);
    assert.match(first, /^made +personalize_dictionary for the test user$/m);

    const again = await apply();
    assert.doesNotMatch(again, /made|changed|FAILED/, again);

    const [provider] = await instance.records('oauth_jwt', 'name=toolhost');
    await instance.ask('PATCH', `/api/now/table/oauth_jwt/${provider.sys_id}`, { active: 'false' });
    assert.match(await apply(), /^changed +the OAuth JWT provider: active$/m);

    const [map] = await instance.records('jwt_verifier_map', 'name!=');
    const [certificate] = await instance.records('sys_certificate', 'name!=');
    assert.equal(map.oauth_jwt.value, provider.sys_id);
    assert.equal(map.sys_certificate.value, certificate.sys_id);
    const [user] = await instance.records('sys_user', 'user_name=toolhost.test');
    const roles = await instance.records('sys_user_has_role', `user=${user.sys_id}`);
    assert.equal(roles.length, 2);
  } finally {
    await instance.stop();
  }
});

test('a setup that may not write says at which record and why', async () => {
  const instance = await Simulator.start({ args: ['--schema', schemaWithTrust()] });
  try {
    const fresh = new Installation();
    const file = join(fresh.folder, 'beth.secret');
    writeFileSync(file, users.itil, { mode: 0o600 });
    const { code, stdout } = await fresh.command([
      ...['servicenow', 'setup', '--instance', 'prod', '--url', instance.url, '--apply'],
      ...['--admin', users.itil, '--admin-password', `file:${file}`],
    ]);
    assert.equal(code, 1);
    assert.match(stdout, /^FAILED +the certificate: .*403/m);
    assert.match(stdout, /^not tried +the verifier map$/m);
  } finally {
    await instance.stop();
  }
});

test('a clock that is far off is named before anything is refused for it', async () => {
  await simulator.ask('POST', '/__sim/clock', { skew_seconds: 400 });
  try {
    await assertWrong(/^WRONG +clock: this machine is \d+ s behind/m, check(users.itil));
  } finally {
    await simulator.ask('POST', '/__sim/clock', { skew_seconds: 0 });
  }
});
