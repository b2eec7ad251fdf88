// HTTP that no client library sends: an answer given early closes its connection, and what follows
// on the connection is never taken for a request.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Installation } from './harness/host.mjs';
import { modernRequest, askModern, textOf } from './harness/mcp.mjs';
import { exchange, httpText } from './harness/raw_http.mjs';
import { until } from './harness/until.mjs';

const kBodyMax = 100_000;

let host;
let token;
let hidden_token; // of the user in whose name only hidden requests are

before(async () => {
  host = await new Installation({
    'listen.body_bytes_max': kBodyMax,
    'listen.body_timeout_ms': 4_000,
  }).serve();
  token = await host.installation.tokenFor('some.user');
  hidden_token = await host.installation.tokenFor('hidden.user');
});

after(() => host?.stop());

const toolCallsOf = (user) =>
  host.installation.auditEvents(['--type', 'mcp.tool.call', '--user', user]);

afterEach(async () => {
  const answer = await askModern(
    host,
    'tools/call',
    { name: 'echo', arguments: { text: 'alive' } },
    { token },
  );
  assert.equal(textOf(answer.json.result), 'alive');
});

/** A POST in chunks, which are these. */
const chunkedBytes = (chunks) =>
  httpText(
    ['POST /mcp HTTP/1.1', ...head(`Authorization: Bearer ${token}`, 'Transfer-Encoding: chunked')],
    chunks,
  );

/** A whole, good tools/call as bytes. */
function callBytes(bearer) {
  const params = { name: 'echo', arguments: { text: 'bytes' } };
  const { headers, body } = modernRequest('tools/call', params, { token: bearer });
  const json = JSON.stringify(body);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  fields.push(`Host: 127.0.0.1:${host.port}`, `Content-Length: ${Buffer.byteLength(json)}`);
  return httpText(['POST /mcp HTTP/1.1', ...fields], json);
}

const goodCall = () => callBytes(token);
const hiddenCall = () => callBytes(hidden_token);

const closing = (request) => request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');

const head = (...lines) => [
  `Host: 127.0.0.1:${host.port}`,
  'Content-Type: application/json',
  ...lines,
];

test('a good request on a raw socket is answered: what follows fails for its own fault', async () => {
  const answer = await exchange(host.port, closing(goodCall()));
  assert.deepEqual(answer.responses, [200], answer.text);
  assert.equal(answer.closed, true);
});

test('two good requests on one connection get two answers', async () => {
  const answer = await exchange(host.port, goodCall() + closing(goodCall()));
  assert.deepEqual(answer.responses, [200, 200], answer.text);
});

