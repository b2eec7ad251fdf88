// A program under test: started, watched line by line, and always ended by its own pid.
import { spawn } from 'node:child_process';
import { until, within } from './until.mjs';

const kInherited = ['PATH', 'HOME', 'ASAN_OPTIONS', 'TSAN_OPTIONS', 'UBSAN_OPTIONS'];
const inherited = Object.fromEntries(
  kInherited.filter((name) => name in process.env).map((name) => [name, process.env[name]]),
);

const running = new Set();

// A test that dies must not leave servers behind.
process.on('exit', () => running.forEach((program) => program.kill('SIGKILL')));

export class Program {
  /** Starts `path`; what it prints is collected. `env` is added to a minimal environment. */
  constructor(path, args, { env = {}, cwd } = {}) {
    this.name = `${path.split('/').pop()} ${args[0] ?? ''}`.trim();
    this.stdout = '';
    this.stderr = '';
    this.child = spawn(path, args, {
      cwd,
      env: { ...inherited, ...env },
    });
    this.child.stdin.on('error', () => {}); // it may end before it has read everything
    this.child.stdout.setEncoding('utf8').on('data', (text) => (this.stdout += text));
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.stderr += text));
    this.letTestEnd();
    running.add(this);
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        running.delete(this);
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
    this.ended.catch(() => running.delete(this));
  }

  /** A test process that has nothing left to do ends, and with it whatever it left running. */
  letTestEnd() {
    this.child.unref();
    for (const pipe of [this.child.stdin, this.child.stdout, this.child.stderr]) pipe.unref();
  }

  get pid() {
    return this.child.pid;
  }

  get isRunning() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Its first line on stdout that is a JSON object with `event`; throws with its log otherwise. */
  async event(name, deadlineMs = 60_000) {
    const found = () => this.lines().find((line) => line.event === name);
    await until(
      `${this.name} says ${name}`,
      () => {
        if (found()) return true;
        if (this.isRunning) return false;
        throw new Error(`${this.name} ended before it said ${name}:\n${this.stderr}`);
      },
      deadlineMs,
    );
    return found();
  }

  /** The whole lines of stdout that are JSON objects. */
  lines() {
    return this.stdout
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  }

  /** Waits until its log (stderr) holds what `pattern` matches, and gives the match. */
  logged(pattern, deadlineMs = 20_000) {
    return until(`${this.name} logs ${pattern}`, () => this.stderr.match(pattern), deadlineMs);
  }

  kill(signal) {
    if (this.isRunning && this.child.pid !== undefined) this.child.kill(signal);
  }

  /** Sends the signal and waits for the end; a program that does not end is killed, and it says so. */
  async stop(signal = 'SIGTERM', deadlineMs = 15_000) {
    this.kill(signal);
    try {
      return await within(`${this.name} ending after ${signal}`, this.ended, deadlineMs);
    } catch (late) {
      this.kill('SIGKILL');
      throw late;
    }
  }
}

/** Runs a program to its end and gives {code, signal, stdout, stderr}. */
export function run(path, args, { input, deadlineMs = 60_000, ...options } = {}) {
  const program = new Program(path, args, options);
  program.child.stdin.end(input ?? '');
  return within(`${program.name}`, program.ended, deadlineMs).catch((late) => {
    program.kill('SIGKILL');
    throw late;
  });
}
