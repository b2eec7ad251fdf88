// Ten thousand open streams and five thousand idle connections at once: what each costs the host, how
// soon a change of the tools reaches all of them, and what they cost everybody else's calls.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pluginsDir, scratchFolder } from '../e2e/harness/folders.mjs';
import { Installation } from '../e2e/harness/host.mjs';
import { modernRequest } from '../e2e/harness/mcp.mjs';
import { Attendant, gather, idleBytes, listenBytes } from './crowd.mjs';
import { wrk, writeRequest } from './measure.mjs';

const kStreams = 10_000;
const kIdle = 5_000;
const kRoom = kStreams + kIdle + 1_000;
const kCallers = 4;
const kChanged = 'notifications/tools/list_changed';

/** What the kernel says a process holds: {rss_kib, threads}. */
function holdings(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (name) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1]);
  return { rss_kib: number('VmRSS'), threads: number('Threads') };
}

async function serve() {
  const plugins = join(scratchFolder(), 'plugins');
  mkdirSync(plugins);
  copyFileSync(join(pluginsDir, 'echo.so'), join(plugins, 'echo.so'));
  const installation = new Installation({
    'auth.mode': 'off',
    'log.level': 'warning',
    'listen.connections_max': kRoom,
    'listen.connections_per_address_max': kRoom,
    'listen.streams_max': kRoom,
    'listen.idle_timeout_ms': 600_000,
    'listen.requests_per_connection_max': 1_000_000_000,
    'mcp.streams_per_caller_max': kRoom,
    'plugins.directory': plugins,
    'plugins.permissions': 'off',
    'plugins.signature': 'off',
    'plugins.watch': 'false',
  });
  return { installation, plugins, host: await installation.serve() };
}

/** p99 of calls while nothing else asks. */
async function callLatency(host, seconds) {
  const request = modernRequest('tools/call', { name: 'echo', arguments: { text: 'bench' } });
  const env = { BENCH_REQUEST: writeRequest(request), BENCH_CHECK: '1', BENCH_EXPECT: 'bench' };
  const run = await wrk(host.mcpUrl, seconds, env, kCallers);
  const failed = run.not_2xx + run.socket_errors + run.wrong;
  if (failed > 0) throw new Error(`${failed} calls failed beside the streams`);
  return { p50_ms: run.p50_us / 1000, p99_ms: run.p99_us / 1000 };
}

/** From the command to the first and to the last stream that was told, in milliseconds. */
async function announce(site, streams) {
  streams.forEach((stream) => stream.await(kChanged));
  const began = performance.now();
  rmSync(join(site.plugins, 'echo.so'));
  const { code, stderr } = await site.installation.command(['plugin', 'reload']);
  if (code !== 0) throw new Error(`plugin reload: ${stderr}`);
  const told = await Promise.all(streams.map((stream) => stream.seen));
  const first = Math.min(...told);
  return { first_ms: Math.round(first - began), spread_ms: Math.round(Math.max(...told) - first) };
}

export async function measureStreams(seconds) {
  console.error(`opening ${kStreams} streams and ${kIdle} idle connections ...`);
  const site = await serve();
  const { host } = site;
  const alone = await callLatency(host, seconds);
  const before = holdings(host.program.pid);
  const idle = await gather(kIdle, () => new Attendant(host.port, idleBytes(host.port), '"ok"'));
  const with_idle = holdings(host.program.pid);
  const streams = await gather(
    kStreams,
    () => new Attendant(host.port, listenBytes(host.port), 'acknowledged'),
  );
  const after = holdings(host.program.pid);
  const beside = await callLatency(host, seconds);
  const announced = await announce(site, streams);
  const lost = [...idle, ...streams].filter((one) => one.isClosed).length;
  [...idle, ...streams].forEach((one) => one.leave());
  await host.stop();
  const each = (kib, count) => Math.round((kib / count) * 100) / 100;
  return {
    streams: kStreams,
    idle: kIdle,
    lost,
    kib_per_idle: each(with_idle.rss_kib - before.rss_kib, kIdle),
    kib_per_stream: each(after.rss_kib - with_idle.rss_kib, kStreams),
    kib_per_connection: each(after.rss_kib - before.rss_kib, kStreams + kIdle),
    threads_added: after.threads - before.threads,
    list_changed: announced,
    alone,
    beside,
    p99_ratio: Math.round((beside.p99_ms / alone.p99_ms) * 100) / 100,
  };
}

export function printStreams(figures) {
  const { streams, idle, lost, kib_per_idle, kib_per_stream, kib_per_connection } = figures;
  const { threads_added, list_changed: told, alone, beside, p99_ratio } = figures;
  console.log(`\n${streams} streams and ${idle} idle connections at once, ${lost} lost`);
  console.log(
    `memory each             ${kib_per_connection} KiB (idle ${kib_per_idle}, ` +
      `stream ${kib_per_stream}); ${threads_added} threads more`,
  );
  console.log(
    `a change of the tools   first told after ${told.first_ms} ms, all within ` +
      `${told.spread_ms} ms of that`,
  );
  console.log(
    `calls, p99              ${alone.p99_ms} ms alone, ${beside.p99_ms} ms beside them ` +
      `(${p99_ratio} x)`,
  );
}
