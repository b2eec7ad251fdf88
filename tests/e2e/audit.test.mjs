// The audit trail: everything that happened is in it, no secret is, and it shows when it was changed.
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { Installation, serveWith } from './harness/host.mjs';
import { askModern, callTool, post } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';
import { until } from './harness/until.mjs';

const bySequence = (events) => events.toSorted((a, b) => a.seq - b.seq);

const fetchToken = (host, { client_id, client_secret }) =>
  post(
    `${host.url}/oauth/token`,
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    String(new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret })),
  );

describe('what is recorded', () => {
  const kCanary = 'argument-canary-5417';
  const secrets = {};
  let simulator;
  let installation;
  let host;
  let events;

  before(async () => {
    simulator = await Simulator.start();
    host = await serveWith(simulator, { 'log.level': 'debug' });
    installation = host.installation;
    const client = await installation.addClient({ actsAs: users.itil });
    secrets.client_secret = client.client_secret;
    secrets.client_token = (await fetchToken(host, client)).json.access_token.split('.')[2];
    const wrong = await fetchToken(host, { ...client, client_secret: 'wrong-secret-canary' });
    assert.equal(wrong.status, 401);
    secrets.wrong_secret = 'wrong-secret-canary';
    const token = await installation.tokenFor(users.itil);
    secrets.user_token = token.split('.')[2];
    await useTools(token);
    events = await until('the last call is on the trail', recordedToTheEnd);
  });

  after(async () => {
    await host?.stop();
    await simulator?.stop();
  });

  // A call's outcome is written after its answer is given.
  async function recordedToTheEnd() {
    const recorded = bySequence(await installation.auditEvents(['--last', '1000']));
    const isLastCall = ({ type, actor }) =>
      type === 'mcp.tool.call' && actor.user === users.otherItil;
    return recorded.some(isLastCall) && recorded;
  }

  async function useTools(token) {
    const echoed = await callTool(host, token, 'echo', { text: kCanary });
    assert.ok(!echoed.isError);
    assert.ok((await callTool(host, token, 'echo', { txt: kCanary })).isError);
    assert.ok(!(await callTool(host, token, 'query', { table: 'incident', limit: 1 })).isError);
    assert.ok((await callTool(host, token, 'query', { table: 'no_such_table' })).isError);
    const field_values = { short_description: kCanary };
    assert.ok(
      !(
        await callTool(host, token, 'write', {
          table: 'incident',
          operation: 'create',
          field_values,
        })
      ).isError,
    );
    await askModern(
      host,
      'tools/call',
      { name: 'echo', arguments: {} },
      { token: 'forged.token.canary' },
    );
    await provokeUpstreamSecret();
    events = [];
  }

  // An access token of the instance that the test knows, in an answer that the host must handle.
  async function provokeUpstreamSecret() {
    secrets.instance_token = 'instance-token-canary-9931';
    const body = JSON.stringify({
      access_token: secrets.instance_token,
      token_type: 'Bearer',
      expires_in: 1799,
      scope: 'useraccount',
    });
    await simulator.setFault({
      status: 200,
      body,
      content_type: 'application/json',
      path_prefix: '/oauth_token.do',
    });
    const token = await installation.tokenFor(users.otherItil);
    assert.ok((await callTool(host, token, 'query', { table: 'incident' })).isError);
    await simulator.clearFaults();
  }

  const calls = () => events.filter((event) => event.type === 'mcp.tool.call');
  const of = (type) => events.filter((event) => event.type === type);

  test('every call, with who, what and how it ended', () => {
    const ended = calls().filter((event) => event.outcome !== 'intended');
    const seen = ended.map((event) => [event.target, event.outcome, event.actor.user]);
    assert.deepEqual(seen, [
      ['echo', 'ok', users.itil],
      ['echo', 'denied', users.itil],
      ['query', 'ok', users.itil],
      ['query', 'failed', users.itil],
      ['write', 'ok', users.itil],
      ['query', 'failed', users.otherItil],
    ]);
  });

  test('a write is recorded before it is done, under the same call id', () => {
    const [intended, done] = calls().filter((event) => event.target === 'write');
    assert.deepEqual([intended.outcome, done.outcome], ['intended', 'ok']);
    assert.equal(intended.call_id, done.call_id);
    assert.ok(intended.seq < done.seq);
  });

  test('every token, given or refused, and every client', () => {
    const issued = of('token.issue').map((event) => event.outcome);
    assert.equal(
      issued.filter((outcome) => outcome === 'ok').length,
      3,
      JSON.stringify(of('token.issue')),
    );
    assert.equal(issued.filter((outcome) => outcome === 'denied').length, 1);
    assert.equal(of('client.add').filter((event) => event.outcome === 'ok').length, 1);
    assert.equal(of('system.start').length, 1);
  });

  test('an event names the token by its id', () => {
    const issued = of('token.issue').find(
      (event) => event.outcome === 'ok' && JSON.stringify(event).includes(users.itil),
    );
    assert.ok(issued, JSON.stringify(of('token.issue')));
    const called = calls().find((event) => event.target === 'echo' && event.outcome === 'ok');
    assert.ok(called.actor.token_id, JSON.stringify(called));
  });

  test('arguments are a digest', () => {
    const [call] = calls();
    assert.match(call.details.arguments, /^hmac-sha256:[0-9a-f]{64}$/);
    assert.ok(!JSON.stringify(events).includes(kCanary));
  });

  test('search finds by type and by user', async () => {
    const mine = await installation.auditEvents([
      '--type',
      'mcp.tool.call',
      '--user',
      users.otherItil,
    ]);
    assert.equal(mine.length, 1);
    const last = await installation.auditEvents(['--last', '2']);
    assert.equal(last.length, 2);
  });

  test('the trail verifies while the host writes it', async () => {
    const verified = await installation.command(['audit', 'verify']);
    assert.equal(verified.code, 0, verified.stderr + verified.stdout);
  });

  /** Files of the state directory, but for the keys, whose purpose is to hold a secret. */
  function stateFiles() {
    const names = readdirSync(installation.stateDir, { recursive: true }).map(String);
    const paths = names.map((name) => join(installation.stateDir, name));
    return paths.filter(
      (path) => statSync(path).isFile() && !path.endsWith('.pem') && !path.includes('/keys/'),
    );
  }

  test('no secret is in the log, the audit trail or the database', () => {
    const privateKey = createPrivateKey(simulator.keys.privateKey).export({
      type: 'pkcs8',
      format: 'pem',
    });
    secrets.private_key = privateKey.split('\n')[3];
    const places = { log: host.program.stderr };
    for (const path of stateFiles()) places[path] = readFileSync(path, 'latin1');
    assert.ok(Object.keys(places).length >= 3, Object.keys(places).join());
    for (const [place, content] of Object.entries(places)) {
      for (const [name, secret] of Object.entries(secrets)) {
        assert.ok(!content.includes(secret), `${name} is in ${place}`);
      }
      assert.ok(!content.includes(kCanary), `an argument is in ${place}`);
    }
  });

  test('files that hold state can be read by their owner only', () => {
    for (const path of [installation.stateDir, ...stateFiles()]) {
      assert.equal(statSync(path).mode & 0o077, 0, path);
    }
  });
});

