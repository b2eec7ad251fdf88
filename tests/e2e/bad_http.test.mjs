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
    [413],
  ],
  'a body beyond the limit from nobody': [
    () =>
      httpText(['POST /mcp HTTP/1.1', ...head(`Content-Length: ${kBodyMax + 1}`)], hiddenCall()),
    [401, 413],
  ],
  'a POST without a length': [
    () => httpText(['POST /mcp HTTP/1.1', ...head()], hiddenCall()),
    [411, 400],
  ],
  'two lengths': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Content-Length: 0', 'Content-Length: 5')],
        hiddenCall(),
      ),
    [400],
  ],
  'two equal lengths in one field': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: 0, 0')], hiddenCall()),
    [400],
  ],
  'a length with a sign': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: +0')], hiddenCall()),
    [400],
  ],
  'a negative length': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: -1')], hiddenCall()),
    [400],
  ],
  'a length in hexadecimal': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: 0x0')], hiddenCall()),
    [400],
  ],
  'a length beyond 64 bits': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Content-Length: 99999999999999999999')],
        hiddenCall(),
      ),
    [400, 413],
  ],
  'chunks and a length': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: chunked', 'Content-Length: 5')],
        `0\r\n\r\n${hiddenCall()}`,
      ),
    [400],
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
    [400],
  ],
  'an unknown transfer coding': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: xchunked')], hiddenCall()),
    [400, 501],
  ],
  'chunked, identity': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: chunked, identity')],
        `0\r\n\r\n${hiddenCall()}`,
      ),
    [400, 501],
  ],
  'a GET with a body': [
    () =>
      httpText(
        ['GET /mcp HTTP/1.1', ...head(`Content-Length: ${hiddenCall().length}`)],
        hiddenCall(),
      ),
    [400, 401, 413],
  ],
  'a health check with a body': [
    () =>
      httpText(
        ['GET /healthz HTTP/1.1', ...head(`Content-Length: ${hiddenCall().length}`)],
        hiddenCall(),
      ),
    [200, 400],
  ],
  'no HTTP at all': [() => `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${hiddenCall()}`, [400]],
  'HTTP/0.9': [() => 'GET /healthz\r\n\r\n', [400, 505]],
  'HTTP/3.9': [() => hiddenCall().replace('HTTP/1.1', 'HTTP/3.9'), [400, 505]],
  'HTTP/2 by prior knowledge': [() => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 505]],
  'a space before the colon': [() => hiddenCall().replace('Host:', 'Host :'), [400]],
  'a NUL in a field': [() => hiddenCall().replace('Host:', 'X-Odd: a\0b\r\nHost:'), [400]],
  'a name that is no token': [() => hiddenCall().replace('Host:', 'X(Odd): a\r\nHost:'), [400]],
  'no Host': [() => hiddenCall().replace(/Host: .*\r\n/, ''), [400]],
  'two Hosts': [() => hiddenCall().replace(/Host: .*\r\n/, '$&$&'), [400]],
  'a field without a colon': [() => goodCall().replace('Host:', 'X-Odd\r\nHost:'), [400]],
  'a folded field': [() => goodCall().replace('Host:', 'X-Odd: a\r\n b\r\nHost:'), [400]],
};

async function assertClosedAtOnce(bytes, statuses) {
  const answer = await exchange(host.port, bytes, { deadlineMs: 2_000 });
  assert.ok(answer.responses.length <= 1, `${answer.responses}`);
  for (const status of answer.responses) assert.ok(statuses.includes(status), answer.text);
  assert.equal(answer.closed, true, `left open: ${answer.text}`);
}

for (const [what, [bytes, statuses]] of Object.entries(early)) {
  test(`one answer, then closed: ${what}`, () => assertClosedAtOnce(bytes(), statuses));
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
