// Many sockets at once, without an HTTP client's own cost: streams that listen, connections that
// idle, and clients that are slow on purpose.
import { connect } from 'node:net';
import { modernRequest } from '../e2e/harness/mcp.mjs';

/** A request of revision 2026-07-28 as bytes. */
export function requestBytes(port, { headers, body }) {
  const json = JSON.stringify(body);
  const fields = { Host: `127.0.0.1:${port}`, ...headers, 'Content-Length': Buffer.byteLength(json) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${json}`;
}

export const listenBytes = (port) =>
  requestBytes(
    port,
    modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } }),
  );

export const idleBytes = (port) => `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

/** One socket that counts what it was told and knows when `mark` was in it. */
export class Attendant {
  constructor(port, bytes, mark, { localAddress } = {}) {
    this.text = '';
    this.mark = mark;
    this.isClosed = false;
    this.socket = connect({ port, host: '127.0.0.1', localAddress });
    this.socket.setNoDelay(true);
    this.socket.on('error', () => {}); // a reset is a close, too
    this.socket.on('data', (chunk) => this.take(chunk.toString('latin1')));
    this.closed = new Promise((resolve) => {
      this.socket.once('close', () => {
        this.isClosed = true;
        resolve();
      });
    });
    this.socket.once('connect', () => this.socket.write(bytes));
    this.await(mark);
  }

  /** Resolves with the time at which `mark` comes, from now on. */
  await(mark) {
    this.mark = mark;
    this.text = '';
    this.seen = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.socket.once('close', () => reject(new Error(`closed before ${mark}`)));
    });
    this.seen.catch(() => {}); // whoever waits for it is told
  }

  take(text) {
    if (this.resolve === undefined) return;
    this.text += text;
    if (!this.text.includes(this.mark)) return;
    this.resolve(performance.now());
    this.resolve = undefined;
    this.text = '';
  }

  leave() {
    this.socket.destroy();
  }
}

/** Opens `count` of them, a few at a time, each once the one before it was answered. */
export async function gather(count, open) {
  const kAtOnce = 100;
  const crowd = [];
  while (crowd.length < count) {
    const next = Array.from({ length: Math.min(kAtOnce, count - crowd.length) }, open);
    await Promise.all(next.map((one) => one.seen));
    crowd.push(...next);
  }
  return crowd;
}
