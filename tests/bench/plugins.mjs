// What one call of a plugin costs inside the host, in both modes, and what 5,000 tools cost.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildDir, pluginsDir } from '../e2e/harness/folders.mjs';

/** {raw, typed: {in_process, process: {p50_us, p99_us, calls_per_second}}, many_tools} */
export async function measurePlugins(seconds) {
  console.error('measuring calls of plugins ...');
  const { stdout } = await promisify(execFile)(join(buildDir, 'bin/bench_plugin_calls'), [
    pluginsDir,
    join(buildDir, 'tests/fixtures/plugins'),
    join(buildDir, 'bin/toolhost-worker'),
    String(seconds),
  ]);
  return JSON.parse(stdout);
}

export function printPlugins({ many_tools: many, ...tools }) {
  console.log('\none call of a plugin, from the host and back');
  for (const [name, modes] of Object.entries(tools)) {
    for (const [mode, { p50_us, p99_us, calls_per_second: speed }] of Object.entries(modes)) {
      const speeds = Object.entries(speed).map(([callers, calls]) => `${callers}: ${calls}`);
      console.log(
        `${name.padEnd(8)}${mode.padEnd(12)}p50 ${p50_us} us, p99 ${p99_us} us; calls/s by callers ` +
          speeds.join(', '),
      );
    }
  }
  const { tools: count, start_ms, lookup_us, list_bytes } = many;
  console.log(`${count} tools: start ${start_ms} ms, lookup ${lookup_us} us, list ${list_bytes} bytes`);
}
