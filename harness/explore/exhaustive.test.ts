// The exhaustive search is held against a count through all runs: it must visit every trace, and complete none twice. The same
// over many more programs: scripts/reducers.ts.
import test from 'ava';
import { Checker, Kernel, simulate, UnannouncedTouch, type Program } from '../sim';
import { edited, type Edit } from './_edited.test';
import { counted, descriptions } from './_generated.test';
import { difference, differenceOrRepetition, explored } from './_oracle.test';
import type * as ExhaustiveModule from './exhaustive';
import { Exhaustive } from './exhaustive';
import { described, type Act, type Description, type Mistakes } from './fixtures/described';
import { Everything } from './fixtures/everything';
import * as programs from './fixtures/programs';
import { random } from './random';

const kernel = new Kernel();

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
  test(`${program.id} has ${traces} traces, and exhaustive completes each once`, (t) => {
    const all = explored(program, new Everything(false), 10_000)!;
    t.is(all.traces.size, traces);
    t.deepEqual(all.ambiguous, []);
    const reduced = explored(program, new Exhaustive(), 10_000)!;
    t.is(differenceOrRepetition(reduced, all), undefined);
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
    const reduced = explored(program, new Exhaustive(), 10_000)!;
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
    const all = explored(described(tasks), new Everything(false), 10_000)!;
    t.deepEqual(all.ambiguous, []);
    t.is(differenceOrRepetition(explored(described(tasks), new Exhaustive(), 10_000)!, all), undefined);
    t.is(all.traces.size, traces);
  });
}

// ---- Generated programs -------------------------------------------------------------------------------------------

const SIZES = { of: descriptions, programs: 1500, seed: 20, runsMax: 1000 };

test('on generated programs it visits every trace, and completes none twice', (t) => {
  const sums = { programs: 0, runs: 0, traces: 0, pruned: 0 };
  for (const { program, tasks, all } of counted(SIZES)) {
    const strategy = new Exhaustive();
    const reduced = explored(program, strategy)!;
    sums.programs++;
    sums.runs += all.complete;
    sums.traces += all.traces.size;
    sums.pruned += reduced.runs - reduced.complete;
    const wrong = all.ambiguous[0] ?? differenceOrRepetition(reduced, all);
    if (wrong !== undefined) t.fail(`${JSON.stringify(tasks)}: ${wrong}`);
    t.is(strategy.certificate.traces, reduced.traces.size);
  }
  t.log(`${sums.programs} programs, ${sums.runs} runs, ${sums.traces} traces, ${sums.pruned} runs pruned`);
  t.true(sums.programs > 1000);
});

/** Mistakes that reducers were seen to make. Nothing crashes: they lose traces, which only a comparison shows. */
const flaws: readonly (readonly [what: string, ...edits: Edit[]])[] = [
  [
    'races end at the last step that the next one depends on, also where that step can not be overtaken',
    { file: 'exhaustive.ts', from: 'if (!certain || !history', to: 'if (!history' },
  ],
  [
    'whoever is blocked for ever takes part in no race',
    { file: 'depth-first.ts', from: 'task.operation !== undefined && !slept', to: 'false && !slept' },
  ],
  [
    'the second of two racing tasks is sent ahead, even if it sleeps and another must lead the way',
    {
      file: 'exhaustive.ts',
      from: 'if (initials.some(',
      to: 'if (enabled.includes(slot)) { if (!backtrack.includes(slot)) backtrack.push(slot); return; }\nif (initials.some(',
    },
  ],
  [
    "races are looked for back to the task's own step before, and no further",
    {
      file: 'exhaustive.ts',
      from: 'if (history.isIn(index, own)) continue;',
      to: 'if (history.events[index].slot === slot) break;\nif (history.isIn(index, own)) continue;',
    },
  ],
  [
    "a task sleeps in its siblings' runs on after a step that depends on its own",
    { file: 'exhaustive.ts', from: 'return !dependent(', to: 'return true || !dependent(' },
  ],
  [
    "of a step's data choices only the first value is explored",
    { file: 'depth-first.ts', from: 'node.answers.countUp()', to: 'false' },
  ],
  [
    'of interchangeable tasks the oldest stands for all, although it comes after more',
    { file: 'stand-ins.ts', from: 'isWithin(pastOf(mate), past) && (', to: '(' },
  ],
];

for (const [what, ...edits] of flaws) {
  test(`the comparison sees that ${what}`, (t) => {
    const { Exhaustive: Flawed } = edited<typeof ExhaustiveModule>('exhaustive.ts', ...edits);
    let compared = 0;
    const seen = counted(SIZES).some(({ program, all }) => {
      compared++;
      const reduced = explored(program, new Flawed(), all.runs);
      return reduced !== undefined && difference(reduced, all) !== undefined;
    });
    t.log(`program ${compared}`);
    t.true(seen);
  });
}

const mistakes: readonly (readonly [what: string, mistakes: Mistakes])[] = [
  ['a choice that announces only what its plainest value touches', { narrowChoice: true }],
  ['a reader of the clock that does not say so', { silentClock: true }],
];

for (const [what, mistake] of mistakes) {
  test(`counting through everything finds ${what}`, (t) => {
    t.true(counted({ ...SIZES, programs: 300 }, mistake).some(({ all }) => all.ambiguous.length > 0));
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
