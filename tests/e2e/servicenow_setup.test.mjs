// An administrator sets an instance up and finds out what is wrong with it, by the commands for
// that.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { certificate } from './harness/certificate.mjs';
import { scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { callTool, textOf } from './harness/mcp.mjs';
import { Simulator, users } from './harness/simulator.mjs';

let simulator;
let installation;

before(async () => {
  simulator = await Simulator.start();
  installation = new Installation(simulator.settings());
  writeFileSync(join(installation.folder, 'admin.secret'), 'admin\n', { mode: 0o600 });
});

after(() => simulator?.stop());

const admin = () => [
  ...['--admin', 'admin'],
  ...['--admin-password', `file:${join(installation.folder, 'admin.secret')}`],
];
const check = (user, more = [], from = installation) =>
  from.command(['servicenow', 'check', '--user', user, ...more]);

async function assertWrong(words, result) {
  const { code, stdout, stderr } = await result;
  assert.equal(code, 1, stdout + stderr);
  assert.match(stdout, words);
}

test('a way without obstacles is found good at every step', async () => {
  const { code, stdout, stderr } = await check(users.itil);
  assert.equal(code, 0, stdout + stderr);
  for (const step of ['settings', 'name', 'connection', 'instance', 'clock', 'token', 'table'])
    assert.match(stdout, new RegExp(`^good +${step}: `, 'm'));
  assert.match(stdout, /takes "beth\.anglin" for "beth\.anglin"/);
});

test('a user who is not there, locked out or gone is named as the cause', async () => {
  await assertWrong(/no user with the user_name "no\.such\.user"/, check('no.such.user', admin()));
  await assertWrong(/"locked\.out" is locked out/, check('locked.out', admin()));
  await assertWrong(/"old\.leaver" is not active/, check('old.leaver', admin()));
});

test('without an administrator it says what to check and how to have it found', async () => {
  await assertWrong(/add --admin NAME[^]*jwt_verifier_map/, check('no.such.user'));
});

test('a sleeping instance is named so', async () => {
  await simulator.setFault({ hibernating: true });
  try {
    await assertWrong(/hibernates[^]*developer\.service-?now\.com/, check(users.itil));
  } finally {
    await simulator.clearFaults();
  }
});

test('a password on the command line is refused, and never repeated', async () => {
  const words = ['--admin', 'admin', '--admin-password', 'correct-horse'];
  const { code, stdout, stderr } = await check(users.itil, words);
  assert.equal(code, 1);
  assert.ok(!(stdout + stderr).includes('correct-horse'));
});

test('a setup makes a key, and the same plan every time', async () => {
  const fresh = new Installation();
  const words = ['servicenow', 'setup', '--instance', 'prod', '--url', simulator.url];
  const plan = await fresh.commandOutput(words);
  assert.match(plan, /-----BEGIN CERTIFICATE-----/);
  for (const table of ['sys_certificate', 'oauth_jwt', 'jwt_verifier_map'])
    assert.match(plan, new RegExp(`\\(${table}\\)`));
  assert.match(plan, /^servicenow\.prod\.client_id = [0-9a-f]{32}$/m);
  assert.equal(await fresh.commandOutput(words), plan);
});

test('TLS that cannot be trusted is told from an instance that cannot be reached', async () => {
  const fresh = new Installation();
  const setup = ['servicenow', 'setup', '--instance', 'prod', '--url', 'https://127.0.0.1'];
  await fresh.commandOutput(setup);
  const key = join(fresh.stateDir, 'keys/servicenow-prod.pem');
  const server = createServer({ key: readFileSync(key), cert: readFileSync(`${key}.crt`) });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    fresh.configure({
      ...simulator.settings('prod'),
      'servicenow.prod.url': `https://127.0.0.1:${server.address().port}`,
    });
    await assertWrong(/^WRONG +TLS: /m, check(users.itil, [], fresh));
  } finally {
    server.close();
  }
  await assertWrong(/^WRONG +connection: /m, check(users.itil, [], fresh));
});

