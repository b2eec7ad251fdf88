// Starting, stopping, and what is said of a configuration.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { scratchFolder, toolhost } from './harness/folders.mjs';
import { Installation, serveWith } from './harness/host.mjs';
import { callTool, textOf } from './harness/mcp.mjs';
import { run } from './harness/program.mjs';
import { Simulator, users } from './harness/simulator.mjs';
import { until, within } from './harness/until.mjs';

const kTable = '/api/now/table/incident';

describe('stopping', () => {
  let simulator;

  before(async () => {
    simulator = await Simulator.start();
  });

  after(() => simulator?.stop());

  test('SIGTERM lets a call in flight end and then ends the host', async () => {
    const host = await serveWith(simulator);
    const token = await host.installation.tokenFor(users.itil);
    assert.ok(!(await callTool(host, token, 'query', { table: 'incident', limit: 1 })).isError);
    await simulator.setFault({ latency_ms: 1_500, count: 1, path_prefix: kTable });
    const slow = callTool(host, token, 'query', { table: 'incident', limit: 1 });
    await until(
      'the call is under way',
      async () => await callTool(host, token, 'echo', { text: 'x' }),
    );
    const ended = host.stop('SIGTERM');
    const result = await slow;
    assert.ok(!result.isError, textOf(result));
    assert.equal((await ended).code, 0);
    await assert.rejects(fetch(host.url), 'it still listens');
  });

  test('SIGTERM does not wait for a call beyond its patience, and the call is answered', async () => {
    const host = await serveWith(simulator, { 'calls.deadline_ms': 60_000 });
    const token = await host.installation.tokenFor(users.itil);
    await simulator.setFault({ latency_ms: 40_000, count: 1, path_prefix: kTable });
    const slow = callTool(host, token, 'query', { table: 'incident', limit: 1 });
    await until(
      'the call is under way',
      async () => await callTool(host, token, 'echo', { text: 'x' }),
    );
    const ended = host.program.stop('SIGTERM', 20_000);
    const result = await within('an answer', slow, 20_000);
    await simulator.clearFaults();
    assert.equal(result.isError, true);
    assert.match(textOf(result), /shutting down/);
    assert.equal((await ended).code, 0);
  });
});

test('an idle connection does not delay the end', async () => {
  const host = await new Installation().serve();
  await (await fetch(`${host.url}/healthz`)).text();
  const idle = createConnection(host.port, '127.0.0.1');
  await new Promise((resolve) => idle.once('connect', resolve));
  const { code } = await host.program.stop('SIGTERM', 5_000);
  idle.destroy();
  assert.equal(code, 0);
});

test('SIGINT ends it as well', async () => {
  const host = await new Installation().serve();
  assert.equal((await host.stop('SIGINT')).code, 0);
});

test('the ready line is all that is on stdout', async () => {
  const host = await new Installation().serve();
  assert.equal((await fetch(`${host.url}/healthz`)).status, 200);
  assert.equal((await fetch(`${host.url}/readyz`)).status, 200);
  const { stdout } = await host.stop();
  const ready = JSON.parse(stdout);
  assert.deepEqual(Object.keys(ready).sort(), ['event', 'mcp_url', 'pid', 'url']);
  assert.equal(ready.pid, host.program.pid);
});

test('a state directory has one owner: a second host is refused and told which', async () => {
  const installation = new Installation();
  const host = await installation.serve();
  const second = await installation.command(['serve']);
  assert.equal(second.code, 1);
  assert.match(second.stderr, new RegExp(`\\b${host.program.pid}\\b`));
  assert.match(second.stderr, /state\.directory/);
  assert.equal((await fetch(`${host.url}/healthz`)).status, 200);
  await host.stop();
  const next = await installation.serve();
  await next.stop();
});

test('the owner that was killed is no owner', async () => {
  const installation = new Installation();
  const host = await installation.serve();
  await host.stop('SIGKILL');
  const next = await installation.serve();
  assert.equal((await next.stop()).code, 0);
});

test('a state directory that others may enter is refused', async () => {
  const installation = new Installation();
  mkdirSync(installation.stateDir);
  chmodSync(installation.stateDir, 0o755);
  const { code, stderr } = await installation.command(['serve']);
  assert.equal(code, 1);
  assert.match(stderr, /state/);
  assert.match(stderr, /0?700|chmod|others/);
});

test('a port that is taken is said to be', async () => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address();
  const installation = new Installation({ 'listen.port': port });
  const { code, stderr } = await installation.command(['serve']);
  other.close();
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`127\\.0\\.0\\.1:${port}`));
  assert.match(stderr, /listen\.port/);
});

test('SIGHUP takes up what can be taken up and says what waits for a start', async () => {
  const installation = new Installation({ 'log.level': 'info' });
  const host = await installation.serve();
  installation.configure({ 'log.level': 'debug', 'calls.workers': '3' });
  host.program.kill('SIGHUP');
  await host.program.logged(/config\.key\.changed.*log\.level.*now/);
  await host.program.logged(/config\.key\.changed.*calls\.workers.*next start/);
  const token = await installation.tokenFor('some.user');
  await callTool(host, token, 'echo', { text: 'x' });
  await host.program.logged(/calls\.call\.finished/); // a debug line
  await host.stop();
});

test('SIGHUP with a wrong configuration changes nothing', async () => {
  const installation = new Installation();
  const host = await installation.serve();
  writeFileSync(installation.configFile, 'listen.prot = 1\n');
  host.program.kill('SIGHUP');
  await host.program.logged(/listen\.prot/);
  assert.equal((await fetch(`${host.url}/healthz`)).status, 200);
  assert.equal((await host.stop()).code, 0);
});