test('arguments are kept whole where the administrator says so', async () => {
  const host = await new Installation({ 'audit.arguments': 'full' }).serve();
  const token = await host.installation.tokenFor('some.user');
  await callTool(host, token, 'echo', { text: 'kept whole' });
  await host.stop();
  const [call] = await host.installation.auditEvents(['--type', 'mcp.tool.call']);
  assert.deepEqual(JSON.parse(call.details.arguments), { text: 'kept whole' });
});

describe('a host that is killed', () => {
  const kMark = 'written under load';
  let simulator;

  before(async () => {
    simulator = await Simulator.start();
  });

  after(() => simulator?.stop());

  const calls = {
    echo: { text: 'x' },
    write: {
      table: 'incident',
      operation: 'create',
      field_values: { short_description: kMark },
    },
  };

  /** Kills the host when it has answered some hundred calls and is at work on others. */
  async function killUnderLoad(host, token) {
    let answered = 0;
    const callWithoutEnd = async (name) => {
      for (; host.program.isRunning; ++answered) await callTool(host, token, name, calls[name]);
    };
    const load = Object.keys(calls)
      .flatMap((name) => Array(4).fill(name))
      .map(callWithoutEnd);
    const ended = Promise.allSettled(load);
    const ready = until('the host has answered', () => answered > 200, 60_000);
    await ready.finally(() => host.stop('SIGKILL'));
    await ended;
  }

  test('has on record whatever it did, in a chain that holds and goes on', async () => {
    const host = await serveWith(simulator);
    const { installation } = host;
    await killUnderLoad(host, await installation.tokenFor(users.itil));
    await installation.commandOutput(['audit', 'verify']);

    const again = await installation.serve();
    await callTool(again, await installation.tokenFor(users.itil), 'echo', { text: 'after' });
    await again.stop();
    await installation.commandOutput(['audit', 'verify']);

    const events = await installation.auditEvents(['--last', '100000']);
    const intended = events.filter(
      (event) => event.target === 'write' && event.outcome === 'intended',
    );
    const written = await simulator.records('incident', `short_description=${kMark}`);
    assert.ok(written.length > 0);
    assert.ok(intended.length >= written.length, `${intended.length} of ${written.length} writes`);
    assert.equal(events.filter((event) => event.type === 'system.start').length, 2);
  });
});

