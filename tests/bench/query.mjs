// A query for 1,000 records: through the host and its plugin, beside the same page asked of the
// instance directly, and beside the official TypeScript server with a tool that does the same. The
// client is curl for all three, in turns, so that the machine's moods meet each alike.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { scratchFolder } from '../e2e/harness/folders.mjs';
import { serveWith } from '../e2e/harness/host.mjs';
import { modernRequest } from '../e2e/harness/mcp.mjs';
import { Program } from '../e2e/harness/program.mjs';
import { Simulator, users } from '../e2e/harness/simulator.mjs';

const kRecords = 1000;
const kFields = 'sys_id,number,short_description,state,priority,assigned_to,sys_created_on';
const kWarmUps = 3;
const user = users.itil;

const basic = `Basic ${Buffer.from(`${user}:${user}`).toString('base64')}`;

function pageOf(simulator) {
  const parameters = new URLSearchParams({
    sysparm_query: 'ORDERBYsys_id',
    sysparm_fields: kFields,
    sysparm_display_value: 'true',
    sysparm_exclude_reference_link: 'true',
    sysparm_limit: String(kRecords),
  });
  return `${simulator.url}/api/now/table/incident?${parameters}`;
}

const toolCall = (token) =>
  modernRequest(
    'tools/call',
    { name: 'query', arguments: { table: 'incident', limit: kRecords, fields: kFields } },
    { token },
  );

async function typescript(simulator) {
  const script = fileURLToPath(new URL('peers/typescript_query.mjs', import.meta.url));
  const resolver = fileURLToPath(new URL('../e2e/resolve_packages.mjs', import.meta.url));
  const program = new Program(process.execPath, ['--import', resolver, script], {
    env: { NODE_ENV: 'production', INSTANCE: simulator.url, AUTHORIZATION: basic },
  });
  return { program, url: (await program.event('ready')).mcp_url };
}

/** curl's arguments as a file, so that no token is on a command line. */
function curlConfig(name, url, { headers, body }) {
  const folder = scratchFolder();
  const lines = [`url = "${url}"`, `output = "${join(folder, 'body')}"`];
  for (const [field, value] of Object.entries(headers)) lines.push(`header = "${field}: ${value}"`);
  if (body) {
    writeFileSync(join(folder, 'request'), JSON.stringify(body));
    lines.push(`data-binary = "@${join(folder, 'request')}"`);
  }
  lines.push('silent', 'fail', 'write-out = "%{time_total} %{size_download}"');
  const file = join(folder, `${name}.curl`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return { file, answer: join(folder, 'body') };
}

async function ask({ file }) {
  const { stdout } = await promisify(execFile)('curl', ['--disable', '--config', file]);
  const [seconds, bytes] = stdout.split(' ').map(Number);
  return { ms: seconds * 1000, bytes };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Asks each in turn until the time is over; the medians. */
async function race(contestants, seconds) {
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  const sizes = {};
  for (let round = 0, end = Infinity; Date.now() < end; ++round) {
    if (round === kWarmUps) end = Date.now() + seconds * 1000;
    for (const [name, contestant] of Object.entries(contestants)) {
      const { ms, bytes } = await ask(contestant);
      if (round >= kWarmUps) times[name].push(ms);
      sizes[name] = bytes;
    }
  }
  const entries = Object.entries(times).map(([name, all]) => [
    name,
    { median_ms: Math.round(median(all) * 100) / 100, rounds: all.length, bytes: sizes[name] },
  ]);
  return Object.fromEntries(entries);
}

async function refuseShortAnswers(contestants, read) {
  for (const [name, contestant] of Object.entries(contestants)) {
    await ask(contestant);
    const count = read[name](contestant.answer);
    if (count !== kRecords) throw new Error(`${name} gave ${count} records, not ${kRecords}`);
  }
}

/** {figures: {instance, toolhost, typescript}, ratios} */
export async function measureQuery(seconds, readAnswer) {
  const simulator = await Simulator.start({ args: ['--incidents', String(kRecords + 200)] });
  const host = await serveWith(simulator, {
    'log.level': 'warning',
    'servicenow.dev.result_bytes_max': 4 << 20, // all of them in one answer
  });
  const peer = await typescript(simulator);
  const token = await host.installation.tokenFor(user);
  const headers = { Accept: 'application/json', Authorization: basic };
  const contestants = {
    instance: curlConfig('instance', pageOf(simulator), { headers }),
    toolhost: curlConfig('toolhost', host.mcpUrl, toolCall(token)),
    typescript: curlConfig('typescript', peer.url, toolCall()),
  };
  await refuseShortAnswers(contestants, {
    instance: (file) => readAnswer(file).result.length,
    toolhost: (file) => readAnswer(file).result.structuredContent.records.length,
    typescript: (file) => readAnswer(file).result.structuredContent.records.length,
  });
  const figures = await race(contestants, seconds);
  for (const program of [host.program, peer.program, simulator.program]) await program.stop();
  const ratio = (one, other) =>
    Math.round((figures[one].median_ms / figures[other].median_ms) * 1000) / 1000;
  return {
    figures,
    ratios: {
      toolhost_to_instance: ratio('toolhost', 'instance'),
      typescript_to_instance: ratio('typescript', 'instance'),
      toolhost_to_typescript: ratio('toolhost', 'typescript'),
    },
  };
}
