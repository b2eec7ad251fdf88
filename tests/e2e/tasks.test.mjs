// Calls that go on as tasks: driven by the official tasks client where it can, and looked at on the
// wire where it is too kind. A host that is killed in the middle loses none that anybody heard of.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  createTaskSessionFromClient,
  resultFromTaskOutcome,
} from '@modelcontextprotocol/ext-tasks/client';
import { isCreateTaskResultV2, isDetailedTaskV2 } from '@modelcontextprotocol/ext-tasks/core/v2';
import { connectHttp, eras } from './harness/clients.mjs';
import { fixturesDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, kModern, textOf } from './harness/mcp.mjs';
import { until } from './harness/until.mjs';

const kTasks = 'io.modelcontextprotocol/tasks';
const kTasksMax = 30;
const capabilities = { elicitation: { form: {} }, extensions: { [kTasks]: {} } };

let installation;
let host;
const tokens = {};

function settings() {
  const plugins = join(scratchFolder(), 'plugins');
  mkdirSync(plugins);
  copyFileSync(join(fixturesDir, 'conformance.so'), join(plugins, 'conformance.so'));
  return {
    'plugins.directory': plugins,
    'plugins.permissions': 'off',
    'plugins.signature': 'off',
    'tasks.poll_ms': 20,
    'tasks.after_ms': 100,
    'tasks.max_per_caller': kTasksMax,
  };
}

/** Serves, on another port each time, which is what tokens are good for. */
async function serve() {
  host = await installation.serve();
  for (const user of ['abel', 'bea']) tokens[user] = await installation.tokenFor(user);
}

before(async () => {
  installation = new Installation(settings());
  await serve();
});

after(() => host?.stop());

/** One request about tasks as a user, answered; `how` replaces the options of askModern. */
const ask = (method, params, how = {}) =>
  askModern(host, method, params, { token: tokens.abel, capabilities, ...how });

const call = (name, args = {}, how) => ask('tools/call', { name, arguments: args }, how);

async function makeTask(name, args) {
  const { json } = await call(name, args);
  assert.ok(isCreateTaskResultV2(json.result), JSON.stringify(json));
  return json.result.taskId;
}

async function get(taskId) {
  const { json } = await ask('tasks/get', { taskId });
  assert.ok(isDetailedTaskV2(json.result), JSON.stringify(json));
  assert.equal(json.result.resultType, 'complete');
  return json.result;
}

/** The task once it is in that status. */
const reaches = (taskId, status) =>
  until(`task ${taskId} is ${status}`, async () => {
    const task = await get(taskId);
    return task.status === status ? task : undefined;
  });

/** Kills the host as a power cut would, and serves what it left. */
async function crashAndServe() {
  await host.stop('SIGKILL').catch(() => {});
  await serve();
}

async function restart() {
  await host.stop();
  await serve();
}

/** The official tasks client, which answers every question by `answer(request)`. */
async function officialSession(user, answer) {
  const client = await connectHttp(host, tokens[user], eras.modern);
  const session = createTaskSessionFromClient(client, {
    endpointId: 'toolhost',
    v2RequestFraming: {
      protocolVersion: kModern,
      clientInfo: { name: 'e2e', version: '1' },
      clientCapabilities: capabilities,
    },
    rawDispatch: async ({ method, params: { _meta, ...params } }) => {
      const { json } = await ask(method, params, {
        token: tokens[user],
        capabilities: _meta['io.modelcontextprotocol/clientCapabilities'],
      });
      if (json.error) return { kind: 'error', error: json.error };
      return { kind: 'result', result: json.result };
    },
    onInputRequest: answer,
  });
  return { session, close: () => session.close().then(() => client.close()) };
}

// ---- Refusals

test('a client that knows no tasks is told so before anything about the task', async () => {
  for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
    const answer = await ask(method, { taskId: 'none' }, { capabilities: {} });
    assert.equal(answer.status, 400, method);
    assert.equal(answer.json.error.code, -32021, method);
    assert.deepEqual(answer.json.error.data.requiredCapabilities, { extensions: { [kTasks]: {} } });
  }
});

