import test from 'ava';
import { Name } from '../../../harness/sim';
import { Streams } from '../../../harness/sim/random';
import { trendOf } from './trend';

/** Where the growth invariant draws its line: more standard deviations than chance gives in 30 million runs. */
const Z_MAX = 5.5;

/** `count` samples made from their index and a noise of -50 to 50, the same every time. */
function series(count: number, at: (i: number, noise: number) => number, run = 0): readonly number[] {
  const streams = new Streams();
  streams.begin({ root: '1', scenario: 'trend', run });
  const noise = streams.get(Name.of('noise'));
  return Array.from({ length: count }, (_, i) => at(i, noise.below(101) - 50));
}

/** Constructed series: the slope that is found, within a tolerance, and whether it counts as growth. */
const trends: readonly (readonly [
  name: string,
  samples: readonly number[],
  slope: number,
  within: number,
  grows: boolean,
])[] = [
  ['nothing', [], 0, 0, false],
  ['one sample', [7], 0, 0, false],
  ['two samples', [1, 2], 1, 0, false],
  ['flat', series(200, () => 4096), 0, 0, false],
  ['flat at nothing', series(200, () => 0), 0, 0, false],
  ['flat with noise', series(200, (_i, noise) => 4096 + noise), 0, 0.1, false],
  ['up and down in turns', series(200, (i) => (i % 2) * 4096), 0, 0, false],
  ['a saw of period 10', series(200, (i) => (i % 10) * 100), 0, 5, false],
  ['steady growth', series(200, (i) => 100 + 64 * i), 64, 0, true],
  ['steady decline', series(200, (i) => 100_000 - 64 * i), -64, 0, false],
  ['growth by a byte', series(40, (i) => i), 1, 0, true],
  ['growth by a block now and then', series(200, (i) => 4096 * Math.floor(i / 20)), 4096 / 20, 5, true],
  ['slow growth in noise', series(200, (i, noise) => 4096 + 0.5 * i + noise), 0.5, 0.1, true],
  ['slow growth below a saw', series(200, (i) => 5 * i + (i % 10) * 100), 5, 2, true],
  ['growth too slow for its length', series(50, (i, noise) => 0.1 * i + noise), 0.1, 1, false],
  ['growth that its length brings out', series(250, (i, noise) => 0.3 * i + noise), 0.3, 0.1, true],
  ['a step early on', series(200, (i) => (i < 40 ? 0 : 4096)), 0, 0, false],
  ['a step near the end', series(200, (i) => (i < 150 ? 0 : 4096)), 0, 0, false],
  ['flat but for outliers', series(200, (i, noise) => 4096 + noise + (i % 37 === 5 ? 1e9 : 0)), 0, 0.1, false],
  ['growth but for outliers', series(200, (i, noise) => 8 * i + noise - (i % 37 === 5 ? 1e9 : 0)), 8, 0.5, true],
  ['large numbers', series(200, (i) => 2 ** 50 + i), 1, 0, true],
];

for (const [name, samples, slope, within, grows] of trends) {
  test(`${name}: ${grows ? 'growth' : 'no growth'}`, (t) => {
    const found = trendOf(samples);
    t.true(Math.abs(found.slope - slope) <= within, `expected a slope of ${slope} +- ${within}, found ${found.slope}`);
    t.is(found.z > Z_MAX && found.slope > 0, grows, `slope ${found.slope}, z ${found.z}`);
  });
}

test('without a trend z is spread as a standard normal variable is', (t) => {
  const zs = Array.from({ length: 1500 }, (_, run) => trendOf(series(40, (_i, noise) => noise, run)).z);
  const share = (beyond: number): number => zs.filter((z) => Math.abs(z) > beyond).length / zs.length;
  t.true(Math.abs(zs.reduce((sum, z) => sum + z, 0) / zs.length) < 0.1);
  t.true(Math.abs(share(1) - 0.317) < 0.05, `${share(1)} lie beyond 1`);
  t.true(Math.abs(share(2) - 0.0455) < 0.02, `${share(2)} lie beyond 2`);
  t.is(share(Z_MAX), 0);
});

test('a trend turned round is its opposite, and a level added changes nothing', (t) => {
  for (let run = 0; run < 20; run++) {
    const samples = series(51, (i, noise) => 2 * i + noise, run);
    const { slope, z } = trendOf(samples);
    t.like(trendOf(samples.toReversed()), { z: -z });
    t.deepEqual(trendOf(samples.map((sample) => sample + 1000)), { slope, z });
  }
});

test('samples taken under different conditions are not compared', (t) => {
  const stairs = series(200, (i) => 4096 * Math.floor(i / 20));
  const tread = stairs.map((_, i) => Math.floor(i / 20));
  t.is(trendOf(stairs, tread).z, 0);
  const conditions = stairs.map((_, i) => i % 3);
  const saw = series(200, (i, noise) => 2 * i + 10_000 * (i % 3) + noise);
  t.true(Math.abs(trendOf(saw, conditions).slope - 2) < 0.2);
  t.true(trendOf(saw, conditions).z > Z_MAX);
  t.true(trendOf(saw).z < trendOf(saw, conditions).z, 'which would drown it');
});
