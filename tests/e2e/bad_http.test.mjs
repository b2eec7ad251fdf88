// HTTP that no client library sends: an answer given early closes its connection, and what follows
// on the connection is never taken for a request.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Installation } from './harness/host.mjs';
import { modernRequest, askModern, textOf } from './harness/mcp.mjs';
import { exchange, httpText } from './harness/raw_http.mjs';

const kBodyMax = 100_000;

let host;
let token;

before(async () => {
  host = await new Installation({
    'listen.body_bytes_max': kBodyMax,
    'listen.io_timeout_ms': 1_500,
  }).serve();
  token = await host.installation.tokenFor('some.user');
});

after(() => host?.stop());

const toolCalls = async () =>
  (await host.installation.auditEvents(['--type', 'mcp.tool.call', '--last', '1000'])).length;

afterEach(async () => {
  const answer = await askModern(
    host,
    'tools/call',
    { name: 'echo', arguments: { text: 'alive' } },
    { token },
  );
  assert.equal(textOf(answer.json.result), 'alive');
});

/** A whole, good tools/call as bytes. `lines` come after its own headers, instead of its length. */
function goodCall(lines, text = 'smuggled') {
  const { headers, body } = modernRequest(
    'tools/call',
    { name: 'echo', arguments: { text } },
    { token },
  );
  const json = JSON.stringify(body);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const length = lines ?? [`Content-Length: ${Buffer.byteLength(json)}`];
  return httpText(
    ['POST /mcp HTTP/1.1', `Host: 127.0.0.1:${host.port}`, ...fields, ...length],
    json,
  );
}

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
        goodCall(),
      ),
    [413],
  ],
  'a body beyond the limit from nobody': [
    () => httpText(['POST /mcp HTTP/1.1', ...head(`Content-Length: ${kBodyMax + 1}`)], goodCall()),
    [401, 413],
  ],
  'a POST without a length': [
    () => httpText(['POST /mcp HTTP/1.1', ...head()], goodCall()),
    [411, 400],
  ],
  'two lengths': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Content-Length: 0', 'Content-Length: 5')],
        goodCall(),
      ),
    [400],
  ],
  'two equal lengths in one field': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: 0, 0')], goodCall()),
    [400],
  ],
  'a length with a sign': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: +0')], goodCall()),
    [400],
  ],
  'a negative length': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: -1')], goodCall()),
    [400],
  ],
  'a length in hexadecimal': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: 0x0')], goodCall()),
    [400],
  ],
  'a length beyond 64 bits': [
    () =>
      httpText(['POST /mcp HTTP/1.1', ...head('Content-Length: 99999999999999999999')], goodCall()),
    [400, 413],
  ],
  'chunks and a length': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: chunked', 'Content-Length: 5')],
        `0\r\n\r\n${goodCall()}`,
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
        `0\r\n\r\n${goodCall()}`,
      ),
    [400],
  ],
  'an unknown transfer coding': [
    () => httpText(['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: xchunked')], goodCall()),
    [400, 501],
  ],
  'chunked, identity': [
    () =>
      httpText(
        ['POST /mcp HTTP/1.1', ...head('Transfer-Encoding: chunked, identity')],
        `0\r\n\r\n${goodCall()}`,
      ),
    [400, 501],
  ],
  'a GET with a body': [
    () =>
      httpText(['GET /mcp HTTP/1.1', ...head(`Content-Length: ${goodCall().length}`)], goodCall()),
    [400, 401, 413],
  ],
  'a health check with a body': [
    () =>
      httpText(
        ['GET /healthz HTTP/1.1', ...head(`Content-Length: ${goodCall().length}`)],
        goodCall(),
      ),
    [200, 400],
  ],
  'no HTTP at all': [() => `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${goodCall()}`, [400]],
  'HTTP/2 by prior knowledge': [() => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 404, 405, 505]],
};

for (const [what, [bytes, statuses]] of Object.entries(early)) {
  test(`one answer, then closed: ${what}`, async () => {
    const had = await toolCalls();
    const answer = await exchange(host.port, bytes());
    assert.ok(answer.responses.length <= 1, `${answer.responses}`);
    if (answer.responses.length === 1)
      assert.ok(statuses.includes(answer.responses[0]), answer.text);
    assert.equal(answer.closed, true, `left open: ${answer.text}`);
    assert.equal(await toolCalls(), had, 'the hidden request was executed');
  });
}

test('a request in the body of a refused one is not executed', async () => {
  const had = await toolCalls();
  const hidden = goodCall();
  const bytes = httpText(
    ['POST /mcp HTTP/1.1', ...head(`Content-Length: ${hidden.length}`)],
    hidden,
  );
  const answer = await exchange(host.port, bytes, { deadlineMs: 3_000 });
  assert.deepEqual(answer.responses, [401], answer.text);
  assert.equal(await toolCalls(), had);
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