const kTestUser = 'toolhost.test';

/** An instance that knows nothing of a new installation, and the set-up that makes them known. */
class Site {
  static async open(args = []) {
    return new Site(await Simulator.start({ args }));
  }

  constructor(instance) {
    this.instance = instance;
    this.installation = new Installation();
    this.secrets = scratchFolder();
  }

  secret(text) {
    const file = join(this.secrets, text);
    writeFileSync(file, text, { mode: 0o600 });
    return `file:${file}`;
  }

  setUp(more = [], as = 'admin') {
    const words = ['servicenow', 'setup', '--instance', 'prod', '--url', this.instance.url];
    words.push('--test-user', kTestUser, ...more);
    if (more.includes('--apply'))
      words.push('--admin', as, '--admin-password', this.secret(as));
    return this.installation.command(words);
  }

  async apply() {
    const { code, stdout, stderr } = await this.setUp(['--apply']);
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  }

  /** Gives the installation the settings that the plan prints. */
  async configure(more = {}) {
    const { stdout } = await this.setUp();
    const printed = [...stdout.matchAll(/^(servicenow\.prod\.\w+) = (.*)$/gm)];
    this.settings = Object.fromEntries(printed.map(([, key, value]) => [key, value]));
    this.installation.configure({ ...this.settings, ...more });
  }

  check(user = kTestUser) {
    const words = ['servicenow', 'check', '--user', user];
    words.push('--admin', 'admin', '--admin-password', this.secret('admin'));
    return this.installation.command(words);
  }

  async record(table, query) {
    const found = await this.instance.records(table, query);
    assert.equal(found.length, 1, `${table} ${query}`);
    return found[0];
  }

  change(table, { sys_id }, values) {
    return this.instance.ask('PATCH', `/api/now/table/${table}/${sys_id}`, values);
  }

  stop() {
    return this.instance.stop();
  }
}

test('a setup that may not write says at which record and why', async () => {
  const site = await Site.open();
  try {
    const { code, stdout } = await site.setUp(['--apply'], users.itil);
    assert.equal(code, 1);
    assert.match(stdout, /^FAILED +the certificate: .*403/m);
    assert.match(stdout, /^not tried +the verifier map$/m);
  } finally {
    await site.stop();
  }
});

test('a setup writes what is missing, once, and then a named user may query', async () => {
  const site = await Site.open();
  let host;
  try {
    const first = await site.apply();
    for (const name of ['certificate', 'OAuth JWT provider', 'verifier map', 'test user'])
      assert.match(first, new RegExp(`^made +the ${name}$`, 'm'), first);
    assert.match(first, /^made +personalize_dictionary for the test user$/m);
    const again = await site.apply();
    assert.doesNotMatch(again, /made|changed|FAILED/, again);

    const provider = await site.record('oauth_jwt', 'name=toolhost');
    await site.change('oauth_jwt', provider, { active: 'false' });
    assert.match(await site.apply(), /^changed +the OAuth JWT provider: active$/m);
    const map = await site.record('jwt_verifier_map', 'nameSTARTSWITHtoolhost ');
    assert.equal(map.oauth_jwt.value, provider.sys_id);
    const roles = await site.instance.records('sys_user_has_role', `user.user_name=${kTestUser}`);
    assert.equal(roles.length, 2);

    await site.configure();
    const { code, stdout } = await site.check();
    assert.equal(code, 0, stdout);
    assert.doesNotMatch(stdout, /^(doubt|WRONG)/m);

    host = await site.installation.serve();
    const token = await site.installation.tokenFor(kTestUser);
    const result = await callTool(host, token, 'query', { table: 'incident', limit: 3 });
    assert.equal(result.structuredContent?.records.length, 3, textOf(result));
    const asked = await site.instance.requests();
    const seen = asked.find(({ path }) => path === '/api/now/table/incident');
    assert.equal(seen.user, kTestUser);
    assert.equal(seen.authorization, 'Bearer');
  } finally {
    await host?.stop();
    await site.stop();
  }
});

