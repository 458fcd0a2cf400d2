/**
 * `npm run bench [-- --quick]`: the kernel beside other engines on one workload (README.md), in rounds that interleave all of
 * them, so that what else the machine does meets all alike. Progress goes to stderr, one table to stdout.
 */
import { contestants, SIZE, type Contestant } from './contestants';
import { prepare } from './prepare';
import { tableOf, type Row } from './table';
import type { Measured } from './workload';

function main(): void {
  const quick = process.argv.includes('--quick');
  const rounds = quick ? 3 : 9;
  const milliseconds = quick ? 120 : 500;
  progress('compiling ...');
  const prepared = prepare();
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
