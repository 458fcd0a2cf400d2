import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { described, POINT_COUNT, type Act, type Description } from '../explore/fixtures/described';
import { LOCAL, Variable } from '../explore/fixtures/parts';
import { random, randomTimed } from '../explore/random';
import { play, type Script } from './_scripted.test';
import { reads, writes, type Access } from './access';
import { Kernel } from './kernel';
import { Name } from './name';
import { Operation } from './operation';
import type { Outcome } from './outcome';
import { simulate } from './simulate';
import type { Odds, RunContext, Strategy, View } from './strategy';
import type { Task } from './task';

// ---- Generated programs -------------------------------------------------------------------------------------------

const number = fc.nat({ max: 1 });
const ticks = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 3 }) },
  { weight: 1, arbitrary: fc.nat({ max: 2 ** 36 }) },
);
const word = <const K extends string>(...kinds: K[]): fc.Arbitrary<K> => fc.constantFrom(...kinds);

const simple: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: word('read', 'write', 'count'), variable: number }),
  fc.record({ kind: word('choose'), variable: number, count: fc.constantFrom(2, 3, 1000) }),
  fc.record({ kind: word('sleep'), ticks }),
  fc.record({ kind: word('tell') }),
  fc.record({ kind: word('set', 'clear', 'wait'), flag: number }),
  fc.record({ kind: word('wait at most'), flag: number, ticks }),
  fc.record({ kind: word('pass'), point: fc.nat({ max: POINT_COUNT - 1 }) }),
);
const body = fc.array(simple, { maxLength: 3 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: simple },
  { weight: 3, arbitrary: fc.record({ kind: word('locked'), lock: number, body }) },
  { weight: 1, arbitrary: fc.record({ kind: word('fault'), then: body }) },
  { weight: 1, arbitrary: fc.record({ kind: word('start'), body }) },
);
const programs: fc.Arbitrary<Description> = fc.array(fc.array(act, { maxLength: 6 }), { minLength: 1, maxLength: 5 });

/** Asks another strategy, at every step if `everyStep`, and knows all tasks that it was shown. */
class Wrapped implements Strategy {
  readonly name = 'wrapped';
  readonly timed: boolean;
  readonly onlyChoices: boolean;

  constructor(
    readonly inner: Strategy,
    { everyStep }: { everyStep: boolean },
  ) {
    this.timed = inner.timed;
    this.onlyChoices = !everyStep;
  }

  begin(run: RunContext): void {
    this.inner.begin(run);
  }

  pick(view: View): number {
    return view.enabled.length === 1 ? 0 : this.inner.pick(view);
  }

  data(point: Name, count: number, task: Task, odds: Odds | undefined): number {
    return this.inner.data(point, count, task, odds);
  }

  lacks(feature: Name): boolean {
    return this.inner.lacks?.(feature) === true;
  }
}

/** Gives the answers of a run that was recorded. */
class Recorded implements Strategy {
  readonly name = 'recorded';
  #next = 0;

  constructor(
    readonly timed: boolean,
    readonly values: readonly number[],
  ) {}

  begin(): void {
    this.#next = 0;
  }