// Each answers once and closes; the request hidden behind is not executed.
const early = {
  'a body beyond the limit, with a request in it': [
    () =>
      httpText(
        [
          'POST /mcp HTTP/1.1',
          ...head(`Authorization: Bearer ${token}`, `Content-Length: ${kBodyMax + 1}`),
        ],
        hiddenCall(),
      ),
    413,
  ],
  'a body beyond the limit from nobody': [
    () =>
      httpText(['POST /mcp HTTP/1.1', ...head(`Content-Length: ${kBodyMax + 1}`)], hiddenCall()),
    413,
  ],
  'a POST without a length': [
    () => httpText(['POST /mcp HTTP/1.1', ...head()], hiddenCall()),
    411,
  ],
  'two lengths': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Content-Length: 0', 'Content-Length: 5')],
        hiddenCall(),
      ),
    400,
  ],
  'two equal lengths in one field': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: 0, 0')], hiddenCall()),
    400,
  ],
  'a length with a sign': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: +0')], hiddenCall()),
    400,
  ],
  'a negative length': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: -1')], hiddenCall()),
    400,
  ],
  'a length in hexadecimal': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: 0x0')], hiddenCall()),
    400,
  ],
  'a length beyond 64 bits': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Content-Length: 99999999999999999999')],
        hiddenCall(),
      ),
    400,
  ],
  'chunks and a length': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: chunked', 'Content-Length: 5')],
        `0\r\n\r\n${hiddenCall()}`,
      ),
    400,
  ],
  'chunked twice': [
    () =>
      httpText(
        [
          'POST /mcp HTTP/1.1',
          ...head('Transfer-Encoding: chunked', 'Transfer-Encoding: identity'),
        ],
        `0\r\n\r\n${hiddenCall()}`,
      ),
    400,
  ],
  'an unknown transfer coding': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: xchunked')], hiddenCall()),
    400,
  ],
  'chunked, identity': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: chunked, identity')],
        `0\r\n\r\n${hiddenCall()}`,
      ),
    400,
  ],
  'a GET with a body': [
    () =>
      httpText(
        ['GET /mcp HTTP/1.1', ...head(`Content-Length: ${hiddenCall().length}`)],
        hiddenCall(),
      ),
    400,
  ],
  'a health check with a body': [
    () =>
      httpText(
        ['GET /healthz HTTP/1.1', ...head(`Content-Length: ${hiddenCall().length}`)],
        hiddenCall(),
      ),
    400,
  ],
  'no HTTP at all': [() => `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${hiddenCall()}`, 400],
  'HTTP/0.9': [() => 'GET /healthz\r\n\r\n', 400],
  'HTTP/3.9': [() => hiddenCall().replace('HTTP/1.1', 'HTTP/3.9'), 505],
  'HTTP/2 by prior knowledge': [() => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
  'a space before the colon': [() => hiddenCall().replace('Host:', 'Host :'), 400],
  'a NUL in a field': [() => hiddenCall().replace('Host:', 'X-Odd: a\0b\r\nHost:'), 400],
  'a name that is no token': [() => hiddenCall().replace('Host:', 'X(Odd): a\r\nHost:'), 400],
  'no Host': [() => hiddenCall().replace(/Host: .*\r\n/, ''), 400],
  'two Hosts': [() => hiddenCall().replace(/Host: .*\r\n/, '$&$&'), 400],
  'a field without a colon': [() => goodCall().replace('Host:', 'X-Odd\r\nHost:'), 400],
  'a folded field': [() => goodCall().replace('Host:', 'X-Odd: a\r\n b\r\nHost:'), 400],
  'a space before a field': [() => hiddenCall().replace('Host:', ' Host:'), 400],
  'a field without a name': [() => hiddenCall().replace('Host:', ': a\r\nHost:'), 400],
  'a bare CR in a field': [() => hiddenCall().replace('Host:', 'X-Odd: a\rb\r\nHost:'), 400],
  'a bare LF behind a field': [() => hiddenCall().replace('Host:', 'X-Odd: a\nHost:'), 400],
  'bare LFs throughout': [() => hiddenCall().replaceAll('\r\n', '\n'), 400],
  'a Host with a path': [() => hiddenCall().replace(/Host: (.*)\r/, 'Host: $1/x\r'), 400],
  'a Host with a user': [() => hiddenCall().replace('Host: ', 'Host: u@'), 400],
  'another authority in the target': [
    () => hiddenCall().replace('/mcp', 'http://other.example/mcp'),
    400,
  ],
  'an authority alone': [() => hiddenCall().replace('POST /mcp', 'CONNECT other.example:80'), 400],
  'a method of 17 letters': [() => hiddenCall().replace('POST', 'P'.repeat(17)), 501],
  'a request line of 8 KiB and a byte': [
    () => hiddenCall().replace('/mcp', `/mcp?${'a'.repeat(8193 - 19)}`),
    414,
  ],
  'a value of 16 KiB and a byte': [
    () => hiddenCall().replace('Host:', `X-Odd: ${'a'.repeat(16_385)}\r\nHost:`),
    431,
  ],
  '65 fields': [() => hiddenCall().replace('Host:', `${'X: a\r\n'.repeat(60)}Host:`), 431],
  '33 KiB of fields': [
    () => hiddenCall().replace('Host:', `${`X: ${'a'.repeat(11_000)}\r\n`.repeat(3)}Host:`),
    431,
  ],
  'a chunk size that is none': [() => chunkedBytes(`ZZ\r\n${hiddenCall()}`), 400],
  'a chunk longer than it says': [() => chunkedBytes(`1\r\nab\r\n${hiddenCall()}`), 400],
  'a chunk beyond the limit': [() => chunkedBytes(`FFFFFFFF\r\n${hiddenCall()}`), 413],
  'a chunk size beyond 64 bits': [
    () => chunkedBytes(`10000000000000000\r\n${hiddenCall()}`),
    400,
  ],
  'chunks to HTTP/1.0': [() => chunkedBytes('0\r\n\r\n').replace('HTTP/1.1', 'HTTP/1.0'), 400],
  'gzip, chunked': [
    () => chunkedBytes(`0\r\n\r\n${hiddenCall()}`).replace(': chunked', ': gzip, chunked'),
    400,
  ],
  'a compressed body': [
    () => hiddenCall().replace('Host:', 'Content-Encoding: gzip\r\nHost:'),
    415,
  ],
  'an expectation that is not met': [
    () => hiddenCall().replace('Host:', 'Expect: the-best\r\nHost:'),
    417,
  ],
};

async function assertClosedAtOnce(bytes, status) {
  const answer = await exchange(host.port, bytes, { deadlineMs: 2_000 });
  assert.deepEqual(answer.responses, [status], answer.text);
  assert.equal(answer.closed, true, `left open: ${answer.text}`);
  assert.match(answer.text, /^Connection: close\r$/m);
  assert.equal(typeof JSON.parse(answer.text.split('\r\n\r\n').at(-1)).error, 'string');
}

for (const [what, [bytes, status]] of Object.entries(early)) {
  test(`one answer, then closed: ${what}`, () => assertClosedAtOnce(bytes(), status));
}

test('a request in the body of a refused one is not executed', async () => {
  const hidden = hiddenCall();
  const bytes = httpText(
    ['POST /mcp HTTP/1.1', ...head(`Content-Length: ${hidden.length}`)],
    hidden,
  );
  const answer = await exchange(host.port, bytes, { deadlineMs: 3_000 });
  assert.deepEqual(answer.responses, [401], answer.text);
});

