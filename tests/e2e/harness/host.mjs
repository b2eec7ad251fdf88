// The host under test: its settings, its command line, its tokens.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginsDir, scratchFolder, toolhost } from './folders.mjs';
import { Program, run } from './program.mjs';

/** Writes settings as a properties file. */
function writeProperties(path, settings) {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  writeFileSync(path, lines.join(''));
}

/** A state directory with its configuration file; any command can be run on it. */
export class Installation {
  constructor(settings = {}) {
    this.folder = scratchFolder();
    this.stateDir = join(this.folder, 'state');
    this.configFile = join(this.folder, 'toolhost.properties');
    this.configure(settings);
  }

  /** Replaces the configuration file. */
  configure(settings) {
    writeProperties(this.configFile, {
      'listen.port': 0,
      'state.directory': this.stateDir,
      'plugins.directory': pluginsDir,
      ...settings,
    });
  }

  /** Runs one command to its end: {code, stdout, stderr}. */
  command(words, options = {}) {
    return run(toolhost, [...words, '--config', this.configFile], options);
  }

  /** Like command(), and throws with the command's own words when it fails. */
  async commandOutput(words) {
    const result = await this.command(words);
    if (result.code === 0) return result.stdout;
    const said = result.stderr + result.stdout;
    throw new Error(`toolhost ${words.join(' ')} exited ${result.code}: ${said}`);
  }

  /** An operator's token for a user. */
  async tokenFor(user, words = []) {
    return (await this.commandOutput(['token', 'issue', '--user', user, ...words])).trim();
  }

  /** Registers a client: {client_id, client_secret}. */
  async addClient({ name = 'e2e', actsAs, redirectUri, keys, words = [] } = {}) {
    const options = { '--acts-as': actsAs, '--redirect-uri': redirectUri, '--keys': keys };
    const given = Object.entries(options).filter(([, value]) => value);
    const all = ['client', 'add', '--name', name, ...given.flat(), ...words, '--json'];
    return JSON.parse(await this.commandOutput(all));
  }

  /** Runs `toolhost user …` with this on standard input: {code, stdout, stderr}. */
  async user(words, input) {
    const program = new Program(toolhost, ['user', ...words, '--config', this.configFile]);
    program.child.stdin.end(input);
    return program.ended;
  }

  /** Adds a person who signs in with this password. */
  async addUser(name, password, { actsAs } = {}) {
    const words = ['add', name, ...(actsAs ? ['--acts-as', actsAs] : [])];
    const added = await this.user(words, `${password}\n`);
    if (added.code !== 0) throw new Error(`toolhost user add ${name}: ${added.stderr}`);
  }

  /** Audit events as objects, in order; `words` are further options of `audit search`. */
  async auditEvents(words = []) {
    const text = await this.commandOutput(['audit', 'search', '--json', ...words]);
    const trimmed = text.trim();
    if (trimmed.startsWith('[')) return JSON.parse(trimmed);
    return trimmed
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** Starts `toolhost serve` and waits until it answers. */
  async serve({ args = [], env } = {}) {
    const program = new Program(toolhost, ['serve', '--config', this.configFile, ...args], { env });
    const ready = await program.event('ready');
    return new Host(this, program, ready);
  }

  /** Starts `toolhost stdio`; the caller speaks to its stdin and stdout. */
  stdio({ args = [] } = {}) {
    return new Program(toolhost, this.stdioCommand().slice(1).concat(args));
  }

  stdioCommand() {
    return [toolhost, 'stdio', '--config', this.configFile];
  }

  file(name) {
    return readFileSync(join(this.stateDir, name));
  }
}

/** A running `toolhost serve`. */
export class Host {
  constructor(installation, program, ready) {
    this.installation = installation;
    this.program = program;
    this.url = ready.url;
    this.mcpUrl = ready.mcp_url;
    this.port = Number(new URL(ready.url).port);
  }

  stop(signal) {
    return this.program.stop(signal);
  }
}

/** A served installation that knows a simulator. Stop with stop(). */
export async function serveWith(simulator, settings = {}) {
  return new Installation({ ...simulator.settings(), ...settings }).serve();
}