  pick(view: View): number {
    return view.enabled.length === 1 ? 0 : this.values[this.#next++];
  }

  data(): number {
    return this.values[this.#next++];
  }

  lacks(): boolean {
    return this.data() === 1;
  }
}

interface Seen {
  readonly outcome: Outcome;
  readonly choices: readonly number[];
  readonly seen: string;
}

function run(program: Description, strategy: Strategy, index: number, kernel = new Kernel()): Seen {
  const made = described(program);
  const outcome = simulate(kernel, made, strategy, { root: '1', run: index });
  return { outcome, choices: kernel.choices.values(), seen: made.seen };
}

function law(check: (t: ExecutionContext, program: Description, strategy: Strategy, index: number) => void) {
  return (t: ExecutionContext): void => {
    const strategies = fc.constantFrom(random(), randomTimed());
    fc.assert(
      fc.property(programs, strategies, fc.nat(), (program, strategy, index) => check(t, program, strategy, index)),
      { numRuns: 500 },
    );
  };
}

test(
  'the same program with the same choices does the same',
  law((t, program, strategy, index) => {
    const first = run(program, strategy, index);
    t.deepEqual(run(program, new Recorded(strategy.timed, first.choices), index), first);
  }),
);

test(
  'a run does not depend on how often its strategy looks',
  law((t, program, strategy, index) => {
    const first = run(program, new Wrapped(strategy, { everyStep: false }), index);
    t.deepEqual(run(program, new Wrapped(strategy, { everyStep: true }), index), first);
  }),
);

const used = new Kernel();

test(
  'a kernel remembers nothing of the runs before',
  law((t, program, strategy, index) => {
    t.deepEqual(run(program, strategy, index, used), run(program, strategy, index));
  }),
);

test('a kernel remembers nothing of a run that was broken off', (t) => {
  const kernel = new Kernel();
  const breaks: readonly ((kernel: Kernel) => void)[] = [
    (kernel) => kernel.halt(),
    () => {
      throw new RangeError('a bug of the model');
    },
    (kernel) => kernel.violate({ invariant: 'x', class: 'safety', message: 'x', place: 'x', shape: 'x' }),
    (kernel) => void kernel.spawn('b', waits(kernel), { first: true }),
  ];
  const expected = play({}, sleeps).kernel.hash;
  for (const broken of breaks) {
    for (const timed of [true, false]) {
      try {
        play({ timed, stepsMax: 4 }, (kernel) => void kernel.spawn('a', waits(kernel, broken)), kernel);
      } catch (error) {
        t.true(error instanceof RangeError);
      }
      const { stop, log } = play({}, sleeps, kernel);
      t.deepEqual([stop, log, kernel.hash], ['idle', ['2', '5'], expected]);
    }
  }

  function sleeps(kernel: Kernel, log: string[]): void {
    for (const ticks of [5, 2]) kernel.spawn(`${ticks}`, sleep(kernel, ticks, log));
  }

  function* sleep(kernel: Kernel, ticks: number, log: string[]): Generator<Operation, void> {
    yield kernel.sleep(ticks);
    log.push(`${kernel.now}`);
  }

  function* waits(kernel: Kernel, then?: (kernel: Kernel) => void): Generator<Operation, void> {
    const object = kernel.register({ label: 'never' });
    yield LOCAL;
    kernel.mark(Name.of('reached'));
    kernel.inconclusive.push('for a test');
    then?.(kernel);
    yield kernel.sleep(2 ** 40);
    yield new Operation(Name.of('wait'), [reads(object)], () => false, undefined, undefined, 7);
  }
});

// ---- The hash differs when anything differs -----------------------------------------------------------------------

interface Variant {
  readonly kinds?: readonly string[];
  readonly access?: (kernel: Kernel) => readonly Access[];
  readonly sleepTicks?: number;
  readonly choice?: readonly [point: string, count: number];
  readonly tasks?: number;
  readonly script?: Script;
}

function hashOf({ kinds = ['a', 'b'], access, sleepTicks = 5, choice, tasks = 2, script = {} }: Variant): string {
  return play(script, (kernel) => {
    const variables = ['x', 'y', 'z'].map((name) => new Variable(kernel, name));
    const touched = access?.(kernel) ?? [writes(variables[0].object), reads(variables[1].object)];
    const body = function* (): Generator<Operation, void> {
      for (const kind of kinds) yield new Operation(Name.of(kind), touched);
      yield kernel.sleep(sleepTicks);
      if (choice !== undefined) kernel.choose(Name.of(choice[0]), choice[1]);
      yield LOCAL;
    };
    for (let i = 0; i < tasks; i++) kernel.spawn(`${i}`, body());
  }).kernel.hash;
}

const variants: Readonly<Record<string, Variant>> = {
  plain: {},
  'another operation': { kinds: ['a', 'c'] },
  'another order of operations': { kinds: ['b', 'a'] },
  'one operation more': { kinds: ['a', 'b', 'b'] },
  'another mode': { access: () => [reads(1), reads(2)] },
  'another object': { access: () => [writes(3), reads(2)] },
  'another second object': { access: () => [writes(1), reads(3)] },
  'one object more': { access: () => [writes(1), reads(2), reads(3)] },
  'another time': { sleepTicks: 6 },
  'a time that differs in its high word only': { sleepTicks: 5 + 2 ** 32 },
  'and another one': { sleepTicks: 5 + 2 ** 33 },
  'one task more': { tasks: 3 },
  'another task first': { script: { picks: [1] } },
  'a choice': { choice: ['p', 10] },
  'a choice at another point': { choice: ['q', 10] },
  'a choice among more': { choice: ['p', 11] },
  'another value': { choice: ['p', 10], script: { values: [1] } },
  'another value later': { choice: ['p', 10], script: { values: [0, 1] } },
  'a large choice': { choice: ['p', 2 ** 40] },
  'a large value': { choice: ['p', 2 ** 40], script: { values: [2 ** 33] } },
  untimed: { script: { timed: false } },
};

test('runs that differ in anything differ in their hash', (t) => {
  const hashes = new Map<string, string>();
  for (const [title, variant] of Object.entries(variants)) {
    const hash = hashOf(variant);
    t.regex(hash, /^[0-9a-f]{16}$/);
    t.is(hashOf(variant), hash, title);
    t.is(hashes.get(hash), undefined, `${title} and ${hashes.get(hash)}`);
    hashes.set(hash, title);
  }
});

test('both halves of the hash tell runs apart, and so does each bit', (t) => {
  const seen = { high: new Set<string>(), low: new Set<string>() };
  const ones = new Array<number>(64).fill(0);
  const runs = 4000;
  for (let i = 0; i < runs; i++) {
    const hash = hashOf({ sleepTicks: i, tasks: 1 });
    seen.high.add(hash.slice(0, 8));
    seen.low.add(hash.slice(8));
    const bits = BigInt(`0x${hash}`);
    for (let bit = 0; bit < 64; bit++) ones[bit] += Number((bits >> BigInt(bit)) & 1n);
  }
  t.true(seen.high.size > runs - 10, `${seen.high.size} of ${runs}`);
  t.true(seen.low.size > runs - 10, `${seen.low.size} of ${runs}`);
  // Half of the runs set each bit: within five standard deviations.
  const far = ones.filter((count) => Math.abs(count - runs / 2) > (5 * Math.sqrt(runs)) / 2);
  t.deepEqual(far, []);
});
