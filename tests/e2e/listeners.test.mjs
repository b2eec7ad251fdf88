// The other ways in: TLS, whose certificate is renewed while the host runs, and a unix socket.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect as tlsConnect } from 'node:tls';
import { certificate } from './harness/certificate.mjs';
import { scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';
import { modernRequest, textOf } from './harness/mcp.mjs';
import { exchange } from './harness/raw_http.mjs';
import { until } from './harness/until.mjs';

const kHour = 3_600_000;

/** Writes a fresh certificate and key into the folder: the certificate's PEM text. */
function renew(folder) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const now = Date.now();
  const shown = certificate({
    privateKey: pem,
    from: new Date(now - kHour),
    to: new Date(now + kHour),
  });
  writeFileSync(join(folder, 'host.key'), pem, { mode: 0o600 });
  writeFileSync(join(folder, 'host.pem'), shown);
  return shown;
}

const tlsSettings = (folder) => ({
  'listen.tls.certificate_file': join(folder, 'host.pem'),
  'listen.tls.key_file': join(folder, 'host.key'),
});

/** One tools/call by `ask`, node's own client for http or https: {status, json}. */
function call(ask, options, token) {
  const params = { name: 'echo', arguments: { text: 'by another way' } };
  const { headers, body } = modernRequest('tools/call', params, { token });
  return new Promise((resolve, reject) => {
    const sent = ask({ method: 'POST', path: '/mcp', headers, ...options }, (response) => {
      const got = [];
      response.on('data', (chunk) => got.push(chunk)).once('end', () => {
        const text = Buffer.concat(got).toString();
        resolve({ status: response.statusCode, headers: response.headers, json: JSON.parse(text) });
      });
    });
    sent.once('error', reject).end(JSON.stringify(body));
  });
}

/** The certificate that a new connection is shown, PEM text. */
function shownBy(port) {
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate().toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test('a host does not start with a key that others may read', async () => {
  const folder = scratchFolder();
  renew(folder);
  chmodSync(join(folder, 'host.key'), 0o644);
  const { code, stderr } = await new Installation(tlsSettings(folder)).command(['serve']);
  assert.equal(code, 1);
  assert.match(stderr, /host\.key/);
});

test('check-config misses the key of a certificate', async () => {
  const installation = new Installation({ 'listen.tls.certificate_file': '/etc/host.pem' });
  const { code, stderr, stdout } = await installation.command(['check-config']);
  assert.equal(code, 1);
  assert.match(stderr + stdout, /listen\.tls\.key_file is missing/);
});

test('calls go over TLS, by a certificate that SIGHUP renews', async () => {
  const folder = scratchFolder();
  const first = renew(folder);
  const host = await new Installation(tlsSettings(folder)).serve();
  assert.match(host.url, /^https:/);
  const token = await host.installation.tokenFor('some.user');
  const options = { port: host.port, host: '127.0.0.1', ca: first, checkServerIdentity: () => {} };
  const answer = await call(tlsRequest, { ...options, agent: false }, token);
  assert.equal(textOf(answer.json.result), 'by another way');
  assert.match(answer.headers['strict-transport-security'], /^max-age=/);

  const plain = await exchange(host.port, 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  assert.deepEqual(plain.responses, [400], plain.text);

  writeFileSync(join(folder, 'host.pem'), 'no certificate');
  process.kill(host.program.pid, 'SIGHUP');
  await until('the host says that it keeps the certificate', () =>
    host.program.stderr.includes('http.certificate.not_reloaded'),
  );
  assert.equal(await shownBy(host.port), first);

  const second = renew(folder);
  process.kill(host.program.pid, 'SIGHUP');
  await until('the new certificate is shown', async () => (await shownBy(host.port)) === second);
  await host.stop();
});

test('calls come by a unix socket, which is the owner’s and goes with the host', async () => {
  const socketPath = join(scratchFolder(), 'host.sock');
  const host = await new Installation({ 'listen.unix_path': socketPath }).serve();
  assert.equal(statSync(socketPath).mode & 0o777, 0o600);
  const token = await host.installation.tokenFor('some.user');
  const answer = await call(plainRequest, { socketPath }, token);
  assert.equal(textOf(answer.json.result), 'by another way');
  await host.stop();
  assert.equal(existsSync(socketPath), false);
});
