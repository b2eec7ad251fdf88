// Messages that are wrong: each gets its own clear error, and the host serves on.
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { Installation } from './harness/host.mjs';
import {
  Session,
  askModern,
  envelope,
  kModern,
  modernRequest,
  post,
  textOf,
} from './harness/mcp.mjs';

let host;
let token;

before(async () => {
  host = await new Installation({ 'listen.body_bytes_max': 100_000 }).serve();
  token = await host.installation.tokenFor('some.user');
});

after(() => host?.stop());

const echo = (text, options = {}) =>
  askModern(host, 'tools/call', { name: 'echo', arguments: { text } }, { token, ...options });

afterEach(async () => assert.equal(textOf((await echo('still here')).json.result), 'still here'));

const headersOf = (method = 'tools/list', params = {}) =>
  modernRequest(method, params, { token }).headers;

/** The error of an answer, which must come with this status and code. */
function errorOf(answer, status, code) {
  assert.deepEqual([answer.status, answer.json?.error?.code], [status, code], answer.text);
  assert.ok(answer.json.error.message.length > 10, answer.text);
  return answer.json.error;
}

const notJson = [
  '',
  '{',
  'null,',
  '{"jsonrpc":"2.0",}',
  '\u0000',
  '[[[[',
  '{"a":"\ud800"}x',
  '"\\u12"',
  '{"id":1e999999}x',
];

for (const body of notJson) {
  test(`not JSON: ${JSON.stringify(body)}`, async () => {
    const answer = await post(host.mcpUrl, headersOf(), body);
    errorOf(answer, 400, -32700);
    assert.ok(!('id' in answer.json), 'an id for what has none');
  });
}

test('bytes that are not UTF-8 are not JSON', async () => {
  const bytes = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"\xff"}', 'latin1');
  const answer = await fetch(host.mcpUrl, { method: 'POST', headers: headersOf(), body: bytes });
  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).error.code, -32700);
});

const ask = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: envelope() } };

const notRequests = {
  'a number': 7,
  null: null,
  'a string': 'tools/list',
  'an empty object': {},
  'an empty batch': [],
  'a batch': [ask, ask],
  'no jsonrpc': { ...ask, jsonrpc: undefined },
  'another jsonrpc': { ...ask, jsonrpc: '1.0' },
  'id null': { ...ask, id: null },
  'id a list': { ...ask, id: [1] },
  'id a fraction': { ...ask, id: 1.5 },
  'id true': { ...ask, id: true },
  'method a number': { ...ask, method: 7 },
  'params a string': { ...ask, params: 'x' },
  'params a list': { ...ask, params: [1] },
};

for (const [what, body] of Object.entries(notRequests)) {
  test(`not a request: ${what}`, async () => {
    const answer = await post(host.mcpUrl, headersOf(), JSON.stringify(body));
    assert.equal(answer.status, 400, answer.text);
    assert.ok([-32600, -32602].includes(answer.json.error.code), answer.text);
    assert.ok(answer.json.id !== null, 'id null is never sent');
  });
}

test('deeply nested JSON is refused or answered, never fatal', async () => {
  const nested = '['.repeat(40_000) + ']'.repeat(40_000);
  const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"x":${nested}}}`;
  assert.equal((await post(host.mcpUrl, headersOf(), body)).status, 400);
  const { headers } = modernRequest('tools/call', { name: 'echo' }, { token });
  const params = `{"name":"echo","arguments":{"text":${nested}},"_meta":${JSON.stringify(envelope())}}`;
  const answer = await post(
    host.mcpUrl,
    headers,
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`,
  );
  assert.ok(answer.status === 400 || answer.json.result.isError, answer.text.slice(0, 200));
});

test('a name given twice in a message decides nothing', async () => {
  const body = JSON.stringify(ask).replace(
    '"method":"tools/list"',
    '"method":"tools/list","method":"tools/call"',
  );
  assert.equal((await post(host.mcpUrl, headersOf(), body)).status, 400);
});

