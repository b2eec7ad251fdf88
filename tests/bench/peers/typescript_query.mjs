// The official TypeScript server, v2, with one tool that asks a ServiceNow instance for records of a
// table: what a careful author would write with node's own fetch.
import { createServer } from 'node:http';
import { McpServer, createMcpHandler, fromJsonSchema } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';

const { INSTANCE, AUTHORIZATION } = process.env;

const inputSchema = fromJsonSchema({
  type: 'object',
  properties: {
    table: { type: 'string', pattern: '^[a-z0-9_]+$' },
    query: { type: 'string' },
    fields: { type: 'string' },
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
  },
  required: ['table'],
  additionalProperties: false,
});

const outputSchema = fromJsonSchema({
  type: 'object',
  properties: {
    totalCount: { type: ['integer', 'null'] },
    returned: { type: 'integer', minimum: 0 },
    hasMore: { type: 'boolean' },
    records: { type: 'array', items: { type: 'object' } },
  },
  required: ['totalCount', 'returned', 'hasMore', 'records'],
});

async function query({ table, query: filter = '', fields = '', limit = 20 }) {
  const parameters = new URLSearchParams({
    sysparm_query: filter ? `${filter}^ORDERBYsys_id` : 'ORDERBYsys_id',
    sysparm_fields: fields,
    sysparm_display_value: 'true',
    sysparm_exclude_reference_link: 'true',
    sysparm_limit: String(limit),
  });
  const response = await fetch(`${INSTANCE}/api/now/table/${table}?${parameters}`, {
    headers: { Accept: 'application/json', Authorization: AUTHORIZATION },
  });
  if (!response.ok) throw new Error(`the instance answered ${response.status}`);
  const records = (await response.json()).result;
  const total = Number(response.headers.get('X-Total-Count'));
  const answer = {
    totalCount: total,
    returned: records.length,
    hasMore: total > records.length,
    records,
  };
  return {
    content: [{ type: 'text', text: JSON.stringify(answer) }],
    structuredContent: answer,
  };
}

function makeServer() {
  const server = new McpServer({ name: 'typescript-query', version: '1.0.0' });
  const description = 'Reads records of a ServiceNow table.';
  server.registerTool('query', { description, inputSchema, outputSchema }, query);
  return server;
}

const listener = createServer(toNodeHandler(createMcpHandler(makeServer)));
listener.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${listener.address().port}`;
  console.log(JSON.stringify({ event: 'ready', url, mcp_url: `${url}/mcp`, pid: process.pid }));
});
process.once('SIGTERM', () => process.exit(0));
