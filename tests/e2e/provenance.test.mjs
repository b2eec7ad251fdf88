// Where plugins come from: a host that requires signatures loads what a trusted key signed and says
// of everything else which rule it breaks and what to do; makers sign with the program itself.
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildDir, pluginsDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { callTool, textOf } from './harness/mcp.mjs';

const fixture = (name) => join(buildDir, 'tests/fixtures/plugins', `${name}.so`);

/** An installation with a plugin folder and a folder of trusted keys of its own. */
function installationWith(settings) {
  const folder = scratchFolder();
  const plugins = join(folder, 'plugins');
  const keys = join(folder, 'keys');
  for (const made of [plugins, keys]) mkdirSync(made);
  const installation = new Installation({
    'plugins.directory': plugins,
    'plugins.keys': keys,
    'plugins.permissions': 'off',
    ...settings,
  });
  return { installation, folder, plugins, keys };
}

/** What `plugin list` says, by file. */
async function listed(installation) {
  const { stdout } = await installation.command(['plugin', 'list', '--json']);
  return Object.fromEntries(JSON.parse(stdout).map((plugin) => [plugin.file, plugin]));
}

let host;
let site;

before(async () => {
  site = installationWith({ 'plugins.signature': 'require' });
  const { installation, folder, plugins, keys } = site;
  const key = join(folder, 'us');
  await installation.commandOutput(['plugin', 'keygen', key, '--plugins', 'com.toolhost.*,test.*']);
  copyFileSync(`${key}.pub`, join(keys, 'us.pub'));
  const put = async (from, name) => {
    copyFileSync(from, join(plugins, name));
    await installation.commandOutput(['plugin', 'sign', join(plugins, name), '--key', `${key}.key`]);
  };
  await put(join(pluginsDir, 'echo.so'), 'echo.so');
  await put(fixture('wrong_abi'), 'wrong_abi.so');
  await put(fixture('run_path'), 'run_path.so');
  await put(join(pluginsDir, 'echo.so'), 'tampered.so');
  appendFileSync(join(plugins, 'tampered.so'), 'x');
  copyFileSync(join(pluginsDir, 'servicenow_meta.so'), join(plugins, 'unsigned.so'));
  symlinkSync(join(pluginsDir, 'echo.so'), join(plugins, 'link.so'));
  host = await installation.serve();
});

after(() => host?.stop());

// The rule each breaks and the remedy, as log and list must name them.
const refused = {
  'link.so': ['file', /symbolic link; put the file itself there/],
  'run_path.so': ['binary', /\/opt\/vendor\/lib.*toolhost_add_plugin/],
  'tampered.so': ['signature', /other bytes.*get both again/],
  'unsigned.so': ['signature', /not signed.*add [0-9a-f]{64} to /],
  'wrong_abi.so': ['abi', /0\.7.*rebuild it/],
};

for (const [file, [rule, words]] of Object.entries(refused)) {
  test(`${file} is refused by the rule ${rule}, in the log and in the list`, async () => {
    const lines = host.program.stderr.split('\n').filter((line) => line.includes(`file=${file}`));
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0], new RegExp(`loader\\.plugin\\.refused .*rule=${rule} `));
    assert.match(lines[0], words);
    const plugin = (await listed(host.installation))[file];
    assert.equal(plugin.rule, rule);
    assert.match(plugin.refusal, words);
    assert.deepEqual(plugin.tools, []);
  });
}

test('the signed plugin serves, and the list says who signed it', async () => {
  const { 'echo.so': echo } = await listed(host.installation);
  assert.deepEqual(echo.tools, ['echo']);
  assert.equal(echo.signer, 'us');
  const token = await host.installation.tokenFor('some.user');
  assert.equal(textOf(await callTool(host, token, 'echo', { text: 'hello' })), 'hello');
});

test('what is loaded is the private copy, named for its content', async () => {
  const { 'echo.so': echo } = await listed(host.installation);
  const maps = readFileSync(`/proc/${host.program.pid}/maps`, 'utf8');
  assert.ok(maps.includes(join(host.installation.stateDir, `plugins/store/${echo.sha256}.so`)));
  assert.ok(!maps.includes(join(site.plugins, 'echo.so')));
});