const changed = {
  'a method of no revision': ['tools/destroy', () => {}, 404, -32601],
  'a method that modern revisions have not': ['ping', () => {}, 404, -32601],
  'logging/setLevel': ['logging/setLevel', () => {}, 404, -32601],
  'initialize with a modern envelope': ['initialize', () => {}, 404, -32601],
  'no MCP-Protocol-Version header': [
    'tools/list',
    ({ headers }) => delete headers['MCP-Protocol-Version'],
    400,
    -32020,
  ],
  'no Mcp-Method header': [
    'tools/list',
    ({ headers }) => delete headers['Mcp-Method'],
    400,
    -32020,
  ],
  'another version in the header': [
    'tools/list',
    ({ headers }) => (headers['MCP-Protocol-Version'] = '2025-11-25'),
    400,
    -32020,
  ],
  'another method in the header': [
    'tools/list',
    ({ headers }) => (headers['Mcp-Method'] = 'tools/call'),
    400,
    -32020,
  ],
  'the method in capitals': [
    'tools/list',
    ({ headers }) => (headers['Mcp-Method'] = 'TOOLS/LIST'),
    400,
    -32020,
  ],
  'no _meta': ['tools/list', ({ body }) => delete body.params._meta, 400, -32602],
  'no params': ['tools/list', ({ body }) => delete body.params, 400, -32602],
  '_meta a list': ['tools/list', ({ body }) => (body.params._meta = []), 400, -32602],
  '_meta without capabilities': [
    'tools/list',
    ({ body }) => delete body.params._meta['io.modelcontextprotocol/clientCapabilities'],
    400,
    -32602,
  ],
  'capabilities a string': [
    'tools/list',
    ({ body }) => (body.params._meta['io.modelcontextprotocol/clientCapabilities'] = 'x'),
    400,
    -32602,
  ],
  'a version that is a number': [
    'tools/list',
    ({ body }) => (body.params._meta['io.modelcontextprotocol/protocolVersion'] = 7),
    400,
    -32602,
  ],
};

for (const [what, [method, change, status, code]] of Object.entries(changed)) {
  test(`${what}: ${status} ${code}`, async () => {
    const answer = await askModern(host, method, {}, { token, id: 'an id', change });
    errorOf(answer, status, code);
    assert.equal(answer.json.id, 'an id');
  });
}

for (const version of ['v999.0.0', '2026-07-29', '2025-11-25']) {
  test(`version ${version} in header and body: the versions served are named`, async () => {
    const change = ({ headers, body }) => {
      headers['MCP-Protocol-Version'] = version;
      body.params._meta = envelope(version);
    };
    const answer = await askModern(host, 'tools/list', {}, { token, change });
    const { data } = errorOf(answer, 400, -32022);
    assert.deepEqual(data, { supported: [kModern], requested: version });
  });
}

test('an unknown version is said before missing headers are', async () => {
  const change = ({ headers, body }) => {
    headers['MCP-Protocol-Version'] = 'v999.0.0';
    delete headers['Mcp-Method'];
    body.params._meta = envelope('v999.0.0');
  };
  errorOf(await askModern(host, 'tools/list', {}, { token, change }), 400, -32022);
});

const named = {
  'another tool in the header': ['query', 400],
  'no tool in the header': [undefined, 400],
  'the same name in base64': [`=?base64?${Buffer.from('echo').toString('base64')}?=`, 200],
  'spaces around the name': ['  echo  ', 200],
  'another name in base64': [`=?base64?${Buffer.from('query').toString('base64')}?=`, 400],
  'bad base64': ['=?base64?!!!?=', 400],
  'base64 without padding': ['=?base64?ZWNob3g?=', 400],
  'capitals in the marker': ['=?BASE64?ZWNobw==?=', 400],
  'half a marker': ['base64?ZWNobw==?=', 400],
};

// Poco's HTTP parser takes the marker of an encoded header value for RFC 2047's and removes it.
const todo = { 'the same name in base64': 'http/ still parses with Poco' };

for (const [what, [name, status]] of Object.entries(named)) {
  test(`Mcp-Name, ${what}: ${status}`, { todo: todo[what] }, async () => {
    const change = ({ headers }) =>
      name ? (headers['Mcp-Name'] = name) : delete headers['Mcp-Name'];
    const answer = await echo('named', { change });
    if (status === 200) return assert.equal(textOf(answer.json.result), 'named');
    errorOf(answer, 400, -32020);
  });
}

const wrongCalls = {
  'no name': {},
  'a name that is a number': { name: 7 },
  'an unknown tool': { name: 'ecko' },
  'arguments that are a list': { name: 'echo', arguments: [] },
};

for (const [what, params] of Object.entries(wrongCalls)) {
  test(`tools/call with ${what} is an error in band`, async () => {
    const change = ({ headers }) => typeof params.name !== 'string' && delete headers['Mcp-Name'];
    const answer = await askModern(host, 'tools/call', params, { token, change });
    const { message } = errorOf(answer, 200, -32602);
    if (params.name === 'ecko') assert.match(message, /echo/, 'the nearest name');
  });
}

const wrongArguments = [
  {},
  { text: 7 },
  { text: null },
  { text: 'x'.repeat(99_000) + '', more: 1 },
  { texts: 'x' },
];

for (const args of wrongArguments) {
  test(`arguments ${JSON.stringify(args).slice(0, 30)} come back as a result with isError`, async () => {
    const answer = await askModern(
      host,
      'tools/call',
      { name: 'echo', arguments: args },
      { token },
    );
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.result.isError, true);
    assert.match(textOf(answer.json.result), /text/);
  });
}

