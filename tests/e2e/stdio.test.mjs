// MCP over stdin and stdout: alone, and as a relay beside a running `serve`.
import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { connectSdkStdio, connectStdio, eras } from './harness/clients.mjs';
import { Installation } from './harness/host.mjs';
import { envelope, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';
import { until, within } from './harness/until.mjs';

const kUserKey = `stdio.user.${userInfo().username}`;
const kQuery = { name: 'query', arguments: { table: 'incident', limit: 1 } };

let simulator;

before(async () => {
  simulator = await Simulator.start();
});

after(() => simulator?.stop());

const makeInstallation = (settings = {}) =>
  new Installation({ ...simulator.settings(), [kUserKey]: users.itil, ...settings });

/** Speaks lines to a `toolhost stdio` by hand. */
class Lines {
  constructor(installation) {
    this.program = installation.stdio();
    this.last = 0;
  }

  send(message) {
    this.program.child.stdin.write(
      `${typeof message === 'string' ? message : JSON.stringify(message)}\n`,
    );
  }

  find(id) {
    return this.program.lines().find((line) => line.id === id);
  }

  async request(method, params) {
    const id = ++this.last;
    this.send({ jsonrpc: '2.0', id, method, ...(params && { params }) });
    return until(`an answer to ${method}`, () => this.find(id));
  }

  modern(method, params = {}) {
    return this.request(method, { ...params, _meta: envelope() });
  }

  async initialize(revision = '2025-11-25') {
    const params = {
      protocolVersion: revision,
      capabilities: {},
      clientInfo: { name: 'e2e', version: '1' },
    };
    const answer = await this.request('initialize', params);
    this.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return answer;
  }

  /** Closes stdin and gives how the program ended. */
  async end() {
    this.program.child.stdin.end();
    return within('toolhost stdio ending at the end of its input', this.program.ended, 10_000);
  }
}

const connections = {
  'client, 2026-07-28': (command) => connectStdio(command, eras.modern),
  'client, sessions': (command) => connectStdio(command, eras.legacy),
  sdk: (command) => connectSdkStdio(command),
};

async function useAll(installation) {
  for (const [name, connect] of Object.entries(connections)) {
    const client = await connect(installation.stdioCommand());
    const { tools } = await client.listTools();
    assert.ok(
      tools.some((tool) => tool.name === 'query'),
      name,
    );
    const result = await client.callTool(kQuery);
    assert.ok(!result.isError, `${name}: ${textOf(result)}`);
    assert.equal(result.structuredContent.returned, 1);
    await client.close();
    const read = (await simulator.requests()).findLast((one) =>
      one.path.endsWith('/table/incident'),
    );
    assert.equal(read.user, users.itil, name);
  }
}

test('every client works alone, as the mapped user', () => useAll(makeInstallation()));

test('every client works beside a running host, and the host records it', async () => {
  const installation = makeInstallation();
  const host = await installation.serve();
  await useAll(installation);
  await host.stop();
  const calls = (await installation.auditEvents(['--type', 'mcp.tool.call'])).filter(
    (event) => event.outcome === 'ok',
  );
  assert.equal(calls.length, Object.keys(connections).length);
  for (const call of calls) {
    assert.equal(call.actor.user, users.itil);
    assert.equal(call.actor.evidence, 'process');
  }
});

test('an operating-system user who is mapped to nobody is told what to set', async () => {
  const installation = new Installation(simulator.settings());
  const client = await connectStdio(installation.stdioCommand(), eras.modern);
  const result = await client.callTool(kQuery);
  await client.close();
  assert.equal(result.isError, true);
  assert.match(textOf(result), /stdio\.user/);
});

for (const where of ['alone', 'beside a host']) {
  describe(`by hand, ${where}`, () => {
    let installation;
    let host;

    before(async () => {
      installation = makeInstallation({ 'log.level': 'debug' });
      if (where !== 'alone') host = await installation.serve();
    });

    after(() => host?.stop());

    test('nothing but messages is on stdout, and the end of input is the end', async () => {
      const lines = new Lines(installation);
      await lines.initialize();
      await lines.request('tools/call', { name: 'echo', arguments: { text: 'two\nlines' } });
      const { code, stdout } = await lines.end();
      assert.equal(code, 0);
      for (const line of stdout.trimEnd().split('\n'))
        assert.equal(JSON.parse(line).jsonrpc, '2.0');
    });

    test('both eras may be spoken on one connection', async () => {
      const lines = new Lines(installation);
      const discovered = await lines.modern('server/discover');
      assert.ok(discovered.result.supportedVersions.includes('2026-07-28'));
      assert.equal((await lines.initialize('2025-06-18')).result.protocolVersion, '2025-06-18');
      assert.equal((await lines.modern('tools/list')).result.resultType, 'complete');
      assert.ok(!('resultType' in (await lines.request('tools/list')).result));
      await lines.end();
    });

    test('a wrong line is answered and the next one is served', async () => {
      const lines = new Lines(installation);
      await lines.initialize();
      for (const wrong of [
        '{',
        '7',
        'null',
        '[]',
        '"x"',
        `{"jsonrpc":"2.0","id":null,"method":"ping"}`,
      ]) {
        const had = lines.program.lines().length;
        lines.send(wrong);
        const answer = await until(`an answer to ${wrong}`, () => lines.program.lines()[had]);
        assert.ok([-32700, -32600].includes(answer.error.code), JSON.stringify(answer));
      }
      assert.deepEqual((await lines.request('ping')).result, {});
      await lines.end();
    });

    test('a line beyond the limit is refused, not kept', async () => {
      const lines = new Lines(installation);
      await lines.initialize();
      const had = lines.program.lines().length;
      lines.send(
        `{"jsonrpc":"2.0","id":99,"method":"ping","params":{"pad":"${'p'.repeat(5 << 20)}"}}`,
      );
      const answer = await until('a refusal', () => lines.program.lines()[had]);
      assert.equal(answer.error.code, -32600);
      assert.deepEqual((await lines.request('ping')).result, {});
      await lines.end();
    });

    test('a cancelled call is not answered, and what follows is', async () => {
      const lines = new Lines(installation);
      await lines.initialize();
      await simulator.setFault({
        latency_ms: 4_000,
        count: 1,
        path_prefix: '/api/now/table/incident',
      });
      lines.send({ jsonrpc: '2.0', id: 'slow', method: 'tools/call', params: kQuery });
      lines.send({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: 'slow' },
      });
      assert.deepEqual((await lines.request('ping')).result, {});
      const { code } = await lines.end();
      await simulator.clearFaults();
      assert.equal(code, 0);
      assert.equal(lines.find('slow'), undefined);
    });

    test('an answer still due at the end of input is given', async () => {
      const lines = new Lines(installation);
      await simulator.setFault({
        latency_ms: 500,
        count: 1,
        path_prefix: '/api/now/table/incident',
      });
      lines.send({
        jsonrpc: '2.0',
        id: 'due',
        method: 'tools/call',
        params: { ...kQuery, _meta: envelope() },
      });
      const { code } = await lines.end();
      assert.equal(code, 0);
      assert.equal(lines.find('due').result.structuredContent.returned, 1);
    });
  });
}

test('a relay ends when the host does', async () => {
  const installation = makeInstallation();
  const host = await installation.serve();
  const lines = new Lines(installation);
  await lines.initialize();
  await host.stop();
  await within('the relay ending with the host', lines.program.ended, 10_000);
});

test('a signal ends it', async () => {
  const lines = new Lines(makeInstallation());
  await lines.initialize();
  const { code } = await lines.program.stop('SIGTERM');
  assert.equal(code, 0);
});
