// The host's JSON Schema beside ajv: the same schemas, the same instances, compiled once, one thread.
// The cases are what the tools really declare and what a call really carries.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { scratchFolder } from '../e2e/harness/folders.mjs';
import { serveWith } from '../e2e/harness/host.mjs';
import { modernRequest, post } from '../e2e/harness/mcp.mjs';
import { Simulator, users } from '../e2e/harness/simulator.mjs';

const kArguments = {
  table: 'incident',
  query: 'active=true',
  fields: 'number,short_description,priority',
  limit: 200,
};

// Where a check is real work: every record is held against properties, patterns, formats and bounds.
const kStrictRecords = {
  type: 'object',
  properties: {
    records: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          sys_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
          number: { type: 'string', pattern: '^INC\\d{7}$' },
          short_description: { type: 'string', minLength: 1, maxLength: 160 },
          priority: { enum: ['1 - Critical', '2 - High', '3 - Moderate', '4 - Low', '5 - Planning'] },
        },
        required: ['number', 'short_description'],
        additionalProperties: { type: 'string' },
      },
    },
  },
  required: ['records'],
};

async function callTool(host, token, method, params) {
  const { headers, body } = modernRequest(method, params, { token });
  const answer = await post(host.mcpUrl, headers, body);
  if (answer.status !== 200) throw new Error(`${method}: ${answer.status} ${answer.text}`);
  return answer.json.result;
}

async function collectCases() {
  const simulator = await Simulator.start({ args: ['--incidents', '600'] });
  const host = await serveWith(simulator, { 'log.level': 'warning' });
  const token = await host.installation.tokenFor(users.itil);
  const { tools } = await callTool(host, token, 'tools/list', {});
  const query = tools.find(({ name }) => name === 'query');
  const params = { name: 'query', arguments: kArguments };
  const { structuredContent } = await callTool(host, token, 'tools/call', params);
  await host.stop();
  await simulator.stop();
  return [
    { name: 'arguments', schema: query.inputSchema, instance: kArguments },
    { name: 'result', schema: query.outputSchema, instance: structuredContent },
    { name: 'strict_records', schema: kStrictRecords, instance: structuredContent },
  ];
}

async function speedOf(command, args, file, seconds) {
  const { stdout } = await promisify(execFile)(command, [...args, file, String(seconds)]);
  return JSON.parse(stdout);
}

/** {figures: {case: {toolhost, ajv}} in checks per second, ratios} */
export async function measureSchema(seconds) {
  const file = join(scratchFolder(), 'cases.json');
  const cases = await collectCases();
  writeFileSync(file, JSON.stringify(cases));
  const each = seconds / cases.length;
  const resolver = fileURLToPath(new URL('../e2e/resolve_packages.mjs', import.meta.url));
  const peer = fileURLToPath(new URL('peers/ajv_speed.mjs', import.meta.url));
  const ours = await speedOf(process.env.BENCH_SCHEMA, [], file, each);
  const ajv = await speedOf(process.execPath, ['--import', resolver, peer], file, each);
  const figures = {};
  const ratios = {};
  for (const { name } of cases) {
    figures[name] = { toolhost_per_second: ours[name], ajv_per_second: ajv[name] };
    ratios[name] = Math.round((ours[name] / ajv[name]) * 1000) / 1000;
  }
  return { figures, ratios };
}
