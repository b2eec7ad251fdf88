// Plugins that change while the host runs: what is put into the directory serves, what is broken
// leaves the old serving, one command goes back, and no call fails for any of it.
import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectSdkStdio } from './harness/clients.mjs';
import { buildDir, scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { askModern, callTool, textOf } from './harness/mcp.mjs';
import { until, within } from './harness/until.mjs';

const fixture = (name) => join(buildDir, 'tests/fixtures/plugins', `${name}.so`);
const isolations = ['in_process', 'process'];

/** A served host whose plugin directory is its own. */
class Site {
  static async serve(settings = {}) {
    const site = new Site();
    site.plugins = join(scratchFolder(), 'plugins');
    mkdirSync(site.plugins);
    site.settings = {
      'auth.mode': 'off',
      'plugins.directory': site.plugins,
      'plugins.permissions': 'off',
      'plugins.signature': 'off',
      ...settings,
    };
    site.put('generation_1', 'generation.so');
    site.installation = new Installation(site.settings);
    site.host = await site.installation.serve();
    return site;
  }

  /** By rename, as an installer would; `tail` makes another content of it. */
  put(name, file, tail = '') {
    const part = join(this.plugins, `.${file}.part`);
    copyFileSync(fixture(name), part);
    appendFileSync(part, tail);
    renameSync(part, join(this.plugins, file));
  }

  async tools() {
    const { json } = await askModern(this.host, 'tools/list', {});
    return json.result.tools.map((tool) => tool.name);
  }

  async which() {
    return textOf(await callTool(this.host, undefined, 'which', {}));
  }

  plugin(words) {
    return this.installation.command(['plugin', ...words]);
  }
}

const sites = {};
before(async () => {
  for (const isolation of isolations) {
    sites[isolation] = await Site.serve({
      'plugin.generation.isolation': isolation,
      'plugins.generations_max': 1000,
    });
  }
});
after(() => Promise.all(Object.values(sites).map((site) => site.host.stop())));

for (const isolation of isolations) {
  test(`a file that is put there serves, and goes when it is taken away, ${isolation}`, async () => {
    const site = sites[isolation];
    const count = async () => (await site.tools()).length;
    const before = await count();
    site.put('plain_c', 'another.so');
    await until('its tools are listed', async () => (await count()) > before);
    rmSync(join(site.plugins, 'another.so'));
    await until('they are gone', async () => (await count()) === before);
  });

  test(`a new content takes the place of the old by itself, ${isolation}`, async () => {
    const site = sites[isolation];
    assert.equal(await site.which(), '1.0.0');
    site.put('generation_2', 'generation.so');
    await until('the new one answers', async () => (await site.which()) === '2.0.0');
  });

  test(`a broken file leaves the old one serving, and list says so, ${isolation}`, async () => {
    const site = sites[isolation];
    writeFileSync(join(site.plugins, '.broken'), 'not a library');
    renameSync(join(site.plugins, '.broken'), join(site.plugins, 'generation.so'));
    const { code, stdout } = await site.plugin(['reload']);
    assert.equal(code, 1);
    assert.match(stdout, /generation\.so {2}refused by binary: it is not an ELF file/);
    assert.match(stdout, /generation\.so {2}version 2\.0\.0 goes on serving/);
    assert.equal(await site.which(), '2.0.0');
  });

  test(`one command goes back, also past a restart, until the file changes, ${isolation}`, async () => {
    const site = sites[isolation];
    site.put('generation_2', 'generation.so');
    assert.equal((await site.plugin(['reload'])).code, 0);
    const { code, stdout, stderr } = await site.plugin(['rollback', 'generation']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /generation\.so {2}test\.generation 1\.0\.0/);
    assert.equal(await site.which(), '1.0.0');
    await site.host.stop();
    site.host = await site.installation.serve();
    assert.equal(await site.which(), '1.0.0');
    site.put('generation_2', 'generation.so', 'mended');
    await until('the mended one answers', async () => (await site.which()) === '2.0.0');
    const events = await site.installation.auditEvents(['--type', 'plugin.rolled_back']);
    assert.equal(events.at(-1).details.version, '1.0.0');
  });

  test(`no call fails while the plugin is replaced all the time, ${isolation}`, async () => {
    const site = sites[isolation];
    const heard = new Map();
    let stopped = false;
    const caller = async () => {
      while (!stopped) {
        const version = await site.which();
        heard.set(version, (heard.get(version) ?? 0) + 1);
      }
    };
    const callers = Array.from({ length: 8 }, caller);
    for (let round = 0; round < 10; ++round) {
      const next = round % 2 ? 'generation_2' : 'generation_2_again';
      site.put(next, 'generation.so', `round ${round}`);
      const { code, stdout } = await site.plugin(['reload']);
      assert.equal(code, 0, stdout);
    }
    stopped = true;
    await within('the last calls', Promise.all(callers));
    assert.deepEqual([...heard.keys()].sort(), ['2.0.0', '2_again.0.0']);
  });
}

test('a client on stdio is told that the list of tools changed', async () => {
  const site = sites.in_process;
  const client = await connectSdkStdio(site.installation.stdioCommand());
  assert.deepEqual(client.getServerCapabilities().tools, { listChanged: true });
  const { ToolListChangedNotificationSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const told = new Promise((resolve) =>
    client.setNotificationHandler(ToolListChangedNotificationSchema, resolve),
  );
  site.put('converses', 'converses.so');
  await within('being told', told, 20_000);
  assert.ok((await client.listTools()).tools.length > 3);
  await client.close();
});

test('hanging up makes the host read its settings and look again', async () => {
  const site = await Site.serve({ 'plugins.watch': 'false' });
  site.installation.configure({
    ...site.settings,
    'plugins.watch': 'false',
    'plugin.generation.prefix': 'my_',
  });
  process.kill(site.host.program.pid, 'SIGHUP');
  await until('the prefix is there', async () => (await site.tools()).includes('my_which'));
  await site.host.stop();
});

test('without a host there is nothing to reload', async () => {
  const installation = new Installation({ 'plugins.directory': scratchFolder() });
  const { code, stderr } = await installation.command(['plugin', 'reload']);
  assert.equal(code, 1);
  assert.match(stderr, /no host is running/);
});
