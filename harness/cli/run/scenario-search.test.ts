import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { assert, Kernel } from '../../sim';
import { projectOf } from '../_project.test';
import { Interrupt } from '../interrupt';
import { loadSuite } from '../suite/load-suite';
import { strategiesNamed } from '../suite/strategies';
import { OwnHand, type Job } from './hand';
import { Pace } from './pace';
import type { RunOptions } from './run-options';
import { resultOf, runScenario } from './run-scenario';
import { Schedule } from './schedule';

const SCENARIOS = ['expected', 'idle', 'leak', 'pass', 'race', 'throws'] as const;

/** Those that learn from their first runs are shared out in longer stretches, and searched longer. */
const searches = fc.constantFrom(
  { strategies: undefined, factor: 1 },
  { strategies: ['urw', 'pct'], factor: 4 },
  { strategies: ['portfolio'], factor: 8 },
);

const counts = fc.record({
  runs: fc.integer({ min: 1, max: 150 }),
  untilSaturated: fc.boolean(),
  hands: fc.integer({ min: 2, max: 5 }),
});

const OPTIONS: RunOptions = {
  ...{ seed: '1', strategies: undefined, runs: 20, only: undefined, untilSaturated: false },
  ...{ verify: 0, checked: false, verbose: true },
};

testProp(
  'a search that is shared out is the search, whoever is done first',
  [
    fc.constantFrom(...SCENARIOS),
    counts,
    searches,
    fc.array(fc.nat(4), { minLength: 1 }),
    fc.option(fc.nat(60), { nil: undefined }),
  ],
  async (t, name, { runs: few, untilSaturated, hands: count }, { strategies, factor }, order, only) => {
    const { folder } = projectOf(t, [name]);
    const runs = untilSaturated ? 20 * few : factor * few;
    const suite = loadSuite({ globs: ['scenarios'], cwd: folder, root: undefined, set: [], exploreWith: undefined });
    const named = strategies && strategiesNamed(strategies);
    const options: RunOptions = { ...OPTIONS, strategies: named, runs, only, untilSaturated };
    const pace = (): Pace => new Pace(new Interrupt());
    const whole = await runScenario(new Kernel(), suite.instances[0], options, pace());

    const schedule = new Schedule(suite.instances, options, { deadline: Infinity, hands: count });
    const hand = new OwnHand((i) => suite.instances[i], options, new Kernel(), pace());
    const begun: Job[] = [];
    for (let i = 0; ; i++) {
      while (begun.length < count) {
        const job = schedule.next(undefined);
        if (job === undefined) break;
        begun.push(job);
      }
      const [job] = begun.splice((order[i % order.length] ?? 0) % Math.max(1, begun.length), 1);
      if (job === undefined) break;
      schedule.add(job, await hand.perform(job));
    }
    const search = schedule.search(0);
    t.true(search?.isDone);
    if (search === undefined) return;
    const shared = resultOf(new Kernel(), search, options);
    t.deepEqual({ ...shared, milliseconds: 0 }, { ...whole, milliseconds: 0 });
  },
  { numRuns: 60 },
);

test('the time of a scenario is that of its own runs, however long it waits to be closed', async (t) => {
  const { folder } = projectOf(t, ['pass']);
  const { instances } = loadSuite({
    ...{ globs: ['scenarios'], cwd: folder, root: undefined, set: [], exploreWith: undefined },
  });
  const schedule = new Schedule(instances, OPTIONS, { deadline: Infinity, hands: 2 });
  const hand = new OwnHand((i) => instances[i], OPTIONS, new Kernel(), new Pace(new Interrupt()));
  let stretches = 0;
  for (let job = schedule.next(undefined); job !== undefined; job = schedule.next(undefined)) {
    const done = await hand.perform(job);
    assert(done.kind === 'searched', 'nothing else was asked');
    schedule.add(job, { ...done, part: { ...done.part, milliseconds: HOUR } });
    stretches++;
  }
  const search = schedule.search(0);
  assert(search !== undefined, 'it was begun');
  t.true(stretches > 1);
  t.is(Math.floor(resultOf(new Kernel(), search, OPTIONS).milliseconds / HOUR), stretches);
});

const HOUR = 3_600_000;
