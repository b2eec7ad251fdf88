// MCP messages as bytes on the wire, with everything that a wrong client could get wrong in reach.

export const kModern = '2026-07-28';
export const kSessionRevisions = ['2025-11-25', '2025-06-18', '2025-03-26'];

const kPrefix = 'io.modelcontextprotocol';

/** The `_meta` that every request of revision 2026-07-28 carries. */
export function envelope(version = kModern, capabilities = {}) {
  return {
    [`${kPrefix}/protocolVersion`]: version,
    [`${kPrefix}/clientCapabilities`]: capabilities,
    [`${kPrefix}/clientInfo`]: { name: 'e2e', version: '1' },
  };
}

const kNamed = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
};

function nameHeader(method, params) {
  const name = params[kNamed[method]];
  return name === undefined ? {} : { 'Mcp-Name': name };
}

/** A whole request of revision 2026-07-28: {headers, body}. */
export function modernRequest(method, params = {}, { id = 1, token, capabilities } = {}) {
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': kModern,
    'Mcp-Method': method,
    ...nameHeader(method, params),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
  const body = { jsonrpc: '2.0', id, method, params: { ...params, _meta: envelope(kModern, capabilities) } };
  return { headers, body };
}

/** {status, headers, text, json}: `json` is undefined when the body is not JSON. */
export async function read(response) {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function post(url, headers, body) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return read(await fetch(url, { method: 'POST', headers, body: text }));
}

/** One modern request, answered. `change` may spoil {headers, body} first. */
export function askModern(host, method, params, { change = () => {}, ...options } = {}) {
  const request = modernRequest(method, params, options);
  change(request);
  return post(host.mcpUrl, request.headers, request.body);
}

/** A modern tools/call, down to its result; throws when there is none. */
export async function callTool(host, token, name, args) {
  const answer = await askModern(host, 'tools/call', { name, arguments: args }, { token });
  if (answer.json?.result) return answer.json.result;
  throw new Error(`tools/call ${name}: ${answer.status} ${answer.text}`);
}

/** The texts of a tool result, joined. */
export const textOf = (result) => result.content.map((block) => block.text ?? '').join('\n');

/** A session of an older revision, spoken by hand. */
export class Session {
  static async open(host, token, revision) {
    const session = new Session(host, token, revision);
    const params = {
      protocolVersion: revision,
      capabilities: {},
      clientInfo: { name: 'e2e', version: '1' },
    };
    session.initialized = await session.request('initialize', params, { first: true });
    session.id = session.initialized.headers.get('mcp-session-id');
    await session.notify('notifications/initialized');
    return session;
  }

  constructor(host, token, revision) {
    Object.assign(this, { host, token, revision, last: 0 });
  }

  headers({ first = false } = {}) {
    return {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(this.token && { Authorization: `Bearer ${this.token}` }),
      ...(this.id && { 'Mcp-Session-Id': this.id }),
      ...(!first && this.revision >= '2025-06-18' && { 'MCP-Protocol-Version': this.revision }),
    };
  }

  request(method, params, how) {
    const body = { jsonrpc: '2.0', id: ++this.last, method, ...(params && { params }) };
    return post(this.host.mcpUrl, this.headers(how), body);
  }

  notify(method) {
    return post(this.host.mcpUrl, this.headers(), { jsonrpc: '2.0', method });
  }

  async close() {
    const headers = this.headers();
    return read(await fetch(this.host.mcpUrl, { method: 'DELETE', headers }));
  }
}