const years = (n) => new Date(Date.UTC(new Date().getUTCFullYear() + n, 0, 1));

/** What an administrator of the instance may do to one record of a set-up, and what check says. */
const spoils = {
  'a client that is not active': [
    { table: 'oauth_jwt', values: { active: 'false' } },
    /^WRONG +client: the client is not active: the grant is disabled$/m,
  ],
  'a client for another grant': [
    { table: 'oauth_jwt', values: { inbound_grant_type: 'authz_code' } },
    /^WRONG +client: the client is for the grant "authz_code"/m,
  ],
  'a client that wants a secret': [
    { table: 'oauth_jwt', values: { public_client: 'false' } },
    /^WRONG +client: the client is not public/m,
  ],
  'a client that knows users by another field': [
    { table: 'oauth_jwt', values: { user_field: 'email' } },
    /^WRONG +client: the instance knows users by email, and this host by user_name$/m,
  ],
  'a key that no map names': [
    { table: 'jwt_verifier_map', values: { kid: 'another-key' } },
    /^WRONG +key: the client has no verifier map for the key "toolhost-/m,
  ],
  'a map without a certificate': [
    { table: 'jwt_verifier_map', values: { sys_certificate: '' } },
    /^WRONG +certificate: the verifier map names a certificate that is not there$/m,
  ],
  'a certificate that is not active': [
    { table: 'sys_certificate', values: { active: 'false' } },
    /^WRONG +certificate: the certificate is not active$/m,
  ],
  'a certificate that has expired': [
    {
      table: 'sys_certificate',
      values: (privateKey) => ({
        pem_certificate: certificate({ privateKey, from: years(-3), to: years(-1) }),
      }),
    },
    /^WRONG +certificate: the certificate is good from .* only$/m,
  ],
  'a certificate of another key': [
    {
      table: 'sys_certificate',
      values: () => ({ pem_certificate: certificate({ from: years(-1), to: years(1) }) }),
    },
    /^WRONG +certificate: the certificate belongs to another key than key_file$/m,
  ],
  'a certificate in one line': [
    {
      table: 'sys_certificate',
      values: (privateKey) => ({
        pem_certificate: certificate({ privateKey, from: years(-1), to: years(1) })
          .replaceAll('\n', '')
          .replace(/(-----BEGIN CERTIFICATE-----)(.*)(-----END)/, '$1\n$2\n$3'),
      }),
    },
    /^WRONG +certificate: the certificate has lines of over 64 characters/m,
  ],
  'a certificate that is none': [
    {
      table: 'sys_certificate',
      values: () => ({ pem_certificate: 'nonsense' }),
    },
    /^WRONG +certificate: /m,
  ],
  'a user who is locked out': [
    { table: 'sys_user', values: { locked_out: 'true' } },
    /^WRONG +user: "toolhost\.test" is locked out$/m,
  ],
  'a user who is not active': [
    { table: 'sys_user', values: { active: 'false' } },
    /^WRONG +user: "toolhost\.test" is not active$/m,
  ],
  'a user of another name': [
    { table: 'sys_user', values: { user_name: 'somebody.else' } },
    /^WRONG +user: the instance has no user with the user_name "toolhost\.test"$/m,
  ],
};

