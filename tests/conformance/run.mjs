// Starts a host without authentication, lets the conformance suite question it, and judges the
// answers by a baseline. Called by run.sh.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixturesDir, scratchFolder } from '../e2e/harness/folders.mjs';
import { Installation } from '../e2e/harness/host.mjs';

const suite = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));
const [revision, baseline] = process.argv.slice(2);

/** Runs the suite; what it finds goes to `results`, one folder per scenario. */
function question(url, results) {
  const args = ['server', '--url', url, '--requirements', revision];
  args.push('--expected-failures', baseline, '--output-dir', results);
  return spawnSync(process.execPath, [suite, ...args], { stdio: 'inherit' }).status;
}

/** The scenarios that the baseline names. */
function expected() {
  const entries = readFileSync(baseline, 'utf8').matchAll(/^\s*- ([^\s:#]+)/gm);
  return [...entries].map((entry) => entry[1]);
}

/** Names in the baseline that stand for no scenario of this run. */
function unknownNames(results) {
  const folders = readdirSync(results, { recursive: true }).map(String);
  return expected().filter((name) => !folders.some((folder) => folder.includes(`server-${name}-`)));
}

/** Checks that failed in scenarios of tasks, which the suite runs without judging them. */
function failedTasks(results) {
  return readdirSync(results)
    .filter((folder) => folder.startsWith('server-tasks-'))
    .flatMap((folder) => {
      const checks = JSON.parse(readFileSync(join(results, folder, 'checks.json'), 'utf8'));
      const failed = checks.filter((check) => check.status === 'FAILURE');
      return failed.map((check) => `${folder}: ${check.id}: ${check.errorMessage}`);
    });
}

/** A host that has what the suite asks for, from a plugin that is written with the SDK alone. */
function settings() {
  const plugins = join(scratchFolder(), 'plugins');
  mkdirSync(plugins);
  copyFileSync(join(fixturesDir, 'conformance.so'), join(plugins, 'conformance.so'));
  return {
    'auth.mode': 'off',
    'plugins.directory': plugins,
    'plugins.permissions': 'off',
    'plugins.signature': 'off',
  };
}

async function judge() {
  const host = await new Installation(settings()).serve();
  const results = join(scratchFolder(), 'results');
  const status = question(host.mcpUrl, results);
  await host.stop();
  const unknown = unknownNames(results);
  if (unknown.length > 0) console.error(`no scenario of this run is called: ${unknown.join(', ')}`);
  const failed = failedTasks(results);
  for (const check of failed) console.error(check);
  return status === 0 && unknown.length === 0 && failed.length === 0 ? 0 : 1;
}

process.exitCode = await judge();