test('a task that is not there, and the methods that are not, are refused', async () => {
  for (const method of ['tasks/get', 'tasks/cancel']) {
    assert.equal((await ask(method, { taskId: 'none' })).json.error.code, -32602, method);
  }
  const update = await ask('tasks/update', { taskId: 'none', inputResponses: {} });
  assert.equal(update.json.error.code, -32602);
  for (const method of ['tasks/list', 'tasks/result']) {
    const answer = await ask(method, { taskId: 'none' });
    assert.equal(answer.status, 404, method);
    assert.equal(answer.json.error.code, -32601, method);
  }
});

test('a request about a task without its id or its answers is refused', async () => {
  assert.equal((await ask('tasks/get', { taskId: 7 })).json.error.code, -32602);
  const taskId = await makeTask('confirm_delete', { filename: 'a' });
  const answer = await ask('tasks/update', { taskId, inputResponses: [] });
  assert.equal(answer.json.error.code, -32602);
});

test('a header that names another task is refused', async () => {
  const taskId = await makeTask('slow_compute', { seconds: 0.2 });
  const change = (request) => (request.headers['Mcp-Name'] = 'another');
  assert.equal((await ask('tasks/get', { taskId }, { change })).json.error.code, -32020);
});

test('a tool that only runs as a task cannot be called without tasks', async () => {
  const answer = await call('failing_job', {}, { capabilities: {} });
  assert.equal(answer.status, 400);
  assert.equal(answer.json.error.code, -32021);
});

test("nobody else hears of a user's task, reads it, answers it or ends it", async () => {
  const taskId = await makeTask('confirm_delete', { filename: 'a' });
  const asBea = { token: tokens.bea };
  const { inputRequests } = await reaches(taskId, 'input_required');
  const inputResponses = { [Object.keys(inputRequests)[0]]: { action: 'decline' } };
  for (const answer of [
    await ask('tasks/get', { taskId }, asBea),
    await ask('tasks/cancel', { taskId }, asBea),
    await ask('tasks/update', { taskId, inputResponses }, asBea),
  ]) {
    assert.equal(answer.json.error?.code, -32602, answer.text);
  }
  assert.equal((await get(taskId)).status, 'input_required');
});

test('a caller with as many tasks as it may have gets answers in place of tasks', async () => {
  const token = await installation.tokenFor('crowd');
  const one = () => call('confirm_delete', { filename: 'a' }, { token });
  for (let tasks = 0; tasks < kTasksMax; ++tasks) {
    assert.equal((await one()).json.result.resultType, 'task');
  }
  const refused = (await one()).json.result;
  assert.equal(refused.isError, true);
  assert.match(textOf(refused), /keeps no further task/);
  const slow = await call('slow_compute', { seconds: 0.3, label: 'x' }, { token });
  assert.equal(textOf(slow.json.result), 'Computed x');
});

// ---- What clients are used to

test('discovery announces tasks', async () => {
  const { json } = await ask('server/discover', {});
  assert.deepEqual(json.result.capabilities.extensions[kTasks], {});
});

test('what is quick, or asked by a client that knows no tasks, is answered as ever', async () => {
  const quick = await call('slow_compute', { seconds: 0, label: 'x' });
  assert.equal(textOf(quick.json.result), 'Computed x');
  const slow = await call('slow_compute', { seconds: 0.3, label: 'y' }, { capabilities: {} });
  assert.equal(textOf(slow.json.result), 'Computed y');
});

test('the official client follows a slow call to its result', async () => {
  const { session, close } = await officialSession('abel');
  const execution = await session.callTool('slow_compute', { seconds: 0.4, label: 'x' });
  assert.equal(execution.kind, 'task');
  const { outcome } = await execution.settle();
  assert.equal(textOf(resultFromTaskOutcome(outcome)), 'Computed x');
  await close();
});

