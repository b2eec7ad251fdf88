// Prompts, resources, templates and completions of a plugin, by the official clients in both eras and
// with the plugin in the host's process and in one of its own.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { copyFileSync, mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { connectAskable, connectSdkHttp, connectSdkStdio, connectHttp, eras } from './harness/clients.mjs';
import { fixturesDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, Session } from './harness/mcp.mjs';
import { within } from './harness/until.mjs';

function install(isolation) {
  const plugins = join(scratchFolder(), 'plugins');
  mkdirSync(plugins);
  copyFileSync(join(fixturesDir, 'notebook.so'), join(plugins, 'notebook.so'));
  return new Installation({
    'auth.mode': 'off',
    'plugins.directory': plugins,
    'plugins.permissions': 'off',
    'plugins.signature': 'off',
    'plugin.notebook.isolation': isolation,
    'plugin.notebook.prefix': 'my_',
  });
}

const textOf = (prompt) => prompt.messages[0].content.text;

for (const isolation of ['in_process', 'process']) {
  describe(`a plugin ${isolation}`, () => {
    let host;
    before(async () => {
      host = await install(isolation).serve();
    });
    after(() => host?.stop());

    const connections = {
      'client, 2026-07-28': () => connectHttp(host, 'none', eras.modern),
      'client, sessions': () => connectHttp(host, 'none', eras.legacy),
      sdk: () => connectSdkHttp(host, 'none'),
    };

    for (const [name, connect] of Object.entries(connections)) {
      test(`offers prompts to ${name}`, async () => {
        const client = await connect();
        assert.ok(client.getServerCapabilities().prompts);
        const { prompts } = await client.listPrompts();
        assert.deepEqual(
          prompts.find((prompt) => prompt.name === 'my_write_letter'),
          {
            name: 'my_write_letter',
            title: 'Write a letter',
            description: 'A letter to somebody',
            arguments: [
              { name: 'name', description: 'Whom it is for', required: true },
              { name: 'tone', description: 'How it sounds', required: false },
            ],
          },
        );
        const letter = await client.getPrompt({
          name: 'my_write_letter',
          arguments: { name: 'Ada', tone: 'formal' },
        });
        assert.equal(textOf(letter), 'Write a formal letter to Ada.');
        assert.equal(letter.description, 'A letter to Ada');
        await client.close();
      });

      test(`refuses wrong prompts of ${name}`, async () => {
        const client = await connect();
        const ask = (prompt, args) => client.getPrompt({ name: prompt, arguments: args });
        await assert.rejects(ask('my_write_leter', {}), /did you mean 'my_write_letter'/);
        await assert.rejects(ask('my_write_letter', {}), { code: -32602, message: /name is missing/ });
        await assert.rejects(ask('my_breaks', {}), { code: -32603, message: /pen is empty/ });
        await assert.rejects(ask('my_asks_first', {}), { code: -32603 });
        await client.close();
      });

      test(`offers resources and templates to ${name}`, async () => {
        const client = await connect();
        const { resources } = await client.listResources();
        assert.deepEqual(
          resources.map((resource) => resource.uri),
          ['note://today', 'note://picture', 'ui://notebook/view'],
        );
        const { resourceTemplates } = await client.listResourceTemplates();
        assert.deepEqual(resourceTemplates, [{ uriTemplate: 'note://days/{date}', name: 'day' }]);
        const read = async (uri) => (await client.readResource({ uri })).contents[0];
        assert.equal((await read('note://today')).text, 'Water the plants.');
        assert.deepEqual(Buffer.from((await read('note://picture')).blob, 'base64'), Buffer.from([0, 255, 16]));
        assert.deepEqual((await read('ui://notebook/view'))._meta, { ui: { prefersBorder: true } });
        assert.deepEqual(await read('note://days/2026-11-22'), {
          uri: 'note://days/2026-11-22',
          mimeType: 'text/plain',
          text: 'resources/read of 2026-11-22',
        });
        await client.close();
      });

      test(`tells ${name} what cannot be read`, async () => {
        const client = await connect();
        const code = name === 'sdk' ? -32002 : -32602; // the newer client says it so in every era
        for (const uri of ['note://nowhere', 'note://days/1999']) {
          await assert.rejects(client.readResource({ uri }), (error) => {
            assert.equal(error.code, code, uri);
            assert.deepEqual(error.data, { uri });
            return true;
          });
        }
        await client.close();
      });

      test(`completes for ${name}`, async () => {
        const client = await connect();
        const { completion } = await client.complete({
          ref: { type: 'ref/prompt', name: 'my_write_letter' },
          argument: { name: 'tone', value: 'fr' },
        });
        assert.deepEqual(completion.values, ['friendly', 'frank']);
        const days = await client.complete({
          ref: { type: 'ref/resource', uri: 'note://days/{date}' },
          argument: { name: 'date', value: '2' },
        });
        assert.equal(days.completion.values.length, 100);
        assert.equal(days.completion.hasMore, true);
        await assert.rejects(
          client.complete({
            ref: { type: 'ref/prompt', name: 'nothing' },
            argument: { name: 'tone', value: '' },
          }),
          { code: -32602 },
        );
        await client.close();
      });
    }

    test('a prompt that asks its user gets the answer', async () => {
      const client = await connectAskable(host, 'none', eras.modern, () => ({
        action: 'accept',
        content: { name: 'Grace' },
      }));
      assert.equal(textOf(await client.getPrompt({ name: 'my_asks_first' })), 'Grace');
      await client.close();
    });

    test('what is read is nobody else’s to keep, and lists may be kept by all', async () => {
      const result = async (method, params) => (await askModern(host, method, params)).json.result;
      const read = await result('resources/read', { uri: 'note://today' });
      assert.equal(read.cacheScope, 'private');
      assert.equal(read.ttlMs, 0);
      for (const method of ['prompts/list', 'resources/list', 'resources/templates/list']) {
        assert.equal((await result(method, {})).cacheScope, 'public', method);
      }
    });

    test('the name in the header must be the one in the body', async () => {
      for (const [method, params] of [
        ['prompts/get', { name: 'my_as_whom' }],
        ['resources/read', { uri: 'note://today' }],
      ]) {
        const change = ({ headers }) => {
          headers['Mcp-Name'] = 'another';
        };
        const { status, json } = await askModern(host, method, params, { change });
        assert.equal(status, 400, method);
        assert.equal(json.error.code, -32020, method);
      }
    });

    test('watching is offered in a session, for what is there', async () => {
      const session = await Session.open(host, undefined, '2025-11-25');
      assert.deepEqual(session.initialized.json.result.capabilities.resources, {
        subscribe: true,
        listChanged: true,
      });
      const ask = async (method, uri) => (await session.request(method, { uri })).json;
      assert.deepEqual((await ask('resources/subscribe', 'note://today')).result, {});
      assert.deepEqual((await ask('resources/unsubscribe', 'note://today')).result, {});
      assert.equal((await ask('resources/subscribe', 'note://never')).error.code, -32002);
    });

    test('each call is on the audit trail, and what was asked is not', async () => {
      const client = await connectHttp(host, 'none', eras.modern);
      await client.getPrompt({ name: 'my_write_letter', arguments: { name: 'Rumpelstiltskin' } });
      await client.readResource({ uri: 'note://today' });
      await client.close();
      const events = await host.installation.auditEvents();
      const targets = (type) => events.filter((one) => one.type === type).map((one) => one.target);
      assert.ok(targets('mcp.prompt.get').includes('my_write_letter'));
      assert.ok(targets('mcp.resource.read').includes('note://today'));
      assert.ok(targets('mcp.completion.complete').includes('ref/prompt my_write_letter'));
      assert.ok(!JSON.stringify(events).includes('Rumpelstiltskin'));
    });

    test('a client hears of what it watches and of lists that change', async () => {
      const installation = install(isolation);
      const client = await connectSdkStdio(installation.stdioCommand());
      assert.deepEqual(client.getServerCapabilities().resources, { subscribe: true, listChanged: true });
      const schemas = await import('@modelcontextprotocol/sdk/types.js');
      const heard = (schema) =>
        new Promise((resolve) => client.setNotificationHandler(schema, resolve));
      const updated = heard(schemas.ResourceUpdatedNotificationSchema);
      const tools = heard(schemas.ToolListChangedNotificationSchema);
      const resources = heard(schemas.ResourceListChangedNotificationSchema);
      let prompts = 0;
      client.setNotificationHandler(schemas.PromptListChangedNotificationSchema, () => {
        prompts += 1;
      });
      await client.subscribeResource({ uri: 'note://today' });
      await client.callTool({ name: 'my_edit', arguments: { text: 'Feed the cat.' } });
      const { params } = await within('being told of an update', updated, 20_000);
      assert.equal(params.uri, 'note://today');
      await client.callTool({ name: 'my_publish', arguments: {} });
      await within('being told of tools', tools, 20_000);
      await within('being told of resources', resources, 20_000);
      const { resources: listed } = await client.listResources();
      assert.ok(listed.some((resource) => resource.uri === 'note://published'));
      assert.equal(prompts, 0, 'prompts are as they were');
      await client.close();
    });
  });
}
