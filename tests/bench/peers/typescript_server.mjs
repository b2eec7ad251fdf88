// The official TypeScript server, v2, with one echo tool behind node's own HTTP server.
// Prints {"event":"ready",...} and serves /mcp until SIGTERM.
import { createServer } from 'node:http';
import { McpServer, createMcpHandler, fromJsonSchema } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';

const inputSchema = fromJsonSchema({
  type: 'object',
  properties: { text: { type: 'string', maxLength: 100_000 } },
  required: ['text'],
  additionalProperties: false,
});

function makeServer() {
  const server = new McpServer({ name: 'typescript-echo', version: '1.0.0' });
  const description = 'Sends the given text back unchanged.';
  server.registerTool('echo', { description, inputSchema }, ({ text }) => ({
    content: [{ type: 'text', text }],
  }));
  return server;
}

const listener = createServer(toNodeHandler(createMcpHandler(makeServer)));
listener.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${listener.address().port}`;
  console.log(JSON.stringify({ event: 'ready', url, mcp_url: `${url}/mcp`, pid: process.pid }));
});
process.once('SIGTERM', () => process.exit(0));
