// What comes over event streams, by the official clients of both eras: progress, messages, questions,
// subscriptions, a session that outlives the host, HTTP+SSE of 2024-11-05.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client as SdkClient } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as SdkHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { connectAskable, connectHttp, eras } from './harness/clients.mjs';
import { fixturesDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { modernRequest, Session, textOf } from './harness/mcp.mjs';
import { until, within } from './harness/until.mjs';

const kName = { name: 'e2e', version: '1' };

let host;

function install(port = 0) {
  const plugins = join(scratchFolder(), 'plugins');
  mkdirSync(plugins);
  copyFileSync(join(fixturesDir, 'conformance.so'), join(plugins, 'conformance.so'));
  return new Installation({
    'listen.port': port,
    'auth.mode': 'off',
    'plugins.directory': plugins,
    'plugins.permissions': 'off',
    'plugins.signature': 'off',
    'plugins.pins': 'off',
  });
}

before(async () => {
  host = await install().serve();
});

after(() => host?.stop());

/** A client of the older official SDK, of whose user and model `answers` are. */
async function connectSdk(answers = {}, transport = new SdkHttpTransport(new URL(host.mcpUrl))) {
  const capabilities = {};
  if (answers.elicit) capabilities.elicitation = { form: {}, url: {} };
  if (answers.sample) capabilities.sampling = {};
  const client = new SdkClient(kName, { capabilities });
  if (answers.elicit) client.setRequestHandler(ElicitRequestSchema, answers.elicit);
  if (answers.sample) client.setRequestHandler(CreateMessageRequestSchema, answers.sample);
  await client.connect(transport);
  return client;
}

const call = (client, name, args = {}, options = {}) =>
  client.callTool({ name, arguments: args }, undefined, options);

for (const [name, connect] of Object.entries({
  'client, 2026-07-28': () => connectHttp(host, 'none', eras.modern),
  'client, sessions': () => connectHttp(host, 'none', eras.legacy),
})) {
  test(`progress reaches ${name} before the result`, async () => {
    const client = await connect();
    const told = [];
    await client.callTool(
      { name: 'test_tool_with_progress', arguments: {} },
      { onprogress: (progress) => told.push(progress.progress) },
    );
    assert.deepEqual(told, [0, 50, 100]);
    await client.close();
  });

  test(`a user is asked through ${name}`, async () => {
    const client = await connectAskable(host, 'none', name.includes('2026') ? eras.modern : eras.legacy, () => ({
      action: 'accept',
      content: { name: 'Ada' },
    }));
    const result = await client.callTool({
      name: 'test_input_required_result_elicitation',
      arguments: {},
    });
    assert.equal(textOf(result), 'Hello, Ada!');
    await client.close();
  });
}

test('a session is asked twice in one call, and a model is asked too', async () => {
  const asked = [];
  const client = await connectSdk({
    elicit: ({ params }) => {
      asked.push(params.message);
      const field = params.message.startsWith('Step 1') ? 'name' : 'color';
      return { action: 'accept', content: { [field]: field === 'name' ? 'Ada' : 'blue' } };
    },
    sample: () => ({
      role: 'assistant',
      model: 'm',
      content: { type: 'text', text: 'It is Paris.' },
    }),
  });
  assert.equal(textOf(await call(client, 'test_input_required_result_multi_round')), 'Ada likes blue');
  assert.equal(asked.length, 2);
  const sampled = await call(client, 'test_sampling', { prompt: 'Where?' });
  assert.equal(textOf(sampled), 'LLM response: It is Paris.');
  await client.close();
});

test('a client that cannot be asked is told so in the result', async () => {
  const client = await connectSdk();
  const result = await call(client, 'test_elicitation', { message: 'x' });
  assert.equal(result.isError, true);
  assert.match(textOf(result), /cannot be asked/);
  await client.close();
});

test('messages come from the level on that a session sets, and none before', async () => {
  const client = await connectSdk();
  const heard = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    heard.push([params.level, params.data]);
  });
  await call(client, 'test_tool_with_logging');
  assert.deepEqual(heard, []);
  await client.setLoggingLevel('warning');
  await call(client, 'test_tool_with_logging');
  assert.deepEqual(heard, []);
  await client.setLoggingLevel('info');
  await call(client, 'test_tool_with_logging');
  assert.equal(heard.length, 3);
  assert.deepEqual(heard[0], ['info', 'Tool execution started']);
  await client.close();
});

