// A plugin that is replaced again and again under load: how long each replacement takes, and whether
// any call fails or is answered by neither version.
import { appendFileSync, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildDir, scratchFolder } from '../e2e/harness/folders.mjs';
import { Installation } from '../e2e/harness/host.mjs';
import { modernRequest } from '../e2e/harness/mcp.mjs';
import { wrk, writeRequest } from './measure.mjs';

const kEveryMs = 1000;
const kEitherBuild = '.0.0"'; // "2.0.0" or "2_again.0.0", the last of the text

function put(plugins, round) {
  const part = join(plugins, '.generation.so.part');
  copyFileSync(join(buildDir, `tests/fixtures/plugins/generation_2${round % 2 ? '_again' : ''}.so`), part);
  appendFileSync(part, `round ${round}`); // so that no content comes twice
  renameSync(part, join(plugins, 'generation.so'));
}

async function serve(isolation) {
  const plugins = join(scratchFolder(), 'plugins');
  mkdirSync(plugins);
  put(plugins, 0);
  const installation = new Installation({
    'auth.mode': 'off',
    'log.level': 'warning',
    'plugins.directory': plugins,
    'plugins.permissions': 'off',
    'plugins.signature': 'off',
    'plugins.watch': 'false',
    'plugins.generations_max': 100_000,
    'plugin.generation.isolation': isolation,
  });
  return { installation, plugins, host: await installation.serve() };
}

async function replaceUntil(end, { installation, plugins }) {
  const took = [];
  for (let round = 1; performance.now() < end; ++round) {
    const next = performance.now() + kEveryMs;
    put(plugins, round);
    const began = performance.now();
    const { code, stdout, stderr } = await installation.command(['plugin', 'reload']);
    if (code !== 0) throw new Error(`plugin reload: ${stdout}${stderr}`);
    took.push(performance.now() - began);
    await pause(Math.max(0, next - performance.now()));
  }
  return took.sort((one, other) => one - other);
}

async function measureOne(isolation, seconds) {
  console.error(`replacing a plugin every second, ${isolation} ...`);
  const site = await serve(isolation);
  const request = writeRequest(modernRequest('tools/call', { name: 'which', arguments: {} }));
  const env = { BENCH_REQUEST: request, BENCH_CHECK: '1', BENCH_EXPECT: kEitherBuild };
  const [run, took] = await Promise.all([
    wrk(site.host.mcpUrl, seconds, env),
    replaceUntil(performance.now() + seconds * 1000, site),
  ]);
  await site.host.stop();
  return {
    calls: run.requests,
    calls_per_second: Math.round(run.requests / run.seconds),
    failed: run.not_2xx + run.socket_errors + run.wrong,
    p99_ms: run.p99_us / 1000,
    reloads: took.length,
    reload_median_ms: Math.round(took[Math.floor(took.length / 2)]),
    reload_max_ms: Math.round(took.at(-1)),
  };
}

/** {in_process, process} */
export async function measureReload(seconds) {
  return {
    in_process: await measureOne('in_process', seconds),
    process: await measureOne('process', seconds),
  };
}
