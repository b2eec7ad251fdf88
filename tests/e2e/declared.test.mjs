// Tools that an admin declares in a file: the same checks, the same identity, and no way around the
// conditions that the file fixes.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connectHttp, eras } from './harness/clients.mjs';
import { buildDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, callTool, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';
import { until } from './harness/until.mjs';

const kExample = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../conf/examples/hardware_desk.tools.json',
);
const kFile = 'hardware_desk.tools.json';

let simulator;
let host;
let token;
let folder;

before(async () => {
  simulator = await Simulator.start();
  folder = scratchFolder();
  copyFileSync(kExample, join(folder, kFile));
  writeFileSync(join(folder, 'spoiled.tools.json'), '{"id":"a.b","version":"1.0.0","tools":[{}]}');
  host = await new Installation({
    ...simulator.settings(),
    'plugins.directory': folder,
    'plugins.permissions': 'off',
    'plugin.hardware_desk.prefix': 'hw_',
  }).serve();
  token = await host.installation.tokenFor(users.itil);
});

after(async () => {
  await host?.stop();
  await simulator?.stop();
});

const call = (tool, args) => callTool(host, token, `hw_${tool}`, args);
const recordOf = async (number) =>
  (await simulator.records('incident', `number=${number}`))[0];
const anyIncident = async (query) => (await simulator.records('incident', query))[0];

