// An administrator sets an instance up and finds out what is wrong with it, by the commands for that.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
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
