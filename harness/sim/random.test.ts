import test from 'ava';
import { Name } from './name';
import { Streams, type Seed } from './random';

const SEED: Seed = { root: '1', scenario: 'faults/cancel-race', run: 0 };
const FIRST = Name.of('first');
const SECOND = Name.of('second');

function begun(seed: Seed): Streams {
  const streams = new Streams();
  streams.begin(seed);
  return streams;
}

function draw(streams: Streams, name: Name, times: number, count = 1_000_000): number[] {
  return Array.from({ length: times }, () => streams.get(name).below(count));
}

test('a draw on one stream disturbs no other', (t) => {
  const alone = draw(begun(SEED), FIRST, 100);
  const together = begun(SEED);
  const interleaved: number[] = [];
  for (let i = 0; i < 100; i++) {
    draw(together, SECOND, i % 3);
    interleaved.push(...draw(together, FIRST, 1));
  }
  t.deepEqual(interleaved, alone);
});

test('a run draws the same numbers alone as among all the others', (t) => {
  const suite = begun(SEED);
  for (let run = 0; run < 10; run++) {
    suite.beginRun(run);
    t.deepEqual(draw(suite, FIRST, 10), draw(begun({ ...SEED, run }), FIRST, 10));
  }
});

const others: readonly (readonly [what: string, seed: Seed, name: Name])[] = [
  ['root', { ...SEED, root: '2' }, FIRST],
  ['scenario', { ...SEED, scenario: 'faults/cancel-race[dialect=smb2]' }, FIRST],
  ['run', { ...SEED, run: 1 }, FIRST],
  ['stream', SEED, SECOND],
  ['root and scenario that read the same in a row', { ...SEED, root: '1faults/', scenario: 'cancel-race' }, FIRST],
];

for (const [what, seed, name] of others) {
  test(`another ${what}: other numbers`, (t) => {
    t.notDeepEqual(draw(begun(seed), name, 10), draw(begun(SEED), FIRST, 10));
  });
}

/**
 * Chi-square of counts that should all be equal, as a deviation from what it is on average, in standard deviations (Wilson and
 * Hilferty). The seeds are fixed, so that the tests do not flicker.
 */
function deviation(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const square = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return ((square / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

function histogram(cells: number, values: Iterable<number>): number[] {
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) counts[value]++;
  return counts;
}

const uniform: readonly (readonly [what: string, cells: number, values: () => Iterable<number>])[] = [
  ['the numbers of one stream', 10, () => draw(begun(SEED), FIRST, 100_000, 10)],
  [
    'large numbers of one stream',
    16,
    () => draw(begun(SEED), FIRST, 50_000, 2 ** 40).map((x) => Math.floor(x / 2 ** 36)),
  ],
  ['the lowest bits of large numbers', 16, () => draw(begun(SEED), FIRST, 50_000, 2 ** 40).map((x) => x % 16)],
  [
    'the first numbers of many runs',
    10,
    function* (): Iterable<number> {
      const streams = begun(SEED);
      for (let run = 0; run < 50_000; run++) {
        streams.beginRun(run);
        yield streams.get(FIRST).below(10);
      }
    },
  ],
  [
    'the first numbers of two streams in many runs, as pairs',
    64,
    function* (): Iterable<number> {
      const streams = begun(SEED);
      for (let run = 0; run < 50_000; run++) {
        streams.beginRun(run);
        yield streams.get(FIRST).below(8) * 8 + streams.get(SECOND).below(8);
      }
    },
  ],
  [
    'the first numbers of many streams in one run',
    10,
    function* (): Iterable<number> {
      const streams = begun(SEED);
      for (let i = 0; i < 20_000; i++) yield streams.get(Name.of(`stream ${i}`)).below(10);
    },
  ],
];

for (const [what, cells, values] of uniform) {
  test(`${what} are uniform`, (t) => {
    const found = deviation(histogram(cells, values()));
    t.true(Math.abs(found) < 4, `${found} standard deviations`);
  });
}