test('a session hears on its own stream which list changed', async () => {
  const client = await connectSdk();
  const changed = new Promise((resolve) => {
    client.setNotificationHandler(ToolListChangedNotificationSchema, resolve);
  });
  await call(client, 'test_trigger_tool_change');
  await within('tools/list_changed', changed, 10_000);
  await client.close();
});

test('a subscription of 2026-07-28 hears of the lists it named, until it is closed', async () => {
  const client = await connectHttp(host, 'none', eras.modern);
  const heard = [];
  client.setNotificationHandler('notifications/tools/list_changed', () => heard.push('tools'));
  client.setNotificationHandler('notifications/prompts/list_changed', () => heard.push('prompts'));
  const subscription = await client.listen({ toolsListChanged: true });
  await client.callTool({ name: 'test_trigger_prompt_change', arguments: {} });
  await client.callTool({ name: 'test_trigger_tool_change', arguments: {} });
  await until('tools/list_changed came', () => heard.length > 0);
  assert.deepEqual(heard, ['tools']);
  await subscription.close();
  await client.close();
});

test('an open subscription ends with a result when the host stops', async () => {
  const own = await install().serve();
  const request = modernRequest('subscriptions/listen', {
    notifications: { toolsListChanged: true },
  });
  const response = await fetch(own.mcpUrl, {
    method: 'POST',
    headers: request.headers,
    body: JSON.stringify(request.body),
  });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.equal(response.headers.get('x-accel-buffering'), 'no');
  const text = response.text();
  await own.stop();
  const events = (await text).trim().split('\n\n').map((event) => JSON.parse(event.slice('data: '.length)));
  assert.equal(events[0].method, 'notifications/subscriptions/acknowledged');
  assert.equal(events.at(-1).result.resultType, 'complete');
  assert.equal(events.at(-1).result._meta['io.modelcontextprotocol/subscriptionId'], 1);
});

test('a session goes on after the host was started anew', async () => {
  const installation = install(await freePort());
  const first = await installation.serve();
  const session = await Session.open(first, undefined, '2025-11-25');
  assert.equal((await session.request('ping')).status, 200);
  await first.stop();
  const second = await installation.serve();
  session.host = second;
  assert.equal((await session.request('ping')).status, 200);
  const stream = await fetch(second.mcpUrl, {
    headers: { ...session.headers(), Accept: 'text/event-stream', 'Last-Event-ID': 'of-before.1.7' },
  });
  assert.equal(stream.status, 200);
  await stream.body.cancel();
  await second.stop();
});

async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('HTTP+SSE of 2024-11-05 works at /sse and at /mcp, questions included', async () => {
  for (const path of ['/sse', '/mcp']) {
    const client = await connectSdk(
      { elicit: () => ({ action: 'accept', content: { name: 'Ada' } }) },
      new SSEClientTransport(new URL(path, host.mcpUrl)),
    );
    const { tools } = await client.listTools();
    assert.equal(tools[0].name, 'test_simple_text');
    const changed = new Promise((resolve) => {
      client.setNotificationHandler(ToolListChangedNotificationSchema, resolve);
    });
    const greeted = await call(client, 'test_input_required_result_elicitation');
    assert.equal(textOf(greeted), 'Hello, Ada!', path);
    await call(client, 'test_trigger_tool_change');
    await within(`list_changed at ${path}`, changed, 10_000);
    await client.close();
  }
});

test('a session that left cannot be written to over HTTP+SSE', async () => {
  const lost = await fetch(new URL('/messages?sessionId=0123', host.mcpUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
  });
  assert.equal(lost.status, 404);
});

test('a client of 2024-11-05 is given audio and links as text', async () => {
  const session = await Session.open(host, undefined, '2024-11-05');
  assert.equal(session.initialized.json.result.protocolVersion, '2024-11-05');
  const { result } = (await session.request('tools/call', { name: 'test_audio_content' })).json;
  assert.deepEqual(
    result.content.map((block) => block.type),
    ['text', 'text'],
  );
});

test('what a client leaves out of Accept it is not sent', async () => {
  const request = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } });
  for (const [accept, status] of [
    ['application/json', 406],
    ['*/*', 200],
  ]) {
    const response = await fetch(host.mcpUrl, {
      method: 'POST',
      headers: { ...request.headers, Accept: accept },
      body: JSON.stringify(request.body),
    });
    assert.equal(response.status, status, accept);
    await response.body.cancel();
  }
});