test('what is spoiled in a set-up is named, and nothing else is blamed', async (t) => {
  const site = await Site.open();
  try {
    await site.apply();
    await site.configure();
    const privateKey = readFileSync(site.settings['servicenow.prod.key_file']);
    const records = {
      oauth_jwt: await site.record('oauth_jwt', 'name=toolhost'),
      jwt_verifier_map: await site.record('jwt_verifier_map', 'nameSTARTSWITHtoolhost '),
      sys_certificate: await site.record('sys_certificate', 'nameSTARTSWITHtoolhost '),
      sys_user: await site.record('sys_user', `user_name=${kTestUser}`),
    };
    for (const [what, [{ table, values }, words]] of Object.entries(spoils))
      await t.test(what, async () => {
        const spoiled = typeof values === 'function' ? values(privateKey) : values;
        const was = Object.keys(spoiled).map((field) => {
          const value = records[table][field];
          return [field, value?.value ?? value];
        });
        await site.change(table, records[table], spoiled);
        const { code, stdout } = await site.check();
        await site.change(table, records[table], Object.fromEntries(was));
        assert.equal(code, 1, stdout);
        assert.match(stdout, words);
        const wrong = stdout.match(/^(WRONG|doubt) .*$/gm);
        assert.equal(wrong.length, 2, stdout); // the cause, and the token that it costs
        assert.match(wrong[1], /^WRONG +token: /);
      });
    assert.equal((await site.check()).code, 0, 'all is right again');
  } finally {
    await site.stop();
  }
});

test('an instance that says invalid_grant is looked into as well', async () => {
  const site = await Site.open(['--property', 'toolhost_sim.oauth.jwt_failure=invalid_grant']);
  try {
    await site.apply();
    await site.configure();
    const user = await site.record('sys_user', `user_name=${kTestUser}`);
    await site.change('sys_user', user, { locked_out: 'true' });
    const { code, stdout } = await site.check();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^WRONG +user: "toolhost\.test" is locked out$/m);
    assert.match(stdout, /^WRONG +token: .*invalid_grant/m);
  } finally {
    await site.stop();
  }
});

test('what no record shows is told from what one does', async (t) => {
  const site = await Site.open(['--dictionary-needs-role']);
  const role = (name) => `user.user_name=${kTestUser}^role.name=${name}`;
  try {
    await site.apply();
    await site.configure();
    const provider = await site.record('oauth_jwt', 'name=toolhost');
    const client = `/__sim/clients/${provider.client_id}`;

    await t.test('a grant that is disabled', async () => {
      const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      await site.instance.ask('PATCH', client, { disabled_grants: [grant] });
      const { code, stdout } = await site.check();
      await site.instance.ask('PATCH', client, { disabled_grants: [] });
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^doubt +cause: every record .*, and this grant uses no secret$/m);
      assert.match(stdout, /-> the instance's system log names the cause/);
    });

    await t.test('a secret that is wrong', async () => {
      await site.configure({ 'servicenow.prod.client_secret': site.secret('not-the-secret') });
      const { code, stdout } = await site.check();
      await site.configure();
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^doubt +cause: .* so client_secret is wrong$/m);
      assert.ok(!stdout.includes('not-the-secret'));
    });

    await t.test('a clock that the client does not allow', async () => {
      await site.change('oauth_jwt', provider, { clock_skew: '0' });
      await site.instance.ask('POST', '/__sim/clock', { skew_seconds: -60 });
      const { code, stdout } = await site.check();
      await site.instance.ask('POST', '/__sim/clock', { skew_seconds: 0 });
      await site.change('oauth_jwt', provider, { clock_skew: '300' });
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^WRONG +clock: this machine is \d+ s ahead of .* which allows 0 s$/m);
    });

    await t.test('an administrator, whose calls are not even sent', async () => {
      const { code, stdout } = await site.check('admin');
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^WRONG +token: calls as "admin" are not sent/m);
    });

    await t.test('a user who is an administrator besides', async () => {
      const { sys_id } = await site.record('sys_user_role', 'name=admin');
      const user = await site.record('sys_user', `user_name=${kTestUser}`);
      const path = '/api/now/table/sys_user_has_role';
      const values = { user: user.sys_id, role: sys_id };
      const { result } = await site.instance.ask('POST', path, values);
      const { code, stdout } = await site.check();
      await site.instance.ask('DELETE', `${path}/${result.sys_id}`);
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^WRONG +user: "toolhost\.test" is an administrator, and this grant/m);
      assert.equal((await site.check()).code, 0);
    });

    await t.test('a role without which nothing is seen', async () => {
      const path = '/api/now/table/sys_user_has_role/';
      for (const [name, words] of [
        ['personalize_dictionary', /^doubt +dictionary: [^]*-> .*personalize_dictionary/m],
        ['itil', /^doubt +table: incident can be read, and shows this user no record$/m],
      ]) {
        const { sys_id } = await site.record('sys_user_has_role', role(name));
        await site.instance.ask('DELETE', path + sys_id);
        const { code, stdout } = await site.check();
        assert.equal(code, 0, stdout);
        assert.match(stdout, words);
      }
      const repaired = await site.apply();
      assert.match(repaired, /^made +itil for the test user$/m);
      assert.doesNotMatch((await site.check()).stdout, /^doubt/m);
    });
  } finally {
    await site.stop();
  }
});

