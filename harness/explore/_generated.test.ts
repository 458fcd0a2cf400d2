// Programs for a reducer to go wrong on, generated and small enough to be counted through.
import fc from 'fast-check';
import { Kernel, simulate, type Program, type Strategy } from '../sim';
import {
  described,
  POINT_COUNT,
  type Act,
  type DescribedProgram,
  type Description,
  type Mistakes,
} from './fixtures/described';
import { explored, type Explored } from './_oracle.test';
import { Everything } from './fixtures/everything';
import { random } from './random';

const kernel = new Kernel();

const number = fc.nat({ max: 1 });
const ticks = fc.nat({ max: 3 });
const word = <const K extends string>(...kinds: K[]): fc.Arbitrary<K> => fc.constantFrom(...kinds);

const simple: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: word('read', 'write', 'count'), variable: number }) },
  { weight: 1, arbitrary: fc.record({ kind: word('choose'), variable: number, count: fc.constantFrom(2, 3) }) },
  { weight: 2, arbitrary: fc.record({ kind: word('sleep'), ticks }) },
  { weight: 1, arbitrary: fc.record({ kind: word('tell') }) },
  { weight: 3, arbitrary: fc.record({ kind: word('set', 'clear', 'wait'), flag: number }) },
  { weight: 2, arbitrary: fc.record({ kind: word('wait at most'), flag: number, ticks }) },
  { weight: 3, arbitrary: fc.record({ kind: word('pass'), point: fc.nat({ max: POINT_COUNT - 1 }) }) },
);
const few = fc.array(simple, { minLength: 1, maxLength: 2 });
const locked: fc.Arbitrary<Act> = fc.record({
  kind: word('locked'),
  lock: number,
  body: fc.array(simple, { maxLength: 1 }),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: simple },
  { weight: 2, arbitrary: locked },
  { weight: 1, arbitrary: fc.record({ kind: word('locked'), lock: number, body: fc.tuple(locked) }) },
  { weight: 1, arbitrary: fc.record({ kind: word('if'), variable: number, then: few }) },
  { weight: 1, arbitrary: fc.record({ kind: word('fault'), then: few }) },
  { weight: 1, arbitrary: fc.record({ kind: word('start'), body: few }) },
);
/** What is left to one of two interchangeable tasks. */
const handed: fc.Arbitrary<Act> = fc.oneof(
  { weight: 1, arbitrary: simple },
  { weight: 1, arbitrary: fc.record({ kind: word('hand over'), body: few }) },
);

const tasksOf = (one: fc.Arbitrary<Act>, count: number, actsMax: number): fc.Arbitrary<Description> =>
  fc.array(fc.array(one, { minLength: 1, maxLength: actsMax }), { minLength: count, maxLength: count });

export const descriptions: fc.Arbitrary<Description> = fc.oneof(
  { weight: 4, arbitrary: tasksOf(act, 2, 3) },
  { weight: 4, arbitrary: tasksOf(act, 3, 2) },
  { weight: 1, arbitrary: tasksOf(handed, 2, 2) },
);

/** For searches under a bound, of which there are fewer runs. */
export const longerDescriptions: fc.Arbitrary<Description> = fc.oneof(
  { weight: 3, arbitrary: tasksOf(act, 2, 4) },
  { weight: 3, arbitrary: tasksOf(act, 3, 3) },
  { weight: 1, arbitrary: tasksOf(handed, 2, 3) },
);

/** Which programs, and how many. */
export interface Sizes {
  readonly of: fc.Arbitrary<Description>;
  readonly programs: number;
  readonly seed: number;
  /** Larger ones are left out: to count through one of them costs as much as a hundred. */
  readonly runsMax: number;
  /** Count only runs with no more preemptions. */
  readonly preemptionsMax?: number;
}

/** A generated program, and all of its runs. */
export interface Counted {
  readonly program: DescribedProgram;
  readonly tasks: Description;
  readonly all: Explored;
}

const known = new Map<string, readonly Counted[]>();

/** Programs that could be counted through. */
export function counted(sizes: Sizes, mistakes?: Mistakes): readonly Counted[] {
  const key = JSON.stringify([sizes.programs, sizes.seed, sizes.runsMax, sizes.preemptionsMax, mistakes]);
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = [...counting(sizes, mistakes)]));
  return found;
}

/** The same one by one, of which nothing is kept. */
export function* counting(sizes: Sizes, mistakes?: Mistakes): Generator<Counted> {
  const { of, programs, seed, runsMax, preemptionsMax } = sizes;
  for (const tasks of fc.sample(of, { numRuns: programs, seed })) {
    const program = described(tasks, mistakes);
    const likely = preemptionsMax === undefined ? runsMax : 100 * runsMax;
    if (estimatedRuns(program) > likely) continue;
    const all = explored(program, new Everything(false, preemptionsMax), runsMax);
    if (all !== undefined) yield { program, tasks, all };
  }
}

/** Knuth's estimate of how many runs there are: the mean, over a few random runs, of what their choices multiply to. */
function estimatedRuns(program: Program): number {
  const [probes, walk] = [10, random()];
  let [sum, product] = [0, 1];
  const probe: Strategy = {
    ...{ name: 'probe', timed: false, onlyChoices: true },
    begin: (run) => {
      product = 1;
      walk.begin(run);
    },
    pick: (view) => {
      product *= view.enabled.length;
      return walk.pick(view);
    },
    data: (point, count, task, odds) => {
      product *= count;
      return walk.data(point, count, task, odds);
    },
  };
  for (let run = 0; run < probes; run++) {
    simulate(kernel, program, probe, { root: '1', run });
    sum += product;
  }
  return sum / probes;
}
