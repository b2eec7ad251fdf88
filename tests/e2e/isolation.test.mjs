// Plugins in processes of their own: what befalls one is its own affair.
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectAskable, connectHttp, eras } from './harness/clients.mjs';
import { fixturesDir, pluginsDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { callTool, textOf } from './harness/mcp.mjs';
import { until } from './harness/until.mjs';

const crashes = {
  segfaults: /signal 11 \(Segmentation fault\)/,
  aborts: /signal 6 \(Aborted\)/,
  exits: /exit status 0/,
  closes_descriptors: /closed the connection/,
};

const settings = Object.fromEntries(
  [...Object.keys(crashes), 'takes_memory', 'loops', 'leaves_sandbox'].map((name) => [
    `plugin.${name}.prefix`,
    `${name}_`,
  ]),
);

let host;
let token;

before(async () => {
  const folder = scratchFolder();
  copyFileSync(join(pluginsDir, 'echo.so'), join(folder, 'echo.so'));
  for (const name of [...Object.keys(crashes), 'takes_memory', 'loops', 'leaves_sandbox', 'converses']) {
    copyFileSync(join(fixturesDir, `${name}.so`), join(folder, `${name}.so`));
  }
  host = await new Installation({
    'plugins.directory': folder,
    'calls.deadline_ms': 3000,
    'plugin.takes_memory.memory_mib': 512,
    ...settings,
  }).serve();
  token = await host.installation.tokenFor('some.user');
});

after(() => host?.program.stop('SIGTERM', 30_000));

const call = (name, args = {}) => callTool(host, token, name, args);

const behavesAgain = (name) =>
  until(`${name} to be there again`, async () => {
    const said = textOf(await call(`${name}_behaves`));
    return said === 'still here' || undefined;
  });

for (const [name, reason] of Object.entries(crashes)) {
  test(`${name}: its call fails in words, others go on, and it comes back`, async () => {
    const others = Array.from({ length: 20 }, (_, i) => call('echo', { text: `${i}` }));
    const result = await call(`${name}_misbehaves`);
    assert.equal(result.isError, true);
    assert.match(textOf(result), reason);
    assert.deepEqual(
      (await Promise.all(others)).map(textOf),
      others.map((_, i) => `${i}`),
    );
    await behavesAgain(name);
    assert.match(host.program.stderr, new RegExp(`loader.plugin.crashed plugin=${name} `));
  });
}

test('a plugin that takes all memory fails its own call', async () => {
  await assert.rejects(call('takes_memory_misbehaves'), /bad_alloc/);
  await behavesAgain('takes_memory');
});

test('a call that loops is answered at its deadline and its process ended', async () => {
  const result = await call('loops_misbehaves');
  assert.match(textOf(result), /in time/);
  await until('the process to be ended', () =>
    host.program.stderr.includes('went on though nobody waited') || undefined,
  );
  await behavesAgain('loops');
});

test('a plugin reaches nothing outside its process, not even while it is loaded', async () => {
  const reached = host.program.stderr.includes('no Landlock') ? 'read-files write-files' : 'nothing';
  assert.equal(
    textOf(await call('leaves_sandbox_misbehaves')),
    `while loaded: ${reached}; now: ${reached}`,
  );
});

test('failed calls are on the audit trail as failed', async () => {
  const events = await host.installation.auditEvents(['--last', '1000']);
  const failed = events.filter(
    (event) => event.target === 'segfaults_misbehaves' && event.outcome === 'failed',
  );
  assert.equal(failed.length, 1, JSON.stringify(events.at(-1)));
});

test('a tool asks the user through the official client', async () => {
  const asked = [];
  const client = await connectAskable(host, token, eras.modern, async (request) => {
    asked.push(request.params.message);
    return { action: 'accept', content: { name: 'Abel' } };
  });
  const result = await client.callTool({ name: 'greets', arguments: {} });
  assert.deepEqual(asked, ['What is your name?']);
  assert.equal(textOf(result), 'Hello, Abel (asked once)');
  await client.close();
});

test('a tool is told when the client cannot ask its user', async () => {
  const client = await connectHttp(host, token, eras.modern);
  const result = await client.callTool({ name: 'greets', arguments: {} });
  assert.equal(textOf(result), 'This client cannot ask you for your name.');
  await client.close();
});
