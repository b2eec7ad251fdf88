// Several ServiceNow instances behind one host, each with its own way to sign in.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, callTool, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';

let by_assertion;
let by_password;
let host;
const tokens = {};

function passwordFile(password) {
  const file = join(scratchFolder(), 'password');
  writeFileSync(file, password, { mode: 0o600 });
  return file;
}

before(async () => {
  [by_assertion, by_password] = await Promise.all([
    Simulator.start(),
    Simulator.start({ args: ['--seed', '2'] }),
  ]);
  host = await new Installation({
    ...by_assertion.settings('alpha'),
    'servicenow.beta.url': by_password.url,
    'servicenow.beta.grant': 'basic',
    'servicenow.beta.user_name': users.itil,
    'servicenow.beta.password': `file:${passwordFile(users.itil)}`,
    'servicenow.default_instance': 'beta',
  }).serve();
  for (const role of ['itil', 'otherItil'])
    tokens[role] = await host.installation.tokenFor(users[role]);
});

after(async () => {
  await host?.stop();
  await by_assertion?.stop();
  await by_password?.stop();
});

const query = (role, args = {}) =>
  callTool(host, tokens[role], 'query', { table: 'incident', query: 'ORDERBYnumber', ...args });

const lastRead = async (simulator) =>
  (await simulator.requests()).findLast((one) => one.path.endsWith('/table/incident'));

test('an instance that is not configured is refused', async () => {
  const result = await query('itil', { instance: 'gamma' });
  assert.equal(result.isError, true);
  assert.match(textOf(result), /alpha.*beta|instance/);
});

test('the tools offer the choice', async () => {
  const { tools } = (await askModern(host, 'tools/list', {}, { token: tokens.itil })).json.result;
  for (const name of ['discover', 'query', 'write']) {
    const { instance } = tools.find((tool) => tool.name === name).inputSchema.properties;
    assert.deepEqual(instance.enum.toSorted(), ['alpha', 'beta'], name);
  }
});

test('each instance is asked in its own way', async () => {
  assert.ok(!(await query('itil', { instance: 'alpha' })).isError);
  assert.deepEqual((await lastRead(by_assertion)).authorization, 'Bearer');
  assert.ok(!(await query('itil', { instance: 'beta' })).isError);
  assert.deepEqual((await lastRead(by_password)).authorization, 'Basic');
});

test('who names none asks the default instance', async () => {
  const had = (await by_password.requests()).length;
  assert.ok(!(await query('itil')).isError);
  assert.ok((await by_password.requests()).length > had);
});

test("one user's password is never used for another", async () => {
  const had = (await by_password.requests()).length;
  const result = await query('otherItil', { instance: 'beta' });
  assert.equal(result.isError, true);
  assert.match(textOf(result), new RegExp(users.otherItil.replace('.', '\\.')));
  assert.equal((await by_password.requests()).length, had);
  assert.ok(!(await query('otherItil', { instance: 'alpha' })).isError);
});
