// The ServiceNow simulator under test's other end, and what a test may ask of it directly.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder, simulator as program } from './folders.mjs';
import { Program } from './program.mjs';

const kClientId = 'toolhost-e2e';
const kKeyId = 'e2e-key';

/** Users that the simulator's seed holds; every password is the user name. */
export const users = { itil: 'beth.anglin', otherItil: 'fred.luddy', plain: 'joe.employee' };

/** An RSA key pair in files, for the JWT bearer grant. */
function keyPair() {
  const folder = scratchFolder();
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const files = { private: join(folder, 'key.pem'), public: join(folder, 'key.pub.pem') };
  writeFileSync(files.private, privateKey, { mode: 0o600 });
  writeFileSync(files.public, publicKey);
  return { files, privateKey };
}

export class Simulator {
  /** Starts a simulator that trusts one new key; `args` are added to its command line. */
  static async start({ args = [], port = 0, keys = keyPair() } = {}) {
    const started = new Program(program, [
      'servicenow',
      ...['--port', String(port), '--incidents', '120', '--admin'],
      ...['--jwt-client', `${kClientId}:${keys.files.public}:${kKeyId}`],
      ...args,
    ]);
    const ready = await started.event('ready');
    return new Simulator(started, ready.url, keys);
  }

  constructor(started, url, keys) {
    this.program = started;
    this.url = url;
    this.keys = keys;
  }

  /** The host's settings that make it know this instance as `name`. */
  settings(name = 'dev') {
    const prefix = `servicenow.${name}`;
    return {
      [`${prefix}.url`]: this.url,
      [`${prefix}.grant`]: 'jwt_bearer',
      [`${prefix}.client_id`]: kClientId,
      [`${prefix}.key_file`]: this.keys.files.private,
      [`${prefix}.key_id`]: kKeyId,
    };
  }

  /** Asks the instance itself, past the host, as an administrator. */
  async ask(method, path, body) {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}`,
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 404) {
      throw new Error(`${method} ${path} at the simulator: ${response.status} ${text}`);
    }
    return text ? JSON.parse(text) : {};
  }

  /** The records of a table that match an encoded query, raw values. */
  async records(table, query) {
    const path = `/api/now/table/${table}?sysparm_query=${encodeURIComponent(query)}`;
    return (await this.ask('GET', path)).result;
  }

  /** Makes the next requests fail or wait; see sdk/simulator/README.md. */
  setFault(fault) {
    return this.ask('POST', '/__sim/faults', fault);
  }

  clearFaults() {
    return this.ask('DELETE', '/__sim/faults');
  }

  expireTokens() {
    return this.ask('POST', '/__sim/expire-tokens', {});
  }

  /** The requests it has answered lately, oldest first. */
  async requests() {
    const answer = await this.ask('GET', '/__sim/requests');
    return answer.result ?? answer.requests ?? answer;
  }

  /** Ends it and starts another on the same port with the same key. */
  async restart() {
    await this.stop();
    const again = await Simulator.start({ port: Number(new URL(this.url).port), keys: this.keys });
    this.program = again.program;
  }

  stop() {
    return this.program.stop();
  }
}
