// Small calls, many at once: ours beside its peers, and what each stage of a call costs.
import * as contestants from './contestants.mjs';
import { measure } from './measure.mjs';

const titles = {
  ours: 'toolhost, auth off',
  ours_with_token: 'toolhost, token',
  ours_discover: 'toolhost, discover',
  typescript: 'TypeScript server v2',
  poco: 'Poco, fixed body',
  nginx: 'nginx, fixed body',
};
const kManyConnections = 256;
const kPeers = ['typescript', 'poco', 'nginx'];

async function measureOne(name, start, seconds) {
  console.error(`measuring ${titles[name]} ...`);
  const contestant = await start();
  const body = await contestants.probe(contestant);
  const figures = await measure(titles[name], contestant, seconds);
  const crowded = await measure(titles[name], contestant, seconds, kManyConnections);
  await contestant.program.stop();
  return { figures, crowded, body };
}

async function measureAll(seconds) {
  const { body, ...ours } = await measureOne('ours', contestants.hostOpen, seconds);
  const figures = { ours: ours.figures };
  const crowded = { ours: ours.crowded };
  const others = {
    ours_with_token: contestants.hostWithToken,
    ours_discover: contestants.hostDiscover,
    typescript: contestants.typescript,
    poco: () => contestants.poco(body),
    nginx: () => contestants.nginx(body),
  };
  for (const [name, start] of Object.entries(others)) {
    const one = await measureOne(name, start, seconds);
    figures[name] = one.figures;
    crowded[name] = one.crowded;
  }
  return { figures, crowded };
}

const rounded = (number, digits) => Math.round(number * 10 ** digits) / 10 ** digits;

/** Requests per second of our two runs, divided by each peer's. */
function ratiosOf(figures) {
  const speed = (name) => figures[name].requests_per_second;
  const against = (name) =>
    Object.fromEntries(kPeers.map((peer) => [peer, rounded(speed(name) / speed(peer), 3)]));
  return { ours: against('ours'), ours_with_token: against('ours_with_token') };
}

/** Microseconds of processor time per call, stage by stage: each is what the next run adds. */
function stagesOf(figures) {
  const cost = (name) => figures[name].cpu_us_per_call;
  const added = (name, before) => rounded(cost(name) - cost(before), 1);
  return {
    http: cost('poco'),
    protocol: added('ours_discover', 'poco'),
    tool_and_audit: added('ours', 'ours_discover'),
    token: added('ours_with_token', 'ours'),
  };
}

/** {figures, ratios, stages_us, crowded: {figures, ratios}}; crowded is with 256 connections. */
export async function measureCalls(seconds) {
  const { figures, crowded } = await measureAll(seconds);
  return {
    figures,
    ratios: ratiosOf(figures),
    stages_us: stagesOf(figures),
    crowded: { figures: crowded, ratios: ratiosOf(crowded) },
  };
}

function printRow(cells) {
  const cell = (text, at) => (at ? String(text).padStart(10) : text.padEnd(24));
  console.log(cells.map(cell).join(''));
}

function printFigures(connections, { figures, ratios }) {
  console.log(`\n${connections} connections`);
  printRow(['', 'req/s', 'p50 ms', 'p99 ms', 'CPU us', 'RSS MiB']);
  for (const [name, one] of Object.entries(figures)) {
    const { requests_per_second: speed, p50_ms, p99_ms, cpu_us_per_call, peak_rss_mib } = one;
    printRow([titles[name], speed, p50_ms, p99_ms, cpu_us_per_call, peak_rss_mib]);
  }
  console.log('\nrequests/s compared with');
  printRow(['', ...kPeers]);
  for (const [name, one] of Object.entries(ratios)) {
    printRow([titles[name], ...kPeers.map((peer) => `${one[peer].toFixed(2)} x`)]);
  }
}

export function printCalls({ figures, ratios, stages_us: stages, crowded }) {
  printFigures(16, { figures, ratios });
  printFigures(kManyConnections, crowded);
  console.log('\nprocessor time of a call, stage by stage');
  for (const [stage, us] of Object.entries(stages)) {
    printRow([stage.replaceAll('_', ' '), `${us} us`]);
  }
}
