import test from 'ava';
import fc from 'fast-check';
import { Kernel, Name, Operation, simulate, type Program, type Strategy } from '../sim';
import { described } from './fixtures/described';
import { LOCAL, program } from './fixtures/parts';
import { lostUpdate, smallPrograms } from './fixtures/programs';
import { contradicts } from './fixtures/rates';
import { descriptions } from './_generated.test';
import { LenientReplay, type Repairs } from './lenient';
import { NamedReplay } from './named-replay';
import { random, randomTimed } from './random';
import { replay } from './replay';
import { TraceRecorder, type Trace } from './trace';

const kernel = new Kernel();

function record(program: Program, strategy: Strategy, run = 0): { readonly hash: string; readonly trace: Trace } {
  const recorder = new TraceRecorder();
  const { hash } = simulate(kernel, program, recorder.listenTo(strategy), { root: '1', run });
  return { hash, trace: { timed: strategy.timed, choices: recorder.choices, steps: recorder.steps } };
}

/** That a trace is the run, whichever way it is replayed. */
function replaysAlike(program: Program, strategy: Strategy, run: number): string | undefined {
  const { hash, trace } = record(program, strategy, run);
  const [strict, lenient] = [new NamedReplay(trace), new LenientReplay(trace)];
  const elsewhere = { root: 'another', run: 7 };
  if (simulate(kernel, program, strict, elsewhere).hash !== hash) return `strict: ${strict.divergence}`;
  if (simulate(kernel, program, lenient, elsewhere).hash !== hash) return `lenient: ${JSON.stringify(lenient.repairs)}`;
  const repairs = Object.values(lenient.repairs).some((count) => count > 0);
  return repairs ? `repaired: ${JSON.stringify(lenient.repairs)}` : undefined;
}

for (const program of smallPrograms) {
  test(`what is recorded of ${program.id} is that run again, by order and by name`, (t) => {
    for (let run = 0; run < 30; run++) {
      for (const make of [random, randomTimed]) t.is(replaysAlike(program, make(), run), undefined);
    }
  });
}

test('what is recorded of generated programs is that run again, by name too', (t) => {
  for (const description of fc.sample(descriptions, { numRuns: 300, seed: 11 })) {
    for (let run = 0; run < 3; run++) {
      for (const make of [random, randomTimed]) t.is(replaysAlike(described(description), make(), run), undefined);
    }
  }
});

/** Two tasks of so many steps each, by name; `order` of the last run. */
function steps(
  a: readonly string[],
  b: readonly string[],
): { readonly program: Program; readonly order: () => string } {
  let order: string[] = [];
  const body = function* (task: string, names: readonly string[]) {
    for (const name of names) {
      yield new Operation(Name.of(name), LOCAL.access);
      order.push(`${task}${name}`);
      if (name.startsWith('draw')) order.push(String(kernel.choose(Name.of(name), 9)));
    }
  };
  const made = program('steps', () => {
    order = [];
    kernel.spawn('A', body('A', a));
    kernel.spawn('B', body('B', b));
    return () => undefined;
  });
  return { program: made, order: () => order.join(' ') };
}

const A = ['p', 'q', 'r'];
const B = ['u', 'v', 'w'];
/** Recorded: Bu Ap Bv Bw Aq Ar. */
const RECORDED = [1, 1, 1, 0, 0];

const edits: readonly (readonly [what: string, a: readonly string[], b: readonly string[], order: string, Repairs])[] =
  [
    ['nothing', A, B, 'Bu Ap Bv Bw Aq Ar', { inserted: 0, skipped: 0, displaced: 0, values: 0 }],
    [
      'a step more',
      ['p', 'new', 'q', 'r'],
      B,
      'Bu Ap Anew Bv Bw Aq Ar',
      { inserted: 1, skipped: 0, displaced: 0, values: 0 },
    ],
    ['a step less', A, ['u', 'w'], 'Bu Ap Bw Aq Ar', { inserted: 0, skipped: 1, displaced: 0, values: 0 }],
    [
      'a step at the end',
      A,
      [...B, 'new'],
      'Bu Ap Bv Bw Aq Ar Bnew',
      { inserted: 1, skipped: 0, displaced: 0, values: 0 },
    ],
    [
      'a draw more',
      A,
      ['u', 'v', 'draw', 'w'],
      'Bu Ap Bv Bdraw 0 Bw Aq Ar',
      { inserted: 1, skipped: 0, displaced: 0, values: 1 },
    ],
    ['another name', ['p', 'x', 'r'], B, 'Bu Ap Ax Bv Bw Ar', { inserted: 1, skipped: 1, displaced: 0, values: 0 }],
  ];

for (const [what, a, b, order, repairs] of edits) {
  test(`followed by name after an edit: ${what}`, (t) => {
    const before = steps(A, B);
    const { trace } = record(before.program, replay(RECORDED, false));
    t.is(before.order(), 'Bu Ap Bv Bw Aq Ar');
    const after = steps(a, b);
    const lenient = new LenientReplay(trace);
    simulate(kernel, after.program, lenient, { root: '1', run: 0 });
    t.is(after.order(), order);
    t.deepEqual(lenient.repairs, repairs);
  });
}

test('a recorded value is found in its step, also when that was divided, and not in another', (t) => {
  const before = steps(A, ['u', 'draw', 'w']);
  const { trace } = record(before.program, replay([1, 1, 1, 7, 0], false));
  t.regex(before.order(), /Bdraw 7/);
  const order = (b: readonly string[]): string => {
    const after = steps(A, b);
    simulate(kernel, after.program, new LenientReplay(trace), { root: '1', run: 0 });
    return after.order();
  };
  t.regex(order(['u', 'new', 'draw', 'w']), /Bdraw 7/);
  t.regex(order(['u', 'draw', 'draw', 'w']), /Bdraw 7 .*Bdraw 0/);
});

test('strict ends with the run at the first choice that is another one, and says both sides', (t) => {
  const before = steps(A, B);
  const { trace } = record(before.program, replay(RECORDED, false));
  const after = steps(A, ['u', 'x', 'w']);
  const strict = new NamedReplay(trace);
  t.is(simulate(kernel, after.program, strict, { root: '1', run: 0 }).verdict, 'pruned');
  t.is(strict.divergence, 'choice 1: recorded `p` by A, one of 2 enabled tasks, enabled now {x by B, p by A}');
  t.is(after.order(), 'Bu');
});

test('a prefix is forced, and from there on it is searched', (t) => {
  const { trace } = record(lostUpdate, replay([0, 1, 0], false));
  const violations = (after: number): number => {
    const strategy = new NamedReplay(trace, { after, strategy: random() });
    let count = 0;
    for (let run = 0; run < 400; run++) {
      if (simulate(kernel, lostUpdate, strategy, { root: '1', run }).verdict === 'violation') count++;
      t.is(strategy.divergence, undefined);
    }
    return count;
  };
  t.is(violations(2), 400, 'both have read');
  t.is(contradicts(violations(1), 400, 1 / 2), undefined);
});

test('what a run does without is a part of its trace', (t) => {
  const features = ['one', 'two', 'three', 'four'].map((text) => Name.of(text));
  let lacking = '';
  const made = program('features', () => {
    lacking = features.map((feature) => (kernel.lacks(feature) ? 'x' : '.')).join('');
    kernel.spawn(
      'A',
      (function* () {
        yield LOCAL;
      })(),
    );
    return () => undefined;
  });
  const seen = new Set<string>();
  for (let run = 0; run < 10; run++) {
    t.is(replaysAlike(made, random(), run), undefined);
    seen.add(lacking);
  }
  t.true(seen.size > 1);
});
