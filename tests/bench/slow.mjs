// Three hundred clients that are slow on purpose, from six addresses, for longer than any deadline: what
// a good client notices of them, and whether each of them is cut.
import { setTimeout as pause } from 'node:timers/promises';
import { Installation } from '../e2e/harness/host.mjs';
import { modernRequest } from '../e2e/harness/mcp.mjs';
import { Attendant, requestBytes } from './crowd.mjs';
import { wrk, writeRequest } from './measure.mjs';

const kSlow = 300;
const kAddresses = 6; // each below the cap of one address
const kSeconds = 60;
const kCallers = 4;
const kHeadEveryMs = 2_000;
const kBodyEveryMs = 1_000;

const toolCall = () => modernRequest('tools/call', { name: 'echo', arguments: { text: 'bench' } });

/** A field now and then, and never the end of the head. */
const slowHead = (port) => ({
  bytes: `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`,
  more: 'X-Slow: a\r\n',
  everyMs: kHeadEveryMs,
});

/** A byte of the body now and then. */
const slowBody = (port) => {
  const whole = requestBytes(port, toolCall());
  return { bytes: whole.slice(0, whole.indexOf('\r\n\r\n') + 5), more: ' ', everyMs: kBodyEveryMs };
};

class SlowClient extends Attendant {
  constructor(port, { bytes, more, everyMs }, localAddress) {
    super(port, bytes, 'never', { localAddress });
    const began = performance.now();
    const timer = setInterval(() => this.socket.write(more), everyMs);
    this.cut = this.closed.then(() => {
      clearInterval(timer);
      return performance.now() - began;
    });
  }
}

/** Keeps the number of slow clients up: each that is cut is replaced until the time is over. */
async function besiege(port, end) {
  const lives = [];
  const siege = async (at) => {
    const kind = at % 2 ? slowHead : slowBody;
    while (performance.now() < end) {
      const client = new SlowClient(port, kind(port), `127.0.0.${2 + (at % kAddresses)}`);
      const cut = await client.cut;
      lives.push({ kind: at % 2 ? 'head' : 'body', cut });
      await pause(50);
    }
  };
  await Promise.all(Array.from({ length: kSlow }, (_, at) => siege(at)));
  return lives;
}

const longest = (lives, kind) =>
  Math.round(Math.max(...lives.filter((life) => life.kind === kind).map((life) => life.cut)));

export async function measureSlow() {
  console.error(`${kSlow} slow clients for ${kSeconds} s ...`);
  const installation = new Installation({
    'auth.mode': 'off',
    'log.level': 'error',
    'listen.requests_per_connection_max': 1_000_000_000,
  });
  const host = await installation.serve();
  const env = { BENCH_REQUEST: writeRequest(toolCall()), BENCH_CHECK: '1', BENCH_EXPECT: 'bench' };
  const end = performance.now() + kSeconds * 1000;
  const [lives, run] = await Promise.all([
    besiege(host.port, end),
    wrk(host.mcpUrl, kSeconds, env, kCallers),
  ]);
  await host.stop();
  return {
    slow_clients: kSlow,
    cut: lives.length,
    longest_head_ms: longest(lives, 'head'),
    longest_body_ms: longest(lives, 'body'),
    calls: run.requests,
    failed: run.not_2xx + run.socket_errors + run.wrong,
    p50_ms: run.p50_us / 1000,
    p99_ms: run.p99_us / 1000,
  };
}

export function printSlow(figures) {
  const { slow_clients, cut, longest_head_ms, longest_body_ms, calls, failed, p50_ms, p99_ms } =
    figures;
  console.log(`\n${slow_clients} slow clients at a time for ${kSeconds} s, ${cut} cut`);
  console.log(`the slowest was cut     head after ${longest_head_ms} ms, body after ${longest_body_ms} ms`);
  console.log(
    `a good client's calls   ${calls}, ${failed} failed; p50 ${p50_ms} ms, p99 ${p99_ms} ms`,
  );
}
