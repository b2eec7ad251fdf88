// A plugin directory full of faults: each is refused with one clear line, and the rest serves.
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fixturesDir, pluginsDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, callTool, textOf } from './harness/mcp.mjs';

// What is wrong with each, as the log must say.
const refused = {
  built_for_0_8: /0\.8 and this host has 0\.9/,
  bad_name: /Not A Name!/,
  duplicate_tool: /echo/,
  executable_stack: /stack executable/,
  foreign_library: /libresolv\.so\.2/,
  invalid_schema: /numbr|schema/,
  no_entry: /toolhost_plugin_entry_v1/,
  no_note: /no toolhost note/,
  not_a_library: /ELF/,
  other_abi_in_table: /0\.7/,
  other_identity: /com\.toolhost\.echo/,
  refuses_create: /create|configuration|refuse/i,
  run_path: /\/opt\/vendor\/lib/,
  text_relocations: /TEXTREL/,
  throws_across: /thr(ew|own|ow)|exception/i,
  throws_in_create: /the moon is in the wrong phase/,
  unreadable_note: /not a JSON object/,
  wrong_abi: /0\.7/,
};

const kDeadlineMs = 700;

let host;
let token;

// Those that load, and then do not do as they should.
const served = [
  'answers_later',
  'breaks_output_schema',
  'forgets_to_answer',
  'never_answers',
  'throws_in_call',
];

/** A folder with these fixture plugins; the real echo plugin comes first. */
function galleryFolder() {
  const folder = scratchFolder();
  copyFileSync(join(pluginsDir, 'echo.so'), join(folder, '00_echo.so'));
  for (const name of [...Object.keys(refused), ...served]) {
    copyFileSync(join(fixturesDir, `${name}.so`), join(folder, `${name}.so`));
  }
  return folder;
}

before(async () => {
  host = await new Installation({
    'plugins.directory': galleryFolder(),
    'calls.deadline_ms': kDeadlineMs,
  }).serve();
  token = await host.installation.tokenFor('some.user');
});

after(() => host?.program.stop('SIGTERM', 30_000));

const call = (name, args = {}) => callTool(host, token, name, args);

for (const [name, reason] of Object.entries(refused)) {
  test(`${name} is refused with one line that says why`, () => {
    const lines = host.program.stderr.split('\n').filter((line) => line.includes(`${name}.so`));
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0], /loader\.plugin\.refused/);
    assert.match(lines[0], reason);
  });
}

test('no other plugin is refused', () => {
  const found = host.program.stderr.match(/loader\.plugin\.refused/g) ?? [];
  assert.equal(found.length, Object.keys(refused).length);
});

test('the tool of the first plugin is served, not that of the second of its name', async () => {
  assert.equal(textOf(await call('echo', { text: 'hello' })), 'hello');
});

test('tools of refused plugins are not listed', async () => {
  const { tools } = (await askModern(host, 'tools/list', {}, { token })).json.result;
  assert.deepEqual(tools.map((tool) => tool.name).sort(), [
    'crooked',
    'echo',
    'forgets',
    'later',
    'never_answers',
    'throws',
    'throws_an_int',
  ]);
});

/** The JSON-RPC error of a call, for what is the plugin's fault and not its answer. */
async function faultOf(name) {
  const answer = await askModern(host, 'tools/call', { name, arguments: {} }, { token });
  assert.equal(answer.json.error?.code, -32603, answer.text);
  return answer.json.error.message;
}

test('a tool that throws is an internal error, in the words of the exception', async () => {
  assert.match(await faultOf('throws'), /the tool threw/);
  await faultOf('throws_an_int');
});

test('a tool that forgets to answer is an internal error at once', async () => {
  const began = performance.now();
  assert.match(await faultOf('forgets'), /without answering/);
  assert.ok(performance.now() - began < kDeadlineMs);
});

test('a tool that answers twice is answered once', async () => {
  assert.equal(textOf(await call('later')), 'later');
});

test('a result that breaks its own schema is not passed on', async () => {
  assert.match(await faultOf('crooked'), /count/);
});

test('a tool that never answers is given up on at the deadline', async () => {
  const began = performance.now();
  const result = await call('never_answers');
  assert.equal(result.isError, true);
  assert.match(textOf(result), /time/);
  assert.ok(performance.now() - began < kDeadlineMs + 1_500);
  assert.equal(textOf(await call('echo', { text: 'still' })), 'still');
});

test('plugin list says of each file what became of it', async () => {
  const { code, stdout } = await host.installation.command(['plugin', 'list']);
  assert.equal(code, 1, 'some are refused');
  for (const [name, reason] of Object.entries(refused)) {
    const line = stdout.split('\n').find((one) => one.startsWith(`${name}.so`));
    assert.match(line ?? '', /refused/, name);
    assert.match(line, reason);
  }
  assert.match(stdout, /^00_echo\.so .*echo/m);
});

test('a plugin may be switched off, and a required one stops the start when it is refused', async () => {
  const off = new Installation({
    'plugins.directory': galleryFolder(),
    'plugin.00_echo.enabled': 'false',
  });
  const listed = await off.command(['plugin', 'list']);
  assert.ok(!listed.stdout.includes('00_echo.so'), listed.stdout);
  const required = new Installation({
    'plugins.directory': galleryFolder(),
    'plugin.wrong_abi.required': 'true',
  });
  const { code, stderr } = await required.command(['serve']);
  assert.equal(code, 1);
  assert.match(stderr, /wrong_abi/);
  const missing = new Installation({ 'plugin.not_there.required': 'true' });
  assert.match((await missing.command(['serve'])).stderr, /not_there/);
});

test('a plugin directory that is not there is an error that names its key', async () => {
  const { code, stderr } = await new Installation({
    'plugins.directory': '/no/such/folder',
  }).command(['serve']);
  assert.equal(code, 1);
  assert.match(stderr, /plugins\.directory/);
});

test('files that are no plugins are left alone', async () => {
  const folder = scratchFolder();
  copyFileSync(join(pluginsDir, 'echo.so'), join(folder, 'echo.so'));
  for (const name of ['README.md', '.hidden', 'echo.so.bak'])
    writeFileSync(join(folder, name), 'x');
  const { code, stdout } = await new Installation({ 'plugins.directory': folder }).command([
    'plugin',
    'list',
  ]);
  assert.equal(code, 0, stdout);
  assert.equal(stdout.trim().split('\n').length, 1);
});
