import test from 'ava';
import fc from 'fast-check';
import { Checker, Kernel, simulate, UnannouncedTouch, type Program, type Strategy } from '../sim';
import {
  described,
  POINT_COUNT,
  type Act,
  type DescribedProgram,
  type Description,
  type Mistakes,
} from './fixtures/described';
import { Everything } from './fixtures/everything';
import { Noted } from './fixtures/history';
import * as programs from './fixtures/programs';
import { SourceDpor, type Flaw } from './fixtures/source-dpor';
import { random } from './random';

const kernel = new Kernel();

/** What a search that ends by itself has been through. */
interface Explored {
  /** With those that were pruned. */
  readonly runs: number;
  readonly complete: number;
  /** Foata normal form of each complete run -> what could be seen at its end. */
  readonly traces: ReadonlyMap<string, string>;
  /** Traces of which two runs ended differently: what a step touched was not announced. */
  readonly ambiguous: readonly string[];
}

/** Undefined when there are more runs than that. */
function explore(
  program: Program & { readonly seen?: string },
  inner: Strategy,
  runsMax: number,
): Explored | undefined {
  const strategy = new Noted(kernel, inner);
  const traces = new Map<string, string>();
  const ambiguous: string[] = [];
  let complete = 0;
  for (let run = 0; run < runsMax; run++) {
    const outcome = simulate(kernel, program, strategy, { root: '1', run });
    if (outcome.verdict !== 'pruned') {
      complete++;
      const { form } = strategy;
      const seen = `${program.seen} ${outcome.violations.map(({ message }) => message).join()}`;
      if ((traces.get(form) ?? seen) !== seen) ambiguous.push(form);
      traces.set(form, seen);
    }
    if (!strategy.end(kernel, outcome)) return { runs: run + 1, complete, traces, ambiguous };
  }
  return undefined;
}

/** What is wrong with a reduction, compared with everything; undefined when nothing is. */
function compare(reduced: Explored, all: Explored): string | undefined {
  const [lost] = [...all.traces.keys()].filter((form) => !reduced.traces.has(form));
  if (lost !== undefined) return `visited ${reduced.traces.size} of ${all.traces.size} traces, not\n${lost}`;
  if (reduced.complete !== all.traces.size) return `completed ${reduced.complete} runs of ${all.traces.size} traces`;
  return undefined;
}

const known: readonly (readonly [program: Program, traces: number])[] = [
  [programs.readers(1), 2],
  [programs.readers(4), 16],
  [programs.readers(6), 64],
  [programs.lostUpdate, 4],
  [programs.lockOrder, 3],
  [programs.lastZero(2), 5],
  [programs.lastZero(3), 12],
  [programs.faultyCleanup, 6],
  [programs.lateAnswer, 32],
  [programs.patience, 2],
  [programs.family, 40],
  [programs.phases, 4],
];

for (const [program, traces] of known) {
  test(`${program.id} has ${traces} traces, and DPOR completes each once`, (t) => {
    const all = explore(program, new Everything(false), 10_000)!;
    t.is(all.traces.size, traces);
    t.deepEqual(all.ambiguous, []);
    const reduced = explore(program, new SourceDpor(), 10_000)!;
    t.is(compare(reduced, all), undefined);
  });
}

const large: readonly (readonly [program: Program, traces: number])[] = [
  [programs.readers(10), 1024],
  [programs.fig1a, 2],
  [programs.fig5, 2],
  [programs.fig1b, 3],
  [programs.oneAgainst25, 2],
];

for (const [program, traces] of large) {
  test(`${program.id}, too large to count through, has ${traces} traces too`, (t) => {
    const reduced = explore(program, new SourceDpor(), 10_000)!;
    t.deepEqual([reduced.complete, reduced.traces.size], [traces, traces]);
  });
}

/** Programs whose traces were once lost because the kernel or the fault board touched what no step had announced. */
const regressions: readonly (readonly [what: string, tasks: Description, traces: number])[] = [
  [
    'whether a wait sets its timer was decided when it was announced',
    [
      [
        { kind: 'count', variable: 1 },
        { kind: 'wait at most', flag: 1, ticks: 2 },
      ],
      [{ kind: 'set', flag: 1 }],
    ],
    3,
  ],
  ['who is held joined a line at another point', [[{ kind: 'pass', point: 0 }], [{ kind: 'pass', point: 2 }]], 8],
  [
    'a second fault was counted when the delay of the first was over',
    [[{ kind: 'pass', point: 3 }], [{ kind: 'pass', point: 3 }]],
    14,
  ],
];

