// The official clients, connected to a host.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as SdkClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as SdkStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as SdkHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { kModern } from './mcp.mjs';

const kName = { name: 'e2e', version: '1' };

const bearing = (token) => ({ requestInit: { headers: { Authorization: `Bearer ${token}` } } });

const asCommand = ([command, ...args]) => ({ command, args, stderr: 'ignore' });

/** What a client of `@modelcontextprotocol/client` negotiates. */
export const eras = { modern: { pin: kModern }, legacy: 'legacy', auto: 'auto' };

function makeClient(mode) {
  return new Client(kName, { versionNegotiation: { mode } });
}

async function connected(client, transport) {
  await client.connect(transport);
  client.seen = transport; // session id and the like, for tests that look at them
  return client;
}

/** `@modelcontextprotocol/client` over HTTP with a token. */
export function connectHttp(host, token, mode) {
  const transport = new StreamableHTTPClientTransport(new URL(host.mcpUrl), bearing(token));
  return connected(makeClient(mode), transport);
}

/** The same, whose user answers every question by `answer(request)`. */
export function connectAskable(host, token, mode, answer) {
  const transport = new StreamableHTTPClientTransport(new URL(host.mcpUrl), bearing(token));
  const client = new Client(kName, {
    versionNegotiation: { mode },
    capabilities: { elicitation: { form: {} } },
  });
  client.setRequestHandler('elicitation/create', answer);
  return connected(client, transport);
}

/** `@modelcontextprotocol/client` over HTTP, getting its own token from `provider`. */
export function connectWithProvider(host, authProvider, mode) {
  const transport = new StreamableHTTPClientTransport(new URL(host.mcpUrl), { authProvider });
  return connected(makeClient(mode), transport);
}

/** `@modelcontextprotocol/client` over the stdin and stdout of a command. */
export function connectStdio(command, mode) {
  return connected(makeClient(mode), new StdioClientTransport(asCommand(command)));
}

/** `@modelcontextprotocol/sdk`, the older official client, over HTTP. */
export function connectSdkHttp(host, token) {
  const transport = new SdkHttpTransport(new URL(host.mcpUrl), bearing(token));
  return connected(new SdkClient(kName), transport);
}

/** `@modelcontextprotocol/sdk` over the stdin and stdout of a command. */
export function connectSdkStdio(command) {
  return connected(new SdkClient(kName), new SdkStdioTransport(asCommand(command)));
}
