// Measures every contestant, one after the other, and prints the figures. Called by run.sh.
import * as contestants from './contestants.mjs';
import { measure } from './measure.mjs';

const [format, seconds] = process.argv.slice(2);

const titles = {
  ours: 'toolhost, auth off',
  ours_with_token: 'toolhost, token',
  typescript: 'TypeScript server v2',
  poco: 'Poco, fixed body',
  nginx: 'nginx, fixed body',
};

async function measureOne(name, start) {
  console.error(`measuring ${titles[name]} ...`);
  const contestant = await start();
  const body = await contestants.probe(contestant);
  const figures = await measure(titles[name], contestant, Number(seconds));
  await contestant.program.stop();
  return { figures, body };
}

async function measureAll() {
  const { figures: ours, body } = await measureOne('ours', contestants.hostOpen);
  const figures = { ours };
  const others = {
    ours_with_token: contestants.hostWithToken,
    typescript: contestants.typescript,
    poco: () => contestants.poco(body),
    nginx: () => contestants.nginx(body),
  };
  for (const [name, start] of Object.entries(others)) {
    figures[name] = (await measureOne(name, start)).figures;
  }
  return figures;
}

const rounded = (number) => Math.round(number * 1000) / 1000;

/** Requests per second of our two runs, divided by each peer's. */
function ratios(figures) {
  const speed = (name) => figures[name].requests_per_second;
  const against = (name) =>
    Object.fromEntries(
      ['typescript', 'poco', 'nginx'].map((peer) => [peer, rounded(speed(name) / speed(peer))]),
    );
  return { ours: against('ours'), ours_with_token: against('ours_with_token') };
}

function printTable(figures, compared) {
  const row = (cells) =>
    console.log(
      cells.map((cell, at) => (at ? String(cell).padStart(10) : cell.padEnd(24))).join(''),
    );
  row(['', 'req/s', 'p50 ms', 'p99 ms', 'RSS MiB']);
  for (const [name, one] of Object.entries(figures)) {
    row([titles[name], one.requests_per_second, one.p50_ms, one.p99_ms, one.peak_rss_mib]);
  }
  console.log('\nrequests/s compared with');
  row(['', 'TypeScript', 'Poco', 'nginx']);
  for (const [name, one] of Object.entries(compared)) {
    row([titles[name], ...Object.values(one).map((ratio) => `${ratio.toFixed(2)} x`)]);
  }
}

const figures = await measureAll();
const compared = ratios(figures);
if (format === 'json') {
  const setting = { connections: 16, seconds: Number(seconds), client: 'wrk, 1 thread' };
  console.log(JSON.stringify({ setting, figures, ratios: compared }));
} else {
  printTable(figures, compared);
}