test('the audit trail has each verdict', async () => {
  const { installation } = site;
  await host.stop();
  host = await installation.serve();
  const loaded = await installation.auditEvents(['--type', 'plugin.loaded']);
  assert.equal(loaded[0].target, 'com.toolhost.echo');
  assert.equal(loaded[0].details.signer, 'us');
  const denied = await installation.auditEvents(['--type', 'plugin.refused']);
  const files = new Set(denied.map((event) => event.details.file));
  assert.deepEqual([...files].sort(), Object.keys(refused));
});

test('a file that everybody may write is refused where permissions are required', async () => {
  const { installation, plugins } = installationWith({ 'plugins.permissions': 'require' });
  copyFileSync(join(pluginsDir, 'echo.so'), join(plugins, 'echo.so'));
  chmodSync(join(plugins, 'echo.so'), 0o666);
  const { code, stdout } = await installation.command(['plugin', 'list']);
  assert.equal(code, 1);
  assert.match(stdout, /echo\.so {2}refused by permissions: .*may write/);
});

test('a lower version serves again once the admin lets it', async () => {
  const { installation, plugins } = installationWith({});
  copyFileSync(join(pluginsDir, 'echo.so'), join(plugins, 'echo.so'));
  await (await installation.serve()).stop();
  const approve = (version) =>
    installation.commandOutput(['plugin', 'approve', 'com.toolhost.echo', '--at-least', version]);
  await approve('7.0.0');
  const { rule, refusal } = (await listed(installation))['echo.so'];
  assert.equal(rule, 'rollback');
  assert.match(refusal, /toolhost plugin approve com\.toolhost\.echo --at-least 0\.1\.0/);
  await approve('0.1.0');
  assert.deepEqual((await listed(installation))['echo.so'].tools, ['echo']);
});

test('tools that say something else wait for approval', async () => {
  const instance = (name) => ({
    [`servicenow.${name}.url`]: 'http://127.0.0.1:9',
    [`servicenow.${name}.grant`]: 'passthrough',
  });
  const settings = { 'plugins.pins': 'require', 'servicenow.token_header': 'X-Own-Token' };
  const installation = new Installation({ ...settings, ...instance('one') });
  await (await installation.serve()).stop();
  installation.configure({ ...settings, ...instance('one'), ...instance('two') });
  const running = await installation.serve();
  const { 'servicenow_meta.so': changed, 'echo.so': same } = await listed(installation);
  assert.equal(same.refusal, '');
  assert.equal(changed.rule, 'pins');
  assert.match(changed.refusal, /query: another inputSchema/);
  const words = ['plugin', 'approve', 'com.toolhost.servicenow-meta'];
  assert.match(await installation.commandOutput(words), /^query: another inputSchema$/m);
  await running.stop();
  assert.equal((await listed(installation))['servicenow_meta.so'].refusal, '');
});

test('a signature that was made for another file is not taken', async () => {
  const { installation, folder } = installationWith({});
  const [key, file] = [join(folder, 'us'), join(folder, 'echo.so')];
  copyFileSync(join(pluginsDir, 'echo.so'), file);
  await installation.commandOutput(['plugin', 'keygen', key]);
  await installation.commandOutput(['plugin', 'sign', file, '--key', `${key}.key`]);
  const verify = () => installation.command(['plugin', 'verify', file, '--key', `${key}.pub`]);
  assert.equal((await verify()).code, 0);
  appendFileSync(file, 'x');
  const { code, stderr } = await verify();
  assert.equal(code, 1);
  assert.match(stderr, /another content/);
});

test('inspecting a file says everything of it as JSON and runs nothing', async () => {
  const { installation } = installationWith({});
  const { code, stdout } = await installation.command([
    ...['plugin', 'inspect', fixture('wrong_abi'), '--json'],
  ]);
  assert.equal(code, 1);
  const found = JSON.parse(stdout);
  assert.equal(found.is_accepted, false);
  assert.equal(found.note.abi, '0.7');
  assert.deepEqual(found.elf.exports, ['toolhost_plugin_entry_v1']);
  assert.ok(found.findings.some(({ rule, refuses }) => rule === 'abi' && refuses));
});
