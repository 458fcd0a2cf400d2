/**
 * `npm run bench [-- --quick] [-- --nt]`: the kernel beside other engines on one workload (README.md), in rounds that interleave
 * all of them, so that what else the machine does meets all alike. Progress goes to stderr, one table to stdout. With --nt,
 * what the NT model does in a second and what it leaves on the heap, below the table; with --strategies, that alone: what a step of it
 * costs under each strategy.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { contestants, SIZE, type Contestant } from './contestants';
import { benchFolder } from './folders';
import type { NtMeasured } from './nt';
import { prepare } from './prepare';
import { tableOf, type Row } from './table';
import type { Measured } from './workload';

function main(): void {
  const quick = process.argv.includes('--quick');
  const rounds = quick ? 3 : 9;
  const milliseconds = quick ? 150 : 500;
  progress('compiling ...');
  const prepared = prepare();
  if (process.argv.includes('--strategies')) {
    console.log(strategiesText(rounds, milliseconds));
    return;
  }
  const racing = contestants.filter(({ needs }) => needs === undefined || !prepared.missing.has(needs));

  const rows = new Map<Contestant, Row>(racing.map((contestant) => [contestant, { contestant, samples: [] }]));
  for (let round = 1; round <= rounds; round++) {
    for (const [contestant, { samples }] of rows) {
      progress(`round ${round} of ${rounds}: ${contestant.name}`);
      samples.push(check(contestant, contestant.measure(SIZE, milliseconds)));
    }
  }
  progress('');

  console.log(tableOf([...rows.values()]));
  for (const [what, why] of prepared.missing) console.log(`Skipped: ${what}: ${why}`);
  if (process.argv.includes('--nt'))
    for (const scenario of SCENARIOS) console.log(scenarioLine(scenario, milliseconds));
}

/** About 70 events, about 150, and a long one. */
const SCENARIOS = [
  'scenarios/native/synchronous-exit.yaml',
  'scenarios/notify/cancel.yaml',
  'scenarios/kb/q150833.yaml',
];

/** A race of which exhaustive search runs every trace. */
const RACE = 'scenarios/exhaustive/cancel-against-change.yaml';

/** What they add to a step, from nothing to what is counted through all runs. */
const STRATEGIES = ['random', 'pos', 'pct:3', 'surw', 'preemption:2', 'exhaustive'];

/** In rounds that interleave them, each in a process of its own. */
function strategiesText(rounds: number, milliseconds: number): string {
  const fastest = new Map<string, NtMeasured>();
  for (let round = 1; round <= rounds; round++) {
    for (const strategy of STRATEGIES) {
      progress(`round ${round} of ${rounds}: ${strategy}`);
      const measured = measureNt(RACE, milliseconds, ['--strategy', strategy]);
      const before = fastest.get(strategy);
      if (before === undefined || nanosecondsOf(measured) < nanosecondsOf(before)) fastest.set(strategy, measured);
    }
  }
  progress('');
  const least = [...fastest].map(([strategy, measured]) => ({ strategy, nanoseconds: nanosecondsOf(measured) }));
  const lines = least.map(({ strategy, nanoseconds }) => {
    const ratio = `${(nanoseconds / least[0].nanoseconds).toFixed(2)} x`;
    return `${strategy.padEnd(14)}${nanoseconds.toFixed(0).padStart(12)}${ratio.padStart(11)}`;
  });
  return [`${'strategy'.padEnd(14)} ns an event   to random`, ...lines].join('\n');
}

function nanosecondsOf({ eventsPerSecond }: NtMeasured): number {
  return 1e9 / eventsPerSecond.fastest;
}

function measureNt(path: string, milliseconds: number, more: readonly string[]): NtMeasured {
  const script = join(benchFolder, 'out/dist/bench/nt.js');
  const values = ['--expose-gc', script, path, String(milliseconds), ...more];
  const printed = execFileSync(process.execPath, values, { cwd: join(benchFolder, '..'), encoding: 'utf8' });
  return JSON.parse(printed) as NtMeasured;
}

function scenarioLine(path: string, milliseconds: number): string {
  progress(path);
  const measured = measureNt(path, milliseconds, path === SCENARIOS[0] ? ['--runs', '100000'] : []);
  progress('');
  const { scenario, eventsPerRun, runsPerSecond, heapBytes } = measured;
  const megabytes = heapBytes?.map((bytes) => (bytes / 1e6).toFixed(1));
  const heap =
    megabytes === undefined ? '' : `; heap ${megabytes[0]} MB after 10^4 runs, ${megabytes[1]} MB after 10^5`;
  const { fastest, median } = runsPerSecond;
  const nanoseconds = (1e9 / fastest / eventsPerRun).toFixed(0);
  const rates = `${fastest.toFixed(0)} runs/s (median ${median.toFixed(0)}), ${nanoseconds} ns an event`;
  return `${scenario}: ${eventsPerRun.toFixed(0)} events a run, ${rates}${heap}`;
}

let expected: Measured | undefined;

/** All engines must have run the same history, so far as they know its parts. */
function check(contestant: Contestant, measured: Measured): Measured {
  expected ??= measured;
  for (const key of ['events', 'endTicks', 'hash'] as const) {
    if (measured[key] === undefined || measured[key] === expected[key]) continue;
    throw new Error(`${contestant.name}: expected ${key} ${expected[key]}, found ${measured[key]}`);
  }
  return measured;
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== '' && !text.startsWith('round')) process.stderr.write(`${text}\n`);
  else if (text.endsWith(contestants[0].name)) process.stderr.write(`${text.split(':')[0]}\n`);
}

main();
