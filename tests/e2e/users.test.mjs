// toolhost user …: people who sign in here, on the command line, with and without a running host.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installation } from './harness/host.mjs';

const kPassword = 'correct horse battery';
let host;

before(async () => (host = await new Installation().serve()));
after(() => host?.stop());

const user = (words, input, installation = host.installation) => installation.user(words, input);

const listed = async () => JSON.parse((await user(['list', '--json'], '')).stdout);

test('refused: no password, a short one, a name that is taken, a name that is reserved', async () => {
  const rows = [
    [['add', 'alice'], '', /standard input/],
    [['add', 'alice'], 'short\n', /shorter than 12/],
    [['add', 'toolhost-cli'], `${kPassword}\n`, /reserved/],
    [['add'], `${kPassword}\n`, /user add|name/],
    [['passwd', 'nobody'], `${kPassword}\n`, /no such user/],
    [['remove', 'nobody'], '', /no such user/],
  ];
  for (const [words, input, why] of rows) {
    const answer = await user(words, input);
    assert.notEqual(answer.code, 0, words.join(' '));
    assert.match(answer.stderr, why);
    assert.ok(!answer.stderr.includes(kPassword));
  }
  assert.deepEqual(await listed(), []);
});

test('a user is added, listed, given a password and removed, all of it on record', async () => {
  assert.equal((await user(['add', 'alice'], `${kPassword}\n`)).code, 0);
  const bob = await user(['add', 'bob', '--acts-as', 'robert.smith', '--json'], `${kPassword}\n`);
  assert.equal(JSON.parse(bob.stdout).acts_as, 'robert.smith');
  assert.notEqual((await user(['add', 'bob'], `${kPassword}\n`)).code, 0);
  assert.deepEqual(
    (await listed()).map(({ name, acts_as }) => [name, acts_as]),
    [
      ['alice', 'alice'],
      ['bob', 'robert.smith'],
    ],
  );
  assert.equal((await user(['passwd', 'bob'], 'another horse battery\n')).code, 0);
  assert.equal((await user(['remove', 'bob'], '')).code, 0);
  assert.deepEqual(
    (await listed()).map(({ name }) => name),
    ['alice'],
  );
  for (const type of ['user.add', 'user.passwd', 'user.remove']) {
    const events = await host.installation.auditEvents(['--type', type]);
    assert.ok(
      events.some((event) => event.target === 'bob' && event.outcome === 'ok'),
      type,
    );
  }
});

test('the password is in no file and in no log', () => {
  for (const name of readdirSync(host.installation.stateDir, { recursive: true })) {
    const path = join(host.installation.stateDir, name);
    let bytes;
    try {
      bytes = readFileSync(path);
    } catch {
      continue; // a directory, a socket
    }
    assert.ok(!bytes.includes(kPassword), name);
  }
  assert.ok(!host.program.stderr.includes(kPassword));
});

test('users are added without a running host too, and are there when one starts', async () => {
  const installation = new Installation();
  assert.equal((await user(['add', 'carol'], `${kPassword}\n`, installation)).code, 0);
  const started = await installation.serve();
  const answer = await user(['list'], '', installation);
  await started.stop();
  assert.match(answer.stdout, /^carol  acts as carol/);
});
