// A server of HTTP/2 and HTTP/1.1 over TLS, a proxy that tunnels, and one that does so over TLS and
// is a server of HTTP/1.1 alone besides; each on a loopback port of its own. Prints the three ports,
// and ends with its standard input.
//   node tls_server.mjs KEY.pem CERTIFICATE.pem
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';

const identity = { key: readFileSync(process.argv[2]), cert: readFileSync(process.argv[3]) };
const seen = { connections: 0, closed: 0, tunnels: [] };
const held = [];

const answers = {
  '/version': (request) => request.httpVersion,
  '/seen': () => JSON.stringify(seen),
  '/certificate': (request) => request.socket.getPeerCertificate().subject?.CN ?? 'none',
  '/echo': async (request) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  },
};

// "/hold?50" is answered once fifty of it wait; "/hold" never is.
function hold(request, response) {
  held.push(response);
  response.on('close', () => {
    if (!held.includes(response)) return;
    held.splice(held.indexOf(response), 1);
    seen.closed += 1;
  });
  const awaited = Number(request.url.split('?')[1] ?? Infinity);
  if (held.length >= awaited) for (const waiting of held.splice(0)) waiting.end('held');
}

const server = http2.createSecureServer({ ...identity, allowHTTP1: true, requestCert: true, rejectUnauthorized: false });
server.on('secureConnection', () => { seen.connections += 1; });
server.on('request', respond);

async function respond(request, response) {
  if (request.url.startsWith('/hold')) return hold(request, response);
  const answer = answers[request.url];
  response.statusCode = answer ? 200 : 404;
  response.end(answer ? await answer(request) : '');
}

function tunnel(request, socket) {
  seen.tunnels.push({ to: request.url, authorization: request.headers['proxy-authorization'] ?? '',
                      headers: Object.keys(request.headers) });
  const port = Number(request.url.split(':').pop());
  const onward = net.connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connected\r\nX-Of-Proxy: 1\r\n\r\n');
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
}

const proxy = http.createServer().on('connect', tunnel);
const secureProxy = https.createServer(identity, respond).on('connect', tunnel);

async function portOf(listener) {
  await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  return listener.address().port;
}

console.log([await portOf(server), await portOf(proxy), await portOf(secureProxy)].join(' '));
process.stdin.resume().on('end', () => process.exit(0));
