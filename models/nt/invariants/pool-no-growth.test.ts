import test from 'ava';
import { LoadedServer, type LoadPlan } from './_loads.test';
import { poolNoGrowth } from './pool-no-growth';

const STEADY = { cycles: 1000, atOnce: 3, changesEvery: 0, upOfTen: 0, leaksEvery: 0 };

/** In how many of `seeds` runs growth is found. */
function found(plan: LoadPlan, seeds: number): number {
  let count = 0;
  for (let seed = 0; seed < seeds; seed++) {
    if (new LoadedServer((judge) => poolNoGrowth.create(judge), String(seed), plan).run().length > 0) count++;
  }
  return count;
}

/** Loads that lose nothing. */
const sound: readonly (readonly [name: string, plan: LoadPlan])[] = [
  ['one request at a time', { ...STEADY, atOnce: 1 }],
  ['eight requests at once', { ...STEADY, atOnce: 8 }],
  ['few cycles', { ...STEADY, cycles: 120 }],
  ['many cycles', { ...STEADY, cycles: 4000 }],
  ['a few steps', { ...STEADY, changesEvery: 200, upOfTen: 6 }],
  ['a staircase: clients come and none goes', { ...STEADY, changesEvery: 60, upOfTen: 10 }],
  ['a steep staircase', { ...STEADY, changesEvery: 8, upOfTen: 9 }],
  ['watchers that come to hold a buffer each', { ...STEADY, cycles: 80, atOnce: 1, fills: 6 }],
  ['a random walk', { ...STEADY, changesEvery: 4, upOfTen: 5 }],
];

for (const [name, plan] of sound) {
  test(`no growth is found where nothing is lost: ${name}`, (t) => {
    t.is(found(plan, 25), 0);
  });
}

/** Loads that lose blocks, and in how many of 25 runs that must be found at least. */
const leaking: readonly (readonly [name: string, plan: LoadPlan, least: number])[] = [
  ['a block a request', { ...STEADY, leaksEvery: 1 }, 25],
  ['a block in four requests', { ...STEADY, leaksEvery: 4 }, 25],
  ['a block in twenty requests', { ...STEADY, cycles: 4000, leaksEvery: 20 }, 25],
  [
    'a block in four requests, with a few steps of the load',
    { ...STEADY, changesEvery: 200, upOfTen: 5, leaksEvery: 4 },
    20,
  ],
];

for (const [name, plan, least] of leaking) {
  test(`growth is found: ${name}`, (t) => {
    const count = found(plan, 25);
    t.true(count >= least, `in ${count} of 25 runs`);
  });
}