test('a file that is spoiled is refused with the place and what is expected there', () => {
  assert.match(host.program.stderr, /spoiled\.tools\.json rule=declaration reason="at \/tools\/0/);
});

test('the official client sees the tools as they were declared, and lists by them', async () => {
  const client = await connectHttp(host, token, eras.modern);
  const { tools } = await client.listTools();
  assert.deepEqual(
    tools.map((tool) => tool.name),
    ['list', 'get', 'report', 'note'].map((verb) =>
      verb === 'list' ? 'hw_list_hardware_incidents' : `hw_${verb}_hardware_incident`,
    ),
  );
  assert.equal(tools[0].annotations.readOnlyHint, true);
  assert.equal(tools[2].annotations.readOnlyHint, false);
  const result = await client.callTool({ name: tools[0].name, arguments: { limit: 1 } });
  assert.equal(result.structuredContent.records.length, 1);
  assert.ok(result.structuredContent.has_more);
  await client.close();
});

test('a list holds what the file fixes and no more than it grants', async () => {
  const expected = await simulator.records('incident', 'category=hardware^active=true');
  const { structuredContent } = await call('list_hardware_incidents', { limit: 50 });
  assert.equal(structuredContent.total, expected.length);
  const numbers = new Set(expected.map((record) => record.number));
  for (const record of structuredContent.records) assert.ok(numbers.has(record.number));
  const refused = await call('list_hardware_incidents', { limit: 51 });
  assert.equal(refused.isError, true);
});

test('reading on gives every record once', async () => {
  const seen = [];
  let cursor;
  do {
    const { structuredContent } = await call('list_hardware_incidents', {
      limit: 2,
      ...(cursor && { cursor }),
    });
    seen.push(...structuredContent.records.map((record) => record.number));
    cursor = structuredContent.next_cursor;
  } while (cursor);
  const expected = await simulator.records('incident', 'category=hardware^active=true');
  assert.deepEqual(seen.toSorted(), expected.map((record) => record.number).toSorted());
});

for (const words of ['x^ORcategory=software', '^NQcategory=software', 'javascript:gs.now()', 'a^EQ']) {
  test(`a condition cannot be escaped by ${words}`, async () => {
    const result = await call('list_hardware_incidents', { words });
    assert.equal(result.isError, true, JSON.stringify(result.structuredContent));
  });
}

test('a record outside the filter does not exist: not to read, not to change', async () => {
  const other = await anyIncident('category=software^active=true');
  const read = await call('get_hardware_incident', { number: other.number });
  assert.equal(read.isError, true);
  assert.match(textOf(read), /No record of incident that this tool reaches/);
  const changed = await call('note_hardware_incident', { number: other.number, work_notes: 'x' });
  assert.equal(changed.isError, true);
  assert.match(textOf(changed), /No record of incident that this tool reaches/);
  assert.equal((await recordOf(other.number)).sys_mod_count, other.sys_mod_count);
});

test('a record is made as the user, with what is fixed, read and changed', async () => {
  const refused = await call('report_hardware_incident', { summary: 'x', category: 'software' });
  assert.equal(refused.isError, true);
  const made = await call('report_hardware_incident', { summary: 'Screen is dark', urgency: 2 });
  assert.ok(!made.isError, textOf(made));
  const { number } = made.structuredContent.record;
  const record = await recordOf(number);
  assert.equal(record.category, 'hardware');
  assert.equal(record.urgency, '2');
  assert.equal(record.sys_created_by, users.itil);
  const read = await call('get_hardware_incident', { number });
  assert.equal(read.structuredContent.record.short_description, 'Screen is dark');
  const noted = await call('note_hardware_incident', { number, work_notes: 'cable was loose' });
  assert.ok(!noted.isError, textOf(noted));
  assert.equal(noted.structuredContent.record.number, number);
});

test('a write is on the audit trail before it starts, a read by its end', async () => {
  const events = await host.installation.auditEvents(['--last', '40']);
  const loaded = (await host.installation.auditEvents()).find(
    (event) => event.target === 'com.example.hardware-desk',
  );
  assert.equal(loaded.type, 'plugin.loaded');
  assert.ok(events.some((event) => JSON.stringify(event).includes('hw_report_hardware_incident')));
});

test('a signature is made, verified and required as of any plugin', async () => {
  const plugins = join(scratchFolder(), 'plugins');
  const keys = join(dirname(plugins), 'keys');
  for (const made of [plugins, keys]) mkdirSync(made);
  const file = join(plugins, kFile);
  copyFileSync(kExample, file);
  const installation = new Installation({
    ...simulator.settings(),
    'plugins.directory': plugins,
    'plugins.keys': keys,
    'plugins.permissions': 'off',
    'plugins.signature': 'require',
  });
  const refused = await installation.command(['plugin', 'list']);
  assert.match(refused.stdout, /refused by signature/);
  await installation.commandOutput([
    ...['plugin', 'keygen', join(keys, 'us'), '--plugins', 'com.example.*'],
  ]);
  await installation.commandOutput(['plugin', 'sign', file, '--key', join(keys, 'us.key')]);
  assert.match(await installation.commandOutput(['plugin', 'verify', file]), /vouched for by us/);
  assert.match(await installation.commandOutput(['plugin', 'list']), /hardware-desk 1\.0\.0/);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"max": 50', '"max": 1000'));
  assert.match((await installation.command(['plugin', 'list'])).stdout, /of other bytes/);
});

test('a changed file serves at once, and one command goes back', async () => {
  const changed = readFileSync(kExample, 'utf8').replace('"1.0.0"', '"1.1.0"');
  const put = (text) => {
    writeFileSync(join(folder, '.part'), text);
    renameSync(join(folder, '.part'), join(folder, kFile));
  };
  const described = async () =>
    (await askModern(host, 'tools/list', {}, { token })).json.result.tools[0].description;
  put(changed.replace('Lists open hardware incidents', 'Shows what is broken'));
  await until('the change serves', async () => (await described()).startsWith('Shows what'));
  put('{"id":');
  await until('the broken one is refused', () => /not JSON in UTF-8/.test(host.program.stderr));
  assert.match(await described(), /^Shows what/);
  put(changed.replace('Lists open hardware incidents', 'Shows what is broken'));
  await host.installation.commandOutput(['plugin', 'rollback', 'hardware_desk']);
  assert.match(await described(), /^Lists open/);
});

test('plugin call runs one tool as who calls, with no server, and puts it on record', async () => {
  const call = ['plugin', 'call', kExample, 'list_hardware_incidents', '{"limit":1}'];
  const owned = await host.installation.command(call);
  assert.equal(owned.code, 1);
  assert.match(owned.stderr, /owns it/);
  const installation = new Installation(simulator.settings());
  const nobody = await installation.command(call);
  assert.equal(nobody.code, 1);
  assert.match(JSON.parse(nobody.stdout).content[0].text, /no_identity/);
  installation.configure({
    ...simulator.settings(),
    [`stdio.user.${userInfo().username}`]: users.itil,
  });
  const result = JSON.parse(await installation.commandOutput(call));
  assert.equal(result.structuredContent.records.length, 1);
  const wrong = await installation.command([...call.slice(0, 4), '{"limit":0}']);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /limit/);
  const events = await installation.auditEvents();
  assert.ok(events.some((event) => JSON.stringify(event).includes('list_hardware_incidents')));
});

test('plugin check says of each promise whether it is kept', async () => {
  const fixture = join(buildDir, 'tests/fixtures/plugins/run_path.so');
  const { code, stdout } = await host.installation.command(['plugin', 'check', fixture, '--json']);
  assert.equal(code, 1);
  const { passed, checks } = JSON.parse(stdout);
  assert.equal(passed, false);
  const failed = checks.filter((check) => check.outcome === 'failed');
  assert.deepEqual(
    failed.map((check) => check.name),
    ['run_path'],
  );
  assert.match(failed[0].what, /\/opt\/vendor\/lib/);
  assert.ok(failed[0].remedy);
});

test('inspect says what a file is', async () => {
  const shown = await host.installation.commandOutput(['plugin', 'inspect', kExample]);
  assert.match(shown, /com\.example\.hardware-desk 1\.0\.0/);
  assert.match(shown, /this host would load it/);
});
