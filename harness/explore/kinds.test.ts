import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { random } from './random';
import { search } from './search';
import { chanceOfNew, countsOf, isSaturated, meet, meetAll, noKinds, type Kinds } from './kinds';
import { cleanRunsNeeded } from './clean-runs';
import { readers } from './fixtures/programs';
import { Kernel } from '../sim';

/** As hashes of endings are written. */
function hashOf(i: number): string {
  return (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
}

function met(numbers: readonly number[]): Kinds {
  const kinds = noKinds();
  for (const i of numbers) meet(kinds, hashOf(i));
  return kinds;
}

const numbers = fc.array(fc.nat(30));

testProp('kinds of parts put together are those of the whole, in any order', [numbers, numbers], (t, a, b) => {
  const whole = met([...a, ...b]);
  for (const [one, other] of [
    [a, b],
    [b, a],
  ]) {
    const sum = met(one);
    meetAll(sum, met(other));
    t.deepEqual(countsOf(sum), countsOf(whole));
  }
  t.is(countsOf(whole).distinct, new Set([...a, ...b]).size);
});

test('of very many kinds a sample is followed, the same in any order, and it tells how many there are', (t) => {
  const many = Array.from({ length: 400_000 }, (_, i) => i);
  const twice = many.filter((i) => i % 4 === 0);
  const whole = met([...many, ...twice]);
  t.true(whole.met.size <= 65_536);
  const { distinct, once } = countsOf(whole);
  t.true(Math.abs(distinct / 400_000 - 1) < 0.02, String(distinct));
  t.true(Math.abs(once / 300_000 - 1) < 0.02, String(once));
  const parts = met(twice);
  meetAll(parts, met(many.toReversed()));
  t.deepEqual(countsOf(parts), countsOf(whole));
  t.is(parts.depth, whole.depth);
});

test('the chance of something new is the share of what was met once', (t) => {
  t.is(chanceOfNew({ distinct: 9, once: 3 }, 60), 1 / 20);
  t.is(chanceOfNew({ distinct: 9, once: 0 }, 60), 0);
  t.is(chanceOfNew({ distinct: 0, once: 0 }, 0), 1);
});

test('that chance is what further runs show', (t) => {
  const kernel = new Kernel();
  const program = readers(7);
  const traces = (runs: number, from = 0): Kinds =>
    search(kernel, program, { root: '1', strategies: [{ make: random, from, runs }], stop: () => false }).byStrategy[0]
      .traces;
  const known = traces(20_000);
  const chance = chanceOfNew(countsOf(known), 20_000);
  let fresh = 0;
  const further = traces(24_000, 20_000);
  for (const [hash, times] of further.met) if (!known.met.has(hash)) fresh += times;
  t.log(`${countsOf(known).distinct} traces, chance ${chance}, ${fresh} of 4000`);
  t.true(Math.abs(fresh - chance * 4000) < 4 * Math.sqrt(chance * 4000) + 0.05 * chance * 4000);
});

test('a search is saturated when hardly anything is new', (t) => {
  t.false(isSaturated({ distinct: 5, once: 0 }, 1000));
  t.true(isSaturated({ distinct: 5, once: 0 }, 1001));
  t.false(isSaturated({ distinct: 5, once: 1 }, 2000));
  t.true(isSaturated({ distinct: 5, once: 1 }, 2001));
});

for (const [failed, runs, needed] of [
  [1, 18, 53],
  [1, 1, 1],
  [1, 2, 5],
  [1, 1000, 2995],
  [10, 1000, 299],
] as const) {
  test(`a fix of what failed ${failed} of ${runs} runs needs ${needed} clean ones`, (t) => {
    t.is(cleanRunsNeeded({ failed, runs }), needed);
    const miss = (clean: number): number => (1 - failed / runs) ** clean;
    t.true(miss(needed) <= 0.05);
    t.true(needed === 1 || miss(needed - 1) > 0.05);
  });
}