for (const [what, tasks, traces] of regressions) {
  test(`no trace is lost although ${what}`, (t) => {
    const all = explore(described(tasks), new Everything(false), 10_000)!;
    t.deepEqual(all.ambiguous, []);
    t.is(compare(explore(described(tasks), new SourceDpor(), 10_000)!, all), undefined);
    t.is(all.traces.size, traces);
  });
}

// ---- Generated programs -------------------------------------------------------------------------------------------

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
const tasks = (count: number, actsMax: number): fc.Arbitrary<Description> =>
  fc.array(fc.array(act, { minLength: 1, maxLength: actsMax }), { minLength: count, maxLength: count });
const description = fc.oneof(tasks(2, 3), tasks(3, 2));

/** Larger programs are left out: counting through one of them costs as much as a hundred small ones. */
const RUNS_MAX = 3000;

/** Knuth's estimate of how many runs there are: the mean, over a few random runs, of what their choices multiply to. */
function estimatedRuns(program: Program): number {
  const [probes, strategy] = [10, random()];
  let sum = 0;
  for (let run = 0; run < probes; run++) {
    simulate(kernel, program, strategy, { root: '1', run });
    let product = 1;
    for (let i = 0; i < kernel.choices.length; i++) product *= kernel.choices.countAt(i);
    sum += product;
  }
  return sum / probes;
}

/** Goes through generated programs that can be counted through until one answers something. */
function among(
  judge: (program: DescribedProgram, all: Explored) => string | undefined,
  mistakes?: Mistakes,
): string | undefined {
  for (const generated of fc.sample(description, { numRuns: 650, seed: 20 })) {
    const program = described(generated, mistakes);
    if (estimatedRuns(program) > RUNS_MAX) continue;
    const all = explore(program, new Everything(false), RUNS_MAX);
    const wrong = all === undefined ? undefined : judge(program, all);
    if (wrong !== undefined) return `${JSON.stringify(generated)}: ${wrong}`;
  }
  return undefined;
}

test('on generated programs DPOR visits every trace, and completes none twice', (t) => {
  let compared = 0;
  let traces = 0;
  let complete = 0;
  let pruned = 0;
  const wrong = among((program, all) => {
    const reduced = explore(program, new SourceDpor(), Infinity)!;
    compared++;
    pruned += reduced.runs - reduced.complete;
    traces += all.traces.size;
    complete += all.complete;
    return all.ambiguous[0] ?? compare(reduced, all);
  });
  t.is(wrong, undefined);
  t.log(`${compared} programs, ${complete} runs, ${traces} traces, ${pruned} runs pruned`);
  t.true(compared > 500);
});

const flaws: readonly Flaw[] = [
  'immediate races only',
  'the blocked are forgotten',
  'the racer leads',
  'own step ends the search',
  'sleepers are never woken',
  'first value only',
];

for (const flaw of flaws) {
  test(`the comparison sees that ${flaw}`, (t) => {
    let compared = 0;
    const wrong = among((program, all) => {
      compared++;
      return compare(explore(program, new SourceDpor(flaw), Infinity)!, all);
    });
    t.log(`program ${compared}`);
    t.truthy(wrong);
  });
}

const mistakes: readonly (readonly [what: string, mistakes: Mistakes])[] = [
  ['a choice that announces only what its plainest value touches', { narrowChoice: true }],
  ['a reader of the clock that does not say so', { silentClock: true }],
];

for (const [what, mistake] of mistakes) {
  test(`counting through everything finds ${what}`, (t) => {
    const wrong = among((_program, all) => all.ambiguous[0], mistake);
    t.truthy(wrong);
  });
}

test('in the checked mode the small programs touch only what they announce, and make the same runs', (t) => {
  const checked = new Kernel();
  checked.checker = new Checker(checked);
  for (const program of programs.smallPrograms) {
    for (let run = 0; run < 50; run++) {
      const id = { root: '1', run };
      t.deepEqual(simulate(checked, program, random(), id), simulate(kernel, program, random(), id));
    }
  }
});

test('the checked mode finds a choice that announces only what its plainest value touches', (t) => {
  const checked = new Kernel();
  checked.checker = new Checker(checked);
  const choose: Act = { kind: 'choose', variable: 0, count: 2 };
  const program = described([[choose], [{ kind: 'read', variable: 0 }]], { narrowChoice: true });
  const error = t.throws(
    () => {
      for (let run = 0; run < 50; run++) simulate(checked, program, random(), { root: '1', run });
    },
    { instanceOf: UnannouncedTouch },
  );
  t.regex(
    error.message,
    /^step 2 \(task 0, operation choose\) writes value of x0; step 1 \(task 1, operation read\) .*; only step 1 announced it$/,
  );
});
