// The search under a bound on preemptions is held against a count through all runs that keep it: it must lose no trace of them. The
// same over many more programs: scripts/reducers.ts.
import test from 'ava';
import { edited, type Edit } from './_edited.test';
import { counted, longerDescriptions } from './_generated.test';
import { difference, explored } from './_oracle.test';
import { fig1a, fig1b, fig5, lastZero, lockOrder, lostUpdate, oneAgainst25, readers } from './fixtures/programs';
import { described, type Act, type Description } from './fixtures/described';
import { Everything } from './fixtures/everything';
import type * as PreemptionModule from './preemption';
import { PreemptionBounded } from './preemption';
import type { Program } from '../sim';

/** How many preemptions it takes to find the bug of a program; the search with one less must not find it. */
const bugs: readonly (readonly [program: Program, preemptions: number])[] = [
  [fig1a, 0],
  [fig5, 0],
  [fig1b, 1],
  [oneAgainst25, 0],
  [readers(3), 0],
  [lostUpdate, 1],
  [lockOrder, 1],
];

for (const [program, preemptions] of bugs) {
  test(`the bug of ${program.id} takes ${preemptions} preemptions`, (t) => {
    for (let bound = 0; bound <= 2; bound++) {
      const strategy = new PreemptionBounded(bound);
      explored(program, strategy);
      t.is(strategy.certificate.violations > 0, bound >= preemptions, `${bound}`);
    }
  });
}

test('under a bound that is never met it visits what the exhaustive search does', (t) => {
  for (const program of [readers(4), lostUpdate, lockOrder, lastZero(2)]) {
    const all = explored(program, new Everything(false))!;
    t.is(difference(explored(program, new PreemptionBounded(20))!, all), undefined);
  }
});

test('tasks are interchangeable where they wait for work, and not where they happen to be about to do the same', (t) => {
  const pass: Act = { kind: 'pass', point: 0 };
  const tasks: Description = [
    [{ kind: 'hand over', body: [pass] }],
    [{ kind: 'hand over', body: [pass, { kind: 'choose', variable: 0, count: 2 }] }],
  ];
  const all = explored(described(tasks), new Everything(false, 1))!;
  t.is(difference(explored(described(tasks), new PreemptionBounded(1))!, all), undefined);
});

// ---- Generated programs -------------------------------------------------------------------------------------------

const sizes = (preemptionsMax: number) => {
  return { of: longerDescriptions, programs: 400, seed: 20, runsMax: 1000, preemptionsMax };
};

for (const bound of [0, 1, 2]) {
  test(`on generated programs it visits every trace that ${bound} preemptions can reach`, (t) => {
    const sums = { programs: 0, runs: 0, traces: 0, complete: 0, pruned: 0 };
    for (const { program, tasks, all } of counted(sizes(bound))) {
      const strategy = new PreemptionBounded(bound);
      const reduced = explored(program, strategy)!;
      sums.programs++;
      sums.runs += all.complete;
      sums.traces += all.traces.size;
      sums.complete += reduced.complete;
      sums.pruned += reduced.runs - reduced.complete;
      const wrong = difference(reduced, all);
      if (wrong !== undefined) t.fail(`${JSON.stringify(tasks)}: ${wrong}`);
      t.is(strategy.certificate.traces, reduced.traces.size);
    }
    const { programs, runs, traces, complete, pruned } = sums;
    t.log(`${programs} programs, ${runs} runs, ${traces} traces, visited by ${complete} runs, ${pruned} pruned`);
    t.true(programs > 200);
  });
}

/** Shortcuts that lose traces, and which bound shows it. */
const flaws: readonly (readonly [what: string, ...edits: Edit[]])[] = [
  [
    'nobody is tried at the node where a block begins',
    { file: 'preemption.ts', from: 'this.nodes[node.start].raced = true;', to: '' },
  ],
  [
    'a task sleeps by the first of its steps alone, also where it was not preempted',
    {
      file: 'preemption.ts',
      from: 'this.nodes[node.start].block.add(operation.access);',
      to: 'if (node.start === depth) node.block.add(operation.access);',
    },
  ],
  [
    'nobody wakes where another comes to wait for what he touches',
    {
      file: 'preemption.ts',
      from: 'return waitsFor === undefined || !footprint.isDependent(waitsFor);',
      to: 'return true;',
    },
  ],
  [
    'a task that has joined others of its crew is still the running one',
    { file: 'preemption.ts', from: ' && matesOf(last, view.enabled).length === 0', to: '' },
  ],
  [
    'whoever slept is forgotten to have been woken',
    {
      file: 'preemption.ts',
      from: 'slot === event.slot || footprint.isDependent(event.access)',
      to: 'slot === event.slot',
    },
  ],
];

for (const [what, ...edits] of flaws) {
  test(`the comparison sees that ${what}`, (t) => {
    const { PreemptionBounded: Flawed } = edited<typeof PreemptionModule>('preemption.ts', ...edits);
    let compared = 0;
    const seen = counted(sizes(1)).some(({ program, all }) => {
      compared++;
      const reduced = explored(program, new Flawed(1), 10_000);
      return reduced !== undefined && difference(reduced, all) !== undefined;
    });
    t.log(`program ${compared}`);
    t.true(seen);
  });
}
