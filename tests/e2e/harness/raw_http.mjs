// Bytes on a socket, for requests that no HTTP client would send.
import { connect } from 'node:net';
import { within } from './until.mjs';

/** HTTP/1.1 text from lines and a body. */
export const httpText = (lines, body = '') => `${lines.join('\r\n')}\r\n\r\n${body}`;

/**
 * Sends `bytes` and reads until the other end closes or `deadlineMs` pass.
 * {text, responses, closed}: `responses` are the status codes, in order. With `trickle`, that text
 * is sent twice a second until then.
 */
export async function exchange(port, bytes, { deadlineMs = 5_000, trickle } = {}) {
  const socket = connect(port, '127.0.0.1');
  const got = [];
  socket.on('data', (chunk) => got.push(chunk));
  const closed = new Promise((resolve) => {
    socket.once('end', () => resolve(true));
    socket.once('error', () => resolve(true)); // a reset is a close, too
  });
  socket.write(bytes);
  const more = trickle && setInterval(() => socket.write(trickle), 500);
  const ended = await within('the server closing', closed, deadlineMs).catch(() => false);
  clearInterval(more);
  socket.destroy();
  const text = Buffer.concat(got).toString('latin1');
  const responses = [...text.matchAll(/HTTP\/1\.[01] (\d{3}) [A-Z]/g)].map((found) =>
    Number(found[1]),
  );
  return { text, responses, closed: ended };
}
