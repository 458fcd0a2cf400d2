import test from 'ava';
import {
  Kernel,
  Name,
  signatureOf,
  simulate,
  type Outcome,
  type Program,
  type Routine,
  type Schedule,
  type Strategy,
} from '../sim';
import { criticalPair, stepOrder } from './critical-pair';
import { ddmin } from './ddmin';
import { following } from './following';
import { LOCAL, program } from './fixtures/parts';
import { planted } from './fixtures/planted';
import { smallPrograms } from './fixtures/programs';
import { continuing, pointOfNoReturn } from './point-of-no-return';
import { random, randomTimed } from './random';
import { replay } from './replay';
import { playing, recording, RUN } from './schedule';
import { Budget, scheduleOf, shrinkSchedule, type ShrinkContext } from './shrink';

const kernel = new Kernel();

interface Failing {
  readonly schedule: Schedule;
  readonly context: ShrinkContext;
  readonly signature: string;
}

/** The first of its runs that fails, and what shrinking it takes. */
function failing(program: Program, make: () => Strategy, steps = 1_000_000): Failing | undefined {
  const strategy = make();
  for (let run = 0; run < 500; run++) {
    const id = { root: '1', run };
    const { violations } = simulate(kernel, program, strategy, id);
    if (violations.length === 0) continue;
    const signature = signatureOf(violations[0]);
    const wanted = (outcome: Outcome): boolean =>
      outcome.violations.length > 0 && signatureOf(outcome.violations[0]) === signature;
    const context = { kernel, id, wanted, budget: new Budget(steps) };
    const schedule = scheduleOf(program, replay(kernel.choices.values(), strategy.timed), context);
    return schedule === undefined ? undefined : { schedule, context, signature };
  }
  return undefined;
}

/** Its runs do without one thing or another. */
const choosy = program('choosy', (kernel) => {
  const done: string[] = [];
  const features = ['add', 'remove'].map((name) => Name.of(name));
  for (const name of ['A', 'B']) {
    kernel.spawn(
      name,
      (function* (): Routine {
        for (let i = 0; i < 3; i++) {
          yield LOCAL;
          const left = features.filter((feature) => !kernel.lacks(feature));
          if (left.length > 0) done.push(left[kernel.choose(features[0], left.length)].text);
        }
      })(),
    );
  }
  return () => (done.length > 0 && !done.includes('add') ? 'nothing was added' : undefined);
});

for (const program of [...smallPrograms, choosy]) {
  for (const make of [random, randomTimed]) {
    test(`${program.id}, ${make().name}: a schedule gives the run again that it was recorded from`, (t) => {
      const strategy = recording(make());
      for (let run = 0; run < 20; run++) {
        const id = { root: '1', run };
        const outcome = simulate(kernel, program, strategy, id);
        const player = playing(strategy.schedule());
        t.deepEqual(simulate(kernel, program, player, id), outcome);
        t.deepEqual(player.unused(), []);
      }
    });
  }
}

for (const { name, program, smallest, pairs } of planted) {
  test(`${name}: the smallest schedule is found, and the two steps whose order decides`, (t) => {
    const found = failing(program, random)!;
    const { schedule, isMinimal } = shrinkSchedule(program, found.schedule, found.context);
    t.true(isMinimal);
    t.is(schedule.deviations.length, smallest, JSON.stringify(schedule.deviations));
    t.true(schedule.deviations.every((one) => one.kind === 'order' || one.value === 1));
    const outcome = simulate(kernel, program, playing(schedule), found.context.id);
    t.is(signatureOf(outcome.violations[0]), found.signature);
    const critical = criticalPair(program, schedule, found.context)!;
    const named = [critical.first, critical.second].map(({ task, operation }) => `${task} ${operation}`);
    t.true(
      pairs.some((pair) => pair.join() === named.join()),
      named.join(),
    );
  });
}

for (const { name, program } of planted) {
  test(`${name}: from the point of no return on, chance saves nothing`, (t) => {
    const found = failing(program, random)!;
    const { schedule } = shrinkSchedule(program, found.schedule, found.context);
    simulate(kernel, program, playing(schedule), found.context.id);
    const choices = kernel.choices.values();
    const point = pointOfNoReturn(program, choices, false, { ...found.context, budget: new Budget(1_000_000) })!;
    t.true(point.before < point.runs);
    const rate = (count: number): number => {
      let failed = 0;
      const strategy = continuing(choices.slice(0, count), random());
      for (let run = 0; run < 200; run++) {
        if (found.context.wanted(simulate(kernel, program, strategy, { root: 'another', run }))) failed++;
      }
      return failed / 200;
    };
    t.true(rate(point.choice + 1) > 0.9, 'others fail from there on too');
    t.true(rate(point.choice) < 1, 'and not all just before');
  });
}

test('a run that does without something keeps doing without it', (t) => {
  const { schedule, context } = failing(choosy, random)!;
  const shrunk = shrinkSchedule(choosy, schedule, context).schedule;
  t.true(shrunk.deviations.some((one) => one.kind === 'value' && one.task === RUN && one.point === 'add'));
  const order = stepOrder(choosy, shrunk, context);
  t.truthy(scheduleOf(choosy, following(order, shrunk.deviations), context));
  simulate(kernel, choosy, playing(shrunk), context.id);
  const choices = kernel.choices.values();
  t.is(pointOfNoReturn(choosy, choices, false, { ...context, budget: new Budget(100_000) })?.runs, 20);
  simulate(kernel, choosy, continuing(choices, random()), context.id);
  t.deepEqual(kernel.choices.values(), choices);
});

test('a run that is lost from the beginning has no way back at all', (t) => {
  const { program, context } = { program: planted[0].program, context: failing(planted[0].program, random)!.context };
  const always = { ...context, wanted: () => true };
  t.deepEqual(pointOfNoReturn(program, [], false, always), { choice: -1, before: 20, runs: 20 });
  t.is(pointOfNoReturn(program, [], false, { ...context, wanted: () => false }), undefined);
});

test('shrinking ends when its budget is spent, with what it has', (t) => {
  const { program } = planted[0];
  const whole = failing(program, random)!;
  const short = failing(program, random, 200)!;
  const { schedule, isMinimal } = shrinkSchedule(program, short.schedule, short.context);
  t.false(isMinimal);
  t.true(schedule.deviations.length <= whole.schedule.deviations.length);
  t.true(short.context.wanted(simulate(kernel, program, playing(schedule), short.context.id)));
});

const lists: readonly (readonly [needs: readonly number[], length: number])[] = [
  [[], 10],
  [[7], 100],
  [[0, 99], 100],
  [[3, 4, 5], 17],
  [[0, 1, 2, 3], 4],
];

for (const [needs, length] of lists) {
  test(`of ${length} items, of which ${needs.length} are needed, ddmin leaves these`, (t) => {
    let tests = 0;
    const fails = (kept: readonly number[]): boolean => {
      tests++;
      return needs.every((one) => kept.includes(one));
    };
    const items = Array.from({ length }, (_, i) => i);
    t.deepEqual(
      ddmin(items, fails, () => false),
      { kept: needs, isMinimal: true },
    );
    t.true(tests <= length * length + 3 * length);
  });
}

test('ddmin says when it was ended early', (t) => {
  let tests = 0;
  const items = Array.from({ length: 100 }, (_, i) => i);
  const { kept, isMinimal } = ddmin(
    items,
    (some) => some.includes(50) && some.includes(3),
    () => ++tests > 5,
  );
  t.false(isMinimal);
  t.true(kept.includes(50) && kept.includes(3));
});