test('a body that never comes is given up on, and the connection closed', async () => {
  const bytes = httpText(
    ['POST /mcp HTTP/1.1', ...head(`Authorization: Bearer ${token}`, 'Content-Length: 50')],
    '{"half":',
  );
  const answer = await exchange(host.port, bytes, { deadlineMs: 8_000 });
  assert.equal(answer.closed, true);
  assert.ok(
    answer.responses.every((status) => status === 408 || status === 400),
    answer.text,
  );
});

test('headers without end are cut off', async () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `X-${at}: ${'v'.repeat(100)}`);
  const answer = await exchange(host.port, httpText(['POST /mcp HTTP/1.1', ...head(...many)], ''));
  assert.equal(answer.closed, true);
  assert.ok(
    answer.responses.every((status) => status >= 400),
    answer.text,
  );
});

test('a line break in a header does not split the answer', async () => {
  const name = `X-Request-Id: =?utf-8?Q?a=0D=0ASet-Cookie:_x=1?=`;
  const bytes = goodCall().replace('\r\n', `\r\n${name}\r\n`);
  const answer = await exchange(host.port, closing(bytes));
  assert.ok(!/^Set-Cookie/m.test(answer.text), answer.text);
});

test('a body in chunks with extensions and trailers is a body like any other', async () => {
  const [fields, json] = goodCall().split('\r\n\r\n');
  const half = Math.floor(json.length / 2);
  const chunk = (text) => `${text.length.toString(16)};a="b"\r\n${text}\r\n`;
  const chunked = fields.replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked');
  const body = `${chunk(json.slice(0, half))}${chunk(json.slice(half))}0\r\nX-Sum: 1\r\n\r\n`;
  const answer = await exchange(host.port, `${chunked}\r\n\r\n${body}${closing(goodCall())}`);
  assert.deepEqual(answer.responses, [200, 200], answer.text);
});

test('who asks before sending a body is told to go on only when it is known', async () => {
  const asking = (bearer) =>
    callBytes(bearer).replace(/\r\n\r\n.*$/s, '\r\nExpect: 100-continue\r\n\r\n');
  const stranger = await exchange(host.port, asking('nobody'));
  assert.deepEqual(stranger.responses, [401], stranger.text);
  const known = await exchange(host.port, asking(token), { deadlineMs: 1_000 });
  assert.deepEqual(known.responses, [100], known.text);
});

test('a name between the markers of RFC 2047 arrives as it was sent', async () => {
  const sent = (name) => closing(goodCall()).replace('Mcp-Name: echo', `Mcp-Name: ${name}`);
  const statusOf = async (name) => (await exchange(host.port, sent(name))).responses;
  assert.deepEqual(await statusOf('=?base64?ZWNobw==?='), [200]);
  const wrong = [
    '=?base64?ZWNobw=?=',
    '=?base64?b3RoZXI=?=',
    '=?BASE64?ZWNobw==?=',
    'base64?ZWNobw==?=',
  ];
  for (const name of wrong) assert.deepEqual(await statusOf(name), [400], name);
});

test('an absolute target of this host is its path', async () => {
  const bytes = closing(goodCall()).replace('/mcp', `http://127.0.0.1:${host.port}/mcp`);
  assert.deepEqual((await exchange(host.port, bytes)).responses, [200]);
});

test('while three hundred clients are slow, a good one is served, and each of them is cut', async () => {
  const slow = await new Installation({
    'listen.head_timeout_ms': 3_000,
    'listen.body_timeout_ms': 3_000,
    'listen.connections_per_address_max': 400,
    'auth.mode': 'off',
  }).serve();
  const heads = 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n';
  const bodies = `${heads}Content-Length: 100\r\n\r\n{`;
  const besiege = (bytes, trickle) => exchange(slow.port, bytes, { deadlineMs: 20_000, trickle });
  const sieges = Array.from({ length: 300 }, (_, at) =>
    at % 2 ? besiege(heads, 'X: a\r\n') : besiege(bodies, ' '),
  );
  const call = { name: 'echo', arguments: { text: 'served' } };
  let done = false;
  const all = Promise.all(sieges).finally(() => (done = true));
  let served = 0;
  while (!done) {
    const answer = await askModern(slow, 'tools/call', call);
    assert.equal(textOf(answer.json.result), 'served');
    served += 1;
  }
  for (const siege of await all) {
    assert.equal(siege.closed, true, siege.text);
    assert.deepEqual(siege.responses, [408], siege.text);
  }
  assert.ok(served > 0);
  await slow.stop();
});

test('no hidden request was executed', async () => {
  const last = { name: 'echo', arguments: { text: 'last' } };
  const last_token = await host.installation.tokenFor('last.user');
  await askModern(host, 'tools/call', last, { token: last_token });
  await until(
    'the last call is recorded',
    async () => (await toolCallsOf('last.user')).length === 1,
  );
  assert.deepEqual(await toolCallsOf('hidden.user'), []);
});
