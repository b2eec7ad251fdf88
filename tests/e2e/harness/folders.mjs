// Where the programs under test are, and folders that a test owns.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const said = process.env.TOOLHOST_BUILD_DIR;
if (!said) throw new Error('TOOLHOST_BUILD_DIR is not set; run the tests by tests/e2e/run.sh');

export const buildDir = resolve(said);
export const toolhost = join(buildDir, 'bin/toolhost');
export const simulator = join(buildDir, 'bin/toolhost-sim');
export const pluginsDir = join(buildDir, 'lib/toolhost/plugins');
export const fixturesDir = join(buildDir, 'tests/fixtures/plugins');

const scratch = new Set();
process.on('exit', () => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, mode 0700, removed when the test process ends. */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'toolhost-e2e-'));
  scratch.add(folder);
  return folder;
}
