import test from 'ava';
import { Kernel, simulate, type Program } from '../sim';
import { DelayBounded } from './delay';
import { LOCAL, program } from './fixtures/parts';
import { fig1b, lockOrder, lostUpdate } from './fixtures/programs';

const kernel = new Kernel();

/** How many runs there are, how many of them find the bug, and what the last one took. */
function counted(
  of: Program,
  delays: number,
): { readonly runs: number; readonly found: number; readonly steps: number } {
  const strategy = new DelayBounded(delays);
  for (let run = 0; ; run++) {
    const outcome = simulate(kernel, of, strategy, { root: '1', run });
    if (strategy.end(kernel, outcome)) continue;
    const { runs, violations } = strategy.certificate;
    return { runs, found: violations, steps: outcome.steps };
  }
}

/** So many tasks of so many steps that have nothing to do with one another. */
function tasks(count: number, steps: number): Program {
  return program(`${count} tasks`, () => {
    for (let i = 0; i < count; i++) {
      kernel.spawn(
        `T${i}`,
        (function* () {
          for (let step = 0; step < steps; step++) yield LOCAL;
        })(),
      );
    }
    return () => undefined;
  });
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k;
}

test('without a delay there is one run', (t) => {
  for (const one of [lostUpdate, lockOrder, tasks(3, 4)]) t.is(counted(one, 0).runs, 1);
});

test('with one delay there is one more for each step at which another task could go', (t) => {
  // Two tasks of 3 steps: the first can be skipped at each of its steps, and so can the second where it goes on then.
  t.is(counted(tasks(2, 3), 1).runs, 1 + 3);
  // Three tasks of 2: at each step of the first, and of the second.
  t.is(counted(tasks(3, 2), 1).runs, 1 + 4);
});

test('of two tasks with two steps each, two delays give all orders but the one that needs three', (t) => {
  t.is(counted(lostUpdate, 2).runs, 5);
  t.is(counted(lostUpdate, 3).runs, 6);
});

test('there are at most C(k+d, d) runs, however many tasks there are', (t) => {
  for (const [count, steps] of [
    [2, 6],
    [3, 4],
    [6, 2],
  ]) {
    for (const delays of [0, 1, 2, 3]) {
      const found = counted(tasks(count, steps), delays);
      t.true(found.runs <= binomial(found.steps + delays, delays), `${count} tasks, ${delays} delays: ${found.runs}`);
    }
  }
});

test('a bug that needs one delay is found with one, and not without', (t) => {
  for (const one of [lostUpdate, lockOrder]) {
    t.is(counted(one, 0).found, 0, one.id);
    t.true(counted(one, 1).found > 0, one.id);
  }
  t.is(counted(fig1b, 0).found, 0);
  t.true(counted(fig1b, 2).found > 0);
});