test('without authentication it serves on loopback only, and says so loudly', async () => {
  const host = await new Installation({ 'auth.mode': 'off' }).serve();
  await host.program.logged(/warn.*authentication.*off/i);
  assert.ok(!(await callTool(host, undefined, 'echo', { text: 'x' })).isError);
  await host.stop();
  for (const address of ['0.0.0.0', '::']) {
    const open = new Installation({ 'auth.mode': 'off', 'listen.host': address });
    const { code, stderr } = await open.command(['serve']);
    assert.equal(code, 1, address);
    assert.match(stderr, /auth\.mode/);
  }
});

describe('configuration', () => {
  const wrong = {
    'a key nobody declared, with the nearest': [
      'listen.prot = 9000',
      /toolhost\.properties:2\b.*listen\.prot.*listen\.port/,
    ],
    'a value out of range': [
      'listen.port = 70000',
      /toolhost\.properties:2\b.*listen\.port.*65535/,
    ],
    'a value of another kind': ['calls.workers = many', /toolhost\.properties:2\b.*calls\.workers/],
    'a word that is not one of the words': ['auth.mode = none', /auth\.mode.*required.*off/],
    'a key twice': ['log.level = info\nlog.level = debug', /log\.level/],
    'a line that is none': ['listen.port', /toolhost\.properties:2\b/],
    'a secret written out': [
      'servicenow.dev.url = http://127.0.0.1:1\nservicenow.dev.grant = basic\nservicenow.dev.user_name = a\nservicenow.dev.password = hunter2',
      /servicenow\.dev\.password/,
    ],
    'an address that is no URL': ['servicenow.dev.url = not a url', /servicenow\.dev\.url/],
  };

  for (const [what, [text, words]] of Object.entries(wrong)) {
    test(`check-config names ${what}`, async () => {
      const installation = new Installation();
      writeFileSync(installation.configFile, `# first line\n${text}\n`);
      const { code, stdout, stderr } = await installation.command(['check-config']);
      assert.equal(code, 1, stdout);
      assert.match(stderr, words);
      assert.ok(!stderr.includes('hunter2'), 'the secret is shown');
      assert.equal((await installation.command(['serve'])).code, 1);
    });
  }

  test('check-config says when all is good', async () => {
    const { code, stdout } = await new Installation().command(['check-config']);
    assert.deepEqual([code, stdout.trim()], [0, 'the configuration is good']);
  });

  test('a file that is not there is an error when it was named', async () => {
    const file = join(scratchFolder(), 'none.properties');
    const { code, stderr } = await run(toolhost, ['check-config', '--config', file]);
    assert.equal(code, 1);
    assert.ok(stderr.includes(file), stderr);
  });

  test('command line before environment before file', async () => {
    const installation = new Installation({ 'calls.workers': 3 });
    const shown = async (words, env) => {
      const { stdout } = await installation.command(['print-config', ...words], { env });
      return stdout.match(/^calls\.workers *= *(\d+)/m)[1];
    };
    assert.equal(await shown([], {}), '3');
    assert.equal(await shown([], { TOOLHOST_CALLS_WORKERS: '4' }), '4');
    assert.equal(await shown(['--set', 'calls.workers=5'], { TOOLHOST_CALLS_WORKERS: '4' }), '5');
  });

  test('print-config never shows a secret', async () => {
    const installation = new Installation({
      'servicenow.dev.url': 'http://127.0.0.1:1',
      'servicenow.dev.grant': 'basic',
      'servicenow.dev.user_name': 'someone',
      'servicenow.dev.password': 'env:E2E_PASSWORD',
    });
    const { stdout } = await installation.command(['print-config'], {
      env: { E2E_PASSWORD: 'hunter2' },
    });
    assert.match(stdout, /^servicenow\.dev\.password = \S/m);
    assert.ok(!stdout.includes('hunter2'));
  });

  test('the shipped reference is what the program prints', async () => {
    const { stdout } = await run(toolhost, ['print-config', '--reference']);
    const shipped = new URL('../../conf/toolhost.properties', import.meta.url);
    assert.equal(stdout, readFileSync(shipped, 'utf8'));
  });
});

describe('the command line', () => {
  const wrong = {
    'an unknown command': [['srve'], /serve/],
    'an unknown option': [['serve', '--confg', 'x'], /confg.*config/],
    'an option of another command': [['check-config', '--json'], /--json/],
    'an option without its value': [['serve', '--config'], /--config needs a value/],
    nothing: [[], /serve/],
  };

  for (const [what, [words, said]] of Object.entries(wrong)) {
    test(`${what} is answered with what there is`, async () => {
      const { code, stderr } = await run(toolhost, words);
      assert.equal(code, 2);
      assert.match(stderr, said);
    });
  }

  test('a token needs a user, and a lifetime within bounds', async () => {
    const installation = new Installation();
    assert.equal((await installation.command(['token', 'issue'])).code, 1);
    for (const lifetime of ['0', '-5', '1e9', 'soon', '99999999']) {
      const { code, stderr } = await installation.command([
        'token',
        'issue',
        '--user',
        'a',
        '--lifetime',
        lifetime,
      ]);
      assert.equal(code, 1, lifetime);
      assert.match(stderr, /lifetime/);
    }
  });

  test('clients are listed without their secrets and can be revoked once', async () => {
    const installation = new Installation();
    const client = await installation.addClient({ name: 'listed', actsAs: 'some.user' });
    const listed = await installation.commandOutput(['client', 'list', '--json']);
    const [one] = JSON.parse(listed);
    assert.equal(one.client_id, client.client_id);
    assert.equal(one.acts_as, 'some.user');
    assert.ok(!listed.includes(client.client_secret));
    await installation.commandOutput(['client', 'revoke', client.client_id]);
    const unknown = await installation.command(['client', 'revoke', 'no-such-client']);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /no-such-client/);
  });
});