test('an account that gets no token for its password is told why', async (t) => {
  const kAccount = 'toolhost.integration'; // who may use web services only
  const site = await Site.open(['--client', 'web:web-secret', '--app-user', `web:${kAccount}`]);
  const entering = (grant, more) => {
    const settings = { url: site.instance.url, grant, user_name: kAccount, ...more };
    const named = Object.entries(settings).map(([key, value]) => [`servicenow.prod.${key}`, value]);
    site.installation.configure(Object.fromEntries(named));
    return site.check(kAccount);
  };
  const web = (secret = 'web-secret') => ({ client_id: 'web', client_secret: site.secret(secret) });
  try {
    await t.test('web_service_access_only', async () => {
      const password = site.secret(kAccount);
      const { code, stdout } = await entering('password', { ...web(), password });
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^WRONG +user: "toolhost\.integration" may use web services only/m);
      assert.match(stdout, /-> clear web_service_access_only [^]*client_credentials/);
      assert.doesNotMatch(stdout, /is wrong/);
    });

    await t.test('where it does not matter nothing is said of it', async () => {
      for (const [grant, more] of [
        ['basic', { password: site.secret(kAccount) }],
        ['client_credentials', web()],
      ]) {
        const { code, stdout } = await entering(grant, more);
        assert.equal(code, 0, stdout);
      }
    });

    await t.test('a wrong secret', async () => {
      const { code, stdout } = await entering('client_credentials', web('wrong-secret'));
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^doubt +cause: .* so client_secret is wrong$/m);
    });

    await t.test('a property that disables the grant', async () => {
      const name = 'glide.oauth.inbound.client.credential.grant_type.enabled';
      await site.instance.ask('POST', '/__sim/properties', { [name]: 'false' });
      const { code, stdout } = await entering('client_credentials', web());
      await site.instance.ask('POST', '/__sim/properties', { [name]: 'true' });
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^WRONG +grant: the client credentials grant is disabled$/m);
    });

    await t.test('a client that acts as nobody', async () => {
      await site.instance.ask('PATCH', '/__sim/clients/web', { application_user: '' });
      const { code, stdout } = await entering('client_credentials', web());
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^WRONG +client: the client has no OAuth Application User/m);
    });

    await t.test('a wrong password', async () => {
      const { code, stdout } = await entering('basic', { password: site.secret('wrong') });
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^doubt +cause: .* so password is wrong$/m);
    });
  } finally {
    await site.stop();
  }
});

test('a clock that is far off is named before anything is refused for it', async () => {
  await simulator.ask('POST', '/__sim/clock', { skew_seconds: 400 });
  try {
    await assertWrong(/^WRONG +clock: this machine is \d+ s behind/m, check(users.itil));
  } finally {
    await simulator.ask('POST', '/__sim/clock', { skew_seconds: 0 });
  }
});
