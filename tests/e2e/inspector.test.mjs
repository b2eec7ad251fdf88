// The MCP Inspector's command line, as a person who tries a server out would use it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { run } from './harness/program.mjs';
import { Simulator, users } from './harness/simulator.mjs';

const kInspector = fileURLToPath(
  new URL('../../build/node/node_modules/.bin/mcp-inspector', import.meta.url),
);

let simulator;
let installation;
let host;
let http;

before(async () => {
  simulator = await Simulator.start();
  installation = new Installation({
    ...simulator.settings(),
    [`stdio.user.${userInfo().username}`]: users.itil,
  });
  host = await installation.serve();
  const token = await installation.tokenFor(users.itil);
  http = [host.mcpUrl, '--transport', 'http', '--header', `Authorization: Bearer ${token}`];
});

after(async () => {
  await host?.stop();
  await simulator?.stop();
});

/** Runs the Inspector and gives {code, stdout, stderr}. */
function inspect(target, words) {
  const args = [kInspector, '--cli', ...target, ...words, '--format', 'json', '--quiet'];
  return run(process.execPath, args, { env: { HOME: scratchFolder() }, deadlineMs: 60_000 });
}

async function resultOf(target, words) {
  const { code, stdout, stderr } = await inspect(target, words);
  assert.equal(code, 0, stderr || stdout);
  const answer = JSON.parse(stdout);
  return answer.result ?? answer;
}

for (const era of ['legacy', 'modern']) {
  test(`${era}: lists the tools and finds no fault with their schemas`, async () => {
    const { tools } = await resultOf(http, [
      '--method',
      'tools/list',
      '--protocol-era',
      era,
      '--strict',
    ]);
    assert.deepEqual(tools.map((tool) => tool.name).sort(), ['discover', 'echo', 'query', 'write']);
  });

  test(`${era}: calls a tool`, async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'query', '--protocol-era', era];
    const args = ['--tool-args-json', '{"table":"incident","query":"active=true","limit":2}'];
    const result = await resultOf(http, [...call, ...args]);
    assert.equal(result.structuredContent.records.length, 2);
  });
}

test('says so when there is no token', async () => {
  const { code } = await inspect(
    [host.mcpUrl, '--transport', 'http', '--stored-auth-only'],
    ['--method', 'tools/list'],
  );
  assert.notEqual(code, 0);
});

test('speaks to toolhost stdio beside the running host', async () => {
  const call = ['--method', 'tools/call', '--tool-name', 'echo', '--tool-arg', 'text=hello'];
  const [command, ...args] = installation.stdioCommand();
  const session = join(scratchFolder(), 'session.json');
  writeFileSync(session, JSON.stringify({ mcpServers: { toolhost: { command, args } } }));
  const result = await resultOf(['--config', session, '--server', 'toolhost'], call);
  assert.equal(result.content[0].text, 'hello');
});
