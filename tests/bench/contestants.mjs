// Who is measured: each started on a free port of loopback, with the request to send it, what every
// answer must hold, and how to end it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from '../e2e/harness/folders.mjs';
import { Installation } from '../e2e/harness/host.mjs';
import { modernRequest, post } from '../e2e/harness/mcp.mjs';
import { Program } from '../e2e/harness/program.mjs';
import { until } from '../e2e/harness/until.mjs';

const kText = 'The quick brown fox jumps over the lazy dog.';

const toolCall = (token) =>
  modernRequest('tools/call', { name: 'echo', arguments: { text: kText } }, { token });

/** For connections that are kept and all come from here. */
const kRoom = {
  'listen.connections_per_address_max': 512,
  'listen.requests_per_connection_max': 1_000_000_000,
};

async function host(settings) {
  const installation = new Installation({ 'log.level': 'warning', ...kRoom, ...settings });
  const { program, mcpUrl: url } = await installation.serve();
  return { installation, program, url };
}

/** Ours, without authentication. */
export async function hostOpen() {
  return { ...(await host({ 'auth.mode': 'off' })), request: toolCall(), expect: kText };
}

/** Ours, with a token checked on every call. */
export async function hostWithToken() {
  const served = await host({});
  const token = await served.installation.tokenFor('bench.user');
  return { ...served, request: toolCall(token), expect: kText };
}

/** Ours, without authentication, asked for something that no tool takes part in. */
export async function hostDiscover() {
  const request = modernRequest('server/discover');
  return { ...(await host({ 'auth.mode': 'off' })), request, expect: 'supportedVersions' };
}

/** The official TypeScript server. */
export async function typescript() {
  const script = fileURLToPath(new URL('peers/typescript_server.mjs', import.meta.url));
  const resolver = fileURLToPath(new URL('../e2e/resolve_packages.mjs', import.meta.url));
  const program = new Program(process.execPath, ['--import', resolver, script], {
    env: { NODE_ENV: 'production' },
  });
  const ready = await program.event('ready');
  return { program, url: ready.mcp_url, request: toolCall(), expect: kText };
}

/** A Poco HTTPServer that always answers `body`. */
export async function poco(body) {
  const file = join(scratchFolder(), 'body.json');
  writeFileSync(file, body);
  const program = new Program(process.env.BENCH_POCO, [file]);
  const ready = await program.event('ready');
  return { program, url: `${ready.url}/mcp`, request: toolCall(), expect: kText };
}

const nginxConfiguration = (folder, port, body) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port};
    location / { default_type application/json; return 200 '${body}'; }
  }
}
`;

/** A port that was free a moment ago; nginx cannot say which it took. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** nginx with one worker that always answers `body`. */
export async function nginx(body) {
  if (/['$\\]/.test(body)) throw new Error(`nginx cannot quote this body: ${body}`);
  const folder = scratchFolder();
  mkdirSync(join(folder, 'body'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, nginxConfiguration(folder, port, body));
  const program = new Program('nginx', ['-p', folder, '-c', file]);
  const url = `http://127.0.0.1:${port}/mcp`;
  await until(`nginx answers (${file})`, () => answers(program, url));
  return { program, url, request: toolCall(), expect: kText };
}

function answers(program, url) {
  if (!program.isRunning) throw new Error(`nginx ended: ${program.stderr}`);
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

/** One call, checked: the body of its answer. */
export async function probe({ url, request, expect }) {
  const answer = await post(url, request.headers, request.body);
  if (answer.status === 200 && answer.text.includes(expect)) return answer.text;
  throw new Error(`${url} answered ${answer.status} ${answer.text}`);
}
