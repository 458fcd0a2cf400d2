import test from 'ava';
import { Kernel, Name, type Observer, type Program, type Routine } from '../sim';
import { determinism, type Places } from './determinism';
import { fifo } from './fifo';
import { LOCAL, program, Variable } from './fixtures/parts';
import { smallPrograms } from './fixtures/programs';
import { strategies } from './registry';

const kernel = new Kernel();
const id = { root: '1', run: 3 };

for (const entry of strategies) {
  test(`runs of ${entry.name} are deterministic`, (t) => {
    for (const program of smallPrograms) {
      t.is(
        determinism(kernel, program, () => entry.make(), id),
        undefined,
      );
    }
  });
}

/** A program of one task, whose third step is followed by something that it should not do. */
function tainted(id: string, taint: (x: Variable, y: Variable) => Routine): Program {
  return program(id, () => {
    const [x, y] = [new Variable(kernel, 'x'), new Variable(kernel, 'y')];
    kernel.spawn(
      'A',
      (function* (): Routine {
        yield LOCAL;
        yield x.read;
        yield LOCAL;
        yield* taint(x, y);
      })(),
    );
    return () => undefined;
  });
}

/** State that outlives a run, which is what no model may have. */
let executions = 0;
const identities = new WeakMap<object, number>();
let identitiesGiven = 0;

/** Where a set without an order of its own would put this object: it depends on its address, not on what it holds. */
function bucketOf(object: object): number {
  let identity = identities.get(object);
  if (identity === undefined) identities.set(object, (identity = identitiesGiven++));
  return (identity * 5) % 3;
}

const SIZE = Name.of('size');

interface Where {
  readonly at: number;
  readonly first: string;
  readonly second: string;
  /** The operation of A's step. */
  readonly operation?: string;
}

const cases: readonly (readonly [what: string, program: Program, where: Where])[] = [
  [
    'a counter kept between runs, in which object comes next',
    tainted('counter', function* (x, y) {
      yield executions++ % 2 === 0 ? x.write : y.write;
    }),
    { at: 3, first: 'step 4 at 0: A write [x]', second: 'step 4 at 0: A write [y]', operation: 'write' },
  ],
  [
    'an order by identity, in which object comes next',
    tainted('identity', function* (x, y) {
      for (const variable of [x, y].sort((a, b) => bucketOf(a) - bucketOf(b))) yield variable.read;
    }),
    { at: 3, first: 'step 4 at 0: A read [y]', second: 'step 4 at 0: A read [x]', operation: 'read' },
  ],
  [
    'a counter kept between runs, in how many values there are',
    tainted('values', function* () {
      kernel.choose(SIZE, 2 + executions++);
      yield LOCAL;
    }),
    { at: 3, first: 'choice size: 0 of 2', second: 'choice size: 0 of 3', operation: 'local' },
  ],
  [
    'a counter kept between runs, in whether there is a step at all',
    tainted('step', function* (x) {
      if (executions++ % 2 === 0) yield x.write;
    }),
    { at: 3, first: 'step 4 at 0: A write [x]', second: 'end at 0: pass', operation: 'write' },
  ],
  [
    'a counter kept between runs, in when a step is taken',
    tainted('time', function* () {
      yield kernel.sleep(1 + (executions++ % 2));
    }),
    { at: 3, first: 'step 4 at 1: A sleep []', second: 'step 4 at 2: A sleep []', operation: 'sleep' },
  ],
  [
    'a counter kept between runs, in what is found at the end only',
    program('verdict', () => () => `it is execution ${executions++}`),
    {
      at: 0,
      first: 'end at 0: violation; verdict.bug: it is execution 0',
      second: 'end at 0: violation; verdict.bug: it is execution 1',
    },
  ],
  [
    'what only the first execution does',
    tainted('cache', function* (x) {
      if (executions++ === 0) yield x.write;
    }),
    { at: 3, first: 'step 4 at 0: A write [x]', second: 'end at 0: pass', operation: 'write' },
  ],
];

for (const [what, program, where] of cases) {
  test(`finds and locates ${what}`, (t) => {
    executions = 0;
    identitiesGiven = 0;
    const found = determinism(kernel, program, fifo, id)!;
    const { at, first, second, task, operation } = found;
    t.deepEqual({ at, first: first.text, second: second.text, operation }, { operation: undefined, ...where });
    t.is(task, where.operation === undefined ? undefined : 'A');
  });
}

test('finds and locates random numbers that come through another door', (t) => {
  const program = tainted('random', function* () {
    kernel.choose(SIZE, 2 + Math.floor(Math.random() * 2 ** 40));
  });
  const found = determinism(kernel, program, fifo, id);
  t.is(found?.at, 3);
  t.regex(found!.first.text, /^choice size: 0 of \d+$/);
  t.regex(found!.second.text, /^choice size: 0 of \d+$/);
});

test('an observer that was there before is there again', (t) => {
  const observer: Observer = { stepping: () => undefined };
  kernel.observer = observer;
  executions = 0;
  t.truthy(determinism(kernel, cases[0][1], fifo, id));
  t.is(kernel.observer, observer);
  kernel.observer = undefined;
});

test('only what differs is asked for its place: as it is when the run is executed once more', (t) => {
  executions = 0;
  const asked: string[] = [];
  const places: Places = {
    ofStep: ({ name }) => `${name} at step ${asked.push(name)}`,
    ofChoice: () => 'the choice',
  };
  const [, inStep] = cases.find(([what]) => what.includes('when a step'))!;
  const { first, second, since } = determinism(kernel, inStep, fifo, id, { places })!;
  t.deepEqual([first.site, second.site, since], ['A at step 2', 'A at step 4', 'A at step 1']);
  const [, inChoice] = cases.find(([what]) => what.includes('how many values'))!;
  const choice = determinism(kernel, inChoice, fifo, id, { places })!;
  t.deepEqual([choice.first.site, choice.second.site, choice.since], ['the choice', 'the choice', 'A at step 5']);
});

test('what only the first execution did has no place, unless it is known beforehand which is wanted', (t) => {
  const places: Places = { ofStep: ({ operation }) => operation?.kind.text, ofChoice: () => undefined };
  const sites = (seen?: readonly number[]): readonly unknown[] => {
    executions = 0;
    const found = determinism(kernel, cases.at(-1)![1], fifo, id, { places, seen })!;
    return [found.first.site, found.second.site, found.since];
  };
  t.deepEqual(sites(), [undefined, undefined, 'local']);
  t.deepEqual(sites([3]), ['write', undefined, 'local']);
});