describe('a trail that was changed', () => {
  let installation;
  let records;

  before(async () => {
    installation = new Installation();
    for (let client = 0; client < 5; ++client)
      await installation.addClient({ name: `client ${client}` });
    records = bySequence(await installation.auditEvents(['--last', '100']));
    assert.ok(records.length >= 5);
  });

  /** Verifies a copy of the trail after `change` was done to its database. */
  async function verifyChanged(change) {
    const copy = new Installation();
    cpSync(installation.stateDir, copy.stateDir, { recursive: true });
    const database = new DatabaseSync(join(copy.stateDir, 'audit.db'));
    change(database);
    database.close();
    return copy.command(['audit', 'verify']);
  }

  const middle = () => records[2].seq;

  const changes = {
    'a word in a record': [
      (db) =>
        db
          .prepare(
            `UPDATE records SET record = replace(record, 'client.add', 'client.adz') WHERE seq = ?`,
          )
          .run(middle()),
      () => middle(),
    ],
    'a record taken out': [
      (db) => db.prepare('DELETE FROM records WHERE seq = ?').run(middle()),
      () => middle(),
    ],
    'a hash': [
      (db) => db.prepare('UPDATE records SET hash = zeroblob(32) WHERE seq = ?').run(middle()),
      () => middle(),
    ],
    'the first record taken out': [
      (db) => db.prepare('DELETE FROM records WHERE seq = ?').run(records[0].seq),
      () => records[0].seq,
    ],
  };

  for (const [what, [change, bad]] of Object.entries(changes)) {
    test(`${what}: verify names the record`, async () => {
      const { code, stdout, stderr } = await verifyChanged((database) => {
        dropGuards(database);
        change(database);
      });
      assert.equal(code, 1, stdout + stderr);
      assert.match(stdout, new RegExp(`record ${bad()}\\b`));
    });
  }

  // Triggers that keep records from being changed by mistake are no obstacle to who means to.
  function dropGuards(database) {
    const triggers = database
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`)
      .all();
    for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
  }

  test('unchanged, the copy verifies', async () => {
    const { code, stdout } = await verifyChanged(() => {});
    assert.equal(code, 0, stdout);
  });
});