test('the official client answers the questions of a task', async () => {
  const asked = [];
  const { session, close } = await officialSession('abel', async (request) => {
    asked.push(request.params.message);
    return { action: 'accept', content: { confirm: true } };
  });
  const execution = await session.callTool('confirm_delete', { filename: 'old.txt' });
  const { outcome } = await execution.settle();
  assert.equal(textOf(resultFromTaskOutcome(outcome)), 'Deleted old.txt');
  assert.deepEqual(asked, ['Delete old.txt?']);
  await close();
});

test('the official client cancels a task, which stays cancelled', async () => {
  const { session, close } = await officialSession('abel');
  const execution = await session.callTool('slow_compute', { seconds: 60 });
  await execution.cancel();
  assert.equal((await execution.result()).status, 'cancelled');
  const again = await ask('tasks/cancel', { taskId: execution.handle.taskId });
  assert.equal(again.json.result.resultType, 'complete');
  await close();
});

test('the official client sees a protocol error as a failed task', async () => {
  const { session, close } = await officialSession('abel');
  const execution = await session.callTool('protocol_error_job');
  const outcome = await execution.result();
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, -32603);
  await close();
});

test('a key is asked under once in the life of a task', async () => {
  const taskId = await makeTask('multi_input');
  const { inputRequests } = await reaches(taskId, 'input_required');
  const [one, other] = Object.keys(inputRequests);
  const give = (key) =>
    ask('tasks/update', {
      taskId,
      inputResponses: { [key]: { action: 'accept', content: { value: key } }, unknown: {} },
    });
  await give(one);
  assert.deepEqual(Object.keys((await get(taskId)).inputRequests), [other]);
  await give(one); // answered before: nothing
  assert.equal((await get(taskId)).status, 'input_required');
  await give(other);
  assert.match(textOf((await reaches(taskId, 'completed')).result), /Both/);
});

// ---- The host goes and comes back

test('a finished task is there after a restart', async () => {
  const taskId = await makeTask('slow_compute', { seconds: 0.2, label: 'kept' });
  const done = await reaches(taskId, 'completed');
  await restart();
  assert.deepEqual(await get(taskId), done);
});

test('a cancelled and a failed task stay so after a crash', async () => {
  const cancelled = await makeTask('slow_compute', { seconds: 60 });
  await ask('tasks/cancel', { taskId: cancelled });
  const failed = await makeTask('protocol_error_job');
  await reaches(failed, 'failed');
  await crashAndServe();
  assert.equal((await get(cancelled)).status, 'cancelled');
  assert.equal((await get(failed)).status, 'failed');
});

test('a task that waits for answers goes on after a crash, with those it had', async () => {
  const taskId = await makeTask('multi_input');
  const { inputRequests } = await reaches(taskId, 'input_required');
  const [one, other] = Object.keys(inputRequests);
  const give = (key) =>
    ask('tasks/update', {
      taskId,
      inputResponses: { [key]: { action: 'accept', content: { value: 'said' } } },
    });
  await give(one);
  await crashAndServe();
  assert.deepEqual(Object.keys((await get(taskId)).inputRequests), [other]);
  await give(other);
  assert.match(textOf((await reaches(taskId, 'completed')).result), /"said", "said"/);
});

test('a tool that only reads is run again after a crash, and the official client gets its result', async () => {
  const { session, close } = await officialSession('abel');
  const execution = await session.callTool('slow_compute', { seconds: 1, label: 'again' });
  const reference = execution.serializeReference();
  await execution.detach();
  await close();
  await crashAndServe();
  const later = await officialSession('abel');
  const resumed = await later.session.resumeTask(reference);
  assert.equal(textOf(resultFromTaskOutcome(await resumed.result())), 'Computed again');
  await later.close();
});

test('a tool that may have had an effect is not run again, and the words say why', async () => {
  const taskId = await makeTask('protocol_error_job');
  assert.equal((await get(taskId)).status, 'working');
  await crashAndServe();
  const task = await reaches(taskId, 'failed');
  assert.match(task.error.message, /host was restarted.*effect is not known/);
});

test('a host that is stopped lets a task end that is nearly there', async () => {
  const taskId = await makeTask('failing_job');
  await restart();
  assert.equal((await get(taskId)).status, 'completed');
});