test('what is passed through comes back byte for byte', async () => {
  for (const text of [
    '',
    '"\\\n\t\u0001',
    '\u2028\u{1F600}é',
    'x'.repeat(60_000),
    '=?utf-8?Q?a=0D=0A?=',
  ]) {
    assert.equal(textOf((await echo(text)).json.result), text);
  }
});

test('an id of any allowed kind comes back as it was', async () => {
  for (const id of [0, -1, 2 ** 53 - 1, '', 'ä"\\', '1']) {
    assert.equal((await echo('x', { id })).json.id, id);
  }
});

test('an id beyond a double is not rounded', async () => {
  const { headers, body } = modernRequest('tools/list', {}, { token });
  const text = JSON.stringify(body).replace('"id":1', '"id":9007199254740993');
  assert.match((await post(host.mcpUrl, headers, text)).text, /"id":9007199254740993\b/);
});

test('a Content-Type that is not JSON: 415', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    const headers = { ...headersOf(), 'Content-Type': type };
    assert.equal((await post(host.mcpUrl, headers, ask)).status, 415, type);
  }
});

test('any Accept, or none, is served', async () => {
  for (const accept of ['*/*', 'application/json', 'text/event-stream', 'text/html']) {
    const headers = { ...headersOf(), Accept: accept };
    assert.equal((await post(host.mcpUrl, headers, ask)).status, 200, accept);
  }
});

test('a trailing slash is the same address; other addresses are 404 in JSON', async () => {
  assert.equal((await post(`${host.mcpUrl}/`, headersOf(), ask)).status, 200);
  for (const path of ['/', '/mcpx', '/mcp/x', '/admin', '/.git', '/mcp;x', '/mcp%00', '//mcp']) {
    const answer = await post(host.url + path, headersOf(), ask);
    assert.equal(answer.status, 404, path);
    assert.ok(answer.json, `${path}: ${answer.text}`);
  }
});

/** The status of a POST with one header that fetch() would not send. */
function statusWith(extra) {
  const headers = { ...headersOf(), ...extra };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port: host.port, path: '/mcp', method: 'POST', headers },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      },
    );
    sent.on('error', reject).end(JSON.stringify(ask));
  });
}

test('an Origin or a Host from elsewhere is 403', async () => {
  const foreign = [
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'file://',
    '',
  ];
  for (const origin of foreign)
    assert.equal(await statusWith({ Origin: origin }), 403, `Origin ${origin}`);
  for (const name of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:80',
    'evil.example:8080',
  ]) {
    assert.equal(await statusWith({ Host: name }), 403, `Host ${name}`);
  }
  for (const name of ['u@127.0.0.1', '127.0.0.1/x', '127.0.0.1:x'])
    assert.equal(await statusWith({ Host: name }), 400, `Host ${name}`);
});

test('an Origin of this machine, or none, is served', async () => {
  const own = [
    `http://127.0.0.1:${host.port}`,
    'http://localhost:3000',
    'http://localhost',
    'https://127.0.0.1',
  ];
  for (const origin of own) assert.equal(await statusWith({ Origin: origin }), 200, origin);
  for (const name of [
    'localhost',
    `localhost:${host.port}`,
    `127.0.0.1:${host.port}`,
    '[::1]:80',
  ]) {
    assert.equal(await statusWith({ Host: name }), 200, name);
  }
});

test('who is not known learns nothing of the address: 401 before 405', async () => {
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    assert.equal((await fetch(host.mcpUrl, { method })).status, 401, method);
  }
  const headers = { Authorization: `Bearer ${token}` };
  for (const method of ['GET', 'PUT', 'PATCH']) {
    const answer = await fetch(host.mcpUrl, { method, headers });
    assert.equal(answer.status, 405, method);
    assert.match(answer.headers.get('allow'), /POST/);
  }
});

test('a batch in a session is refused whole: nothing in it is done', async () => {
  const session = await Session.open(host, token, '2025-06-18');
  const call = { jsonrpc: '2.0', id: 1, method: 'ping' };
  const answer = await post(host.mcpUrl, session.headers(), [call, call]);
  errorOf(answer, 400, -32600);
});

test('an unknown method in a session is an error of its request', async () => {
  const session = await Session.open(host, token, '2025-11-25');
  const answer = await session.request('tools/destroy');
  assert.equal(answer.json.error.code, -32601);
  assert.equal(answer.json.id, 2);
});

test('a version header that no revision has is 400 in a session', async () => {
  const session = await Session.open(host, token, '2025-11-25');
  const headers = { ...session.headers(), 'MCP-Protocol-Version': '2025-99-99' };
  const answer = await post(host.mcpUrl, headers, { jsonrpc: '2.0', id: 5, method: 'ping' });
  assert.equal(answer.status, 400, answer.text);
});
