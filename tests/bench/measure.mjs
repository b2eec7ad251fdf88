// Measures one contestant with wrk: a warm-up in which every answer is read, then the run that counts.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from '../e2e/harness/folders.mjs';

const kUsualConnections = 16;
const kWarmUpSeconds = 2;
const script = fileURLToPath(new URL('request.lua', import.meta.url));

export function writeRequest({ headers, body }) {
  const file = join(scratchFolder(), 'request.txt');
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(file, `${fields.join('')}\n${JSON.stringify(body)}`, { mode: 0o600 });
  return file;
}

/** Runs wrk and gives what request.lua printed. */
export async function wrk(url, seconds, env, connections = kUsualConnections) {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url];
  const child = spawn('wrk', args, { env: { PATH: process.env.PATH, ...env } });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const result = output.match(/^RESULT (.*)$/m);
  if (!result) throw new Error(`wrk ${args.join(' ')} gave no result:\n${output}`);
  return JSON.parse(result[1]);
}

/** The most memory that a process and its children have held, in MiB. */
function peakMemory(pid) {
  const peak =
    Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024;
  return childrenOf(pid).reduce((sum, child) => sum + peakMemory(child), peak);
}

function childrenOf(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'));
  return lists.join(' ').split(' ').filter(Boolean).map(Number);
}

const kTicksPerSecond = 100; // what /proc counts in, on every Linux that Debian runs on

/** Seconds of processor time that a process has used, all threads. */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return ticks / kTicksPerSecond;
}

/** That of a process and its children. */
function processorTimeOfAll(pid) {
  const children = childrenOf(pid).map(processorTimeOfAll);
  return children.reduce((sum, time) => sum + time, processorTime(pid));
}

function refuseErrors(name, run) {
  const faults = { 'not 2xx': run.not_2xx, 'socket errors': run.socket_errors, wrong: run.wrong };
  const found = Object.entries(faults).filter(([, count]) => count > 0);
  if (found.length > 0 || run.requests === 0) {
    throw new Error(
      `${name}: ${run.requests} answers, ${JSON.stringify(Object.fromEntries(found))}`,
    );
  }
}

const bytesEach = (run) => run.bytes / run.requests;

// The measured run does not read its answers; one of another kind would have another length.
function refuseOtherAnswers(name, warm_up, run) {
  const drift = Math.abs(bytesEach(run) / bytesEach(warm_up) - 1);
  if (drift > 0.01) throw new Error(`${name}: answers changed their length by ${drift * 100} %`);
}

/** {requests_per_second, p50_ms, p99_ms, ...} of a started contestant. */
export async function measure(name, contestant, seconds, connections = kUsualConnections) {
  const { program, url, request, expect } = contestant;
  const env = { BENCH_REQUEST: writeRequest(request) };
  const checking = { ...env, BENCH_CHECK: '1', BENCH_EXPECT: expect };
  const warm_up = await wrk(url, kWarmUpSeconds, checking, connections);
  refuseErrors(`${name}, warming up`, warm_up);
  const processor_began = processorTimeOfAll(program.pid);
  const run = await wrk(url, seconds, env, connections);
  const processor_seconds = processorTimeOfAll(program.pid) - processor_began;
  refuseErrors(name, run);
  refuseOtherAnswers(name, warm_up, run);
  return {
    requests: run.requests,
    requests_per_second: Math.round(run.requests / run.seconds),
    p50_ms: run.p50_us / 1000,
    p99_ms: run.p99_us / 1000,
    max_ms: run.max_us / 1000,
    cpu_us_per_call: Math.round((processor_seconds / run.requests) * 1e7) / 10,
    peak_rss_mib: Math.round(peakMemory(program.pid) * 10) / 10,
  };
}
