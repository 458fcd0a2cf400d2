import test from 'ava';
import {
  FaultBoard,
  Kernel,
  simulate,
  sweepPoint,
  type FaultPoint,
  type Outcome,
  type Program,
  type Strategy,
} from '../sim';
import { Everything } from './fixtures/everything';
import { LOCAL, program } from './fixtures/parts';
import { faultyCleanup, fig1a, lockOrder, lostUpdate } from './fixtures/programs';
import { fifo } from './fifo';
import { random, randomTimed } from './random';
import { strategies as registered } from './registry';
import { replay } from './replay';
import { HashChain, search, searchByRuns, type SearchPlan } from './search';

const kernel = new Kernel();

function plan(overrides: Partial<SearchPlan>): SearchPlan {
  return { root: '1', strategies: [{ make: random, runs: 50 }], stop: () => false, ...overrides };
}

/** Takes the plainest choice and says what it is told to say. */
function scripted(script: { prune?: (run: number) => boolean; goesOn?: (run: number) => boolean }): Strategy {
  let now = 0;
  return {
    name: 'scripted',
    timed: true,
    begin: ({ run }) => {
      now = run;
    },
    pick: () => (script.prune?.(now) === true ? -1 : 0),
    data: () => 0,
    end: () => script.goesOn?.(now) !== false,
  };
}

test('a search goes through its strategies in order, and each has all of its runs', (t) => {
  const strategies = [fifo, randomTimed, random].map((make) => ({ make, runs: 7 }));
  const ran: string[] = [];
  const searching = searchByRuns(kernel, fig1a, plan({ strategies }));
  let step = searching.next();
  for (; step.done !== true; step = searching.next()) ran.push(`${step.value.strategy} ${step.value.run}`);
  const result = step.value;
  t.like(result.byStrategy, [
    { strategy: 'fifo', runs: 1, ended: true },
    { strategy: 'random-timed', runs: 7, ended: false },
    { strategy: 'random', runs: 7, ended: false },
  ]);
  t.is(result.runs, 15);
  t.is(result.steps, 15 * 22);
  t.deepEqual([ran.length, ran[0], ran[1], ran[14]], [15, 'fifo 0', 'random-timed 0', 'random 6']);
  t.false(result.brokenOff);
});

test('the first failure of each signature is kept, with the choices that are it', (t) => {
  const both: Program = {
    id: 'both',
    stepsMax: 1000,
    run: (one, id) => [lostUpdate, lockOrder][id.run % 2].run(one, id),
  };
  const { failures, runs } = search(kernel, both, plan({}));
  t.is(runs, 50);
  t.deepEqual(failures.map(({ signature }) => signature).sort(), [
    'kernel.deadlock@A B#deadlock',
    'lost-update.bug@lost-update#safety',
  ]);
  for (const { run, outcome, choices, strategy } of failures) {
    t.is(strategy, 'random');
    t.deepEqual(simulate(kernel, both, replay(choices, false), { root: '1', run }), outcome);
    for (let earlier = run - 2; earlier >= 0; earlier -= 2) {
      t.is(search(kernel, both, plan({ only: earlier })).failures.length, 0, 'it is the first');
    }
  }
});

test('a search stops when it has what it came for', (t) => {
  const asked: Outcome[] = [];
  const strategies = [random, randomTimed].map((make) => ({ make, runs: 50 }));
  const result = search(kernel, lostUpdate, plan({ strategies, stop: (outcome) => asked.push(outcome) === 3 }));
  t.true(asked.every(({ verdict }) => verdict === 'violation'));
  t.is(asked.length, 3);
  t.is(result.byStrategy.length, 1);
  t.false(result.byStrategy[0].ended);
  t.false(result.brokenOff);
  t.true(result.runs < 50);
});

test('one run alone is the same as within its search', (t) => {
  const seen: string[] = [];
  search(kernel, faultyCleanup, plan({ ran: () => seen.push(kernel.hash) }));
  for (const only of [0, 13, 49]) {
    search(kernel, faultyCleanup, plan({ only, ran: () => t.is(kernel.hash, seen[only]) }));
  }
  t.is(search(kernel, faultyCleanup, plan({ only: 70 })).runs, 1, 'beyond the runs of the plan too');
});

test('a run that is pruned counts for nothing but its hash', (t) => {
  const make = (): Strategy => scripted({ prune: (run) => run % 2 === 1 });
  const result = search(kernel, fig1a, plan({ strategies: [{ make, runs: 10 }] }));
  t.is(result.runs, 5);
  t.is(result.steps, 5 * 22);
  t.like(result.byStrategy, [{ strategy: 'scripted', runs: 5, ended: false }]);
});

test('a strategy ends its search, and the next one begins', (t) => {
  const make = (): Strategy => scripted({ goesOn: (run) => run < 3 });
  const result = search(
    kernel,
    fig1a,
    plan({
      strategies: [
        { make, runs: 10 },
        { make: random, runs: 2 },
      ],
    }),
  );
  t.like(result.byStrategy, [
    { strategy: 'scripted', runs: 4, ended: true },
    { strategy: 'random', runs: 2, ended: false },
  ]);
});

test('a search is broken off between two runs', (t) => {
  let left = 4;
  const strategies = [random, randomTimed].map((make) => ({ make, runs: 3 }));
  const result = search(kernel, fig1a, plan({ strategies, breakOff: () => left-- === 0 }));
  t.true(result.brokenOff);
  t.is(result.runs, 4);
});

test('the hash of a search tells the seed, the number of runs and their order apart', (t) => {
  const hash = (overrides: Partial<SearchPlan>): string => search(kernel, fig1a, plan(overrides)).hash;
  const orders = [
    [random, randomTimed],
    [randomTimed, random],
  ].map((makes) => ({ strategies: makes.map((make) => ({ make, runs: 5 })) }));
  const hashes = [{}, { root: '2' }, { strategies: [{ make: random, runs: 49 }] }, ...orders].map(hash);
  t.is(new Set(hashes).size, hashes.length);
  t.is(hash({}), hashes[0]);
  t.true(hashes.every((one) => /^[0-9a-f]{16}$/.test(one)));
});

test('a chain of hashes depends on every bit and on the order', (t) => {
  const chain = (...hashes: string[]): string => {
    const one = new HashChain();
    for (const hash of hashes) one.add(hash);
    return one.text;
  };
  const [a, b] = ['0123456789abcdef', '0123456789abcdee'];
  const low = ['8000000000000000', '0000000080000000', '0000000100000000', '0000000000000000'];
  const texts = [chain(), chain(a), chain(b), chain(a, b), chain(b, a), chain(a, a), ...low.map((hash) => chain(hash))];
  t.is(new Set(texts).size, texts.length);
});

test('why runs show nothing is counted by reason', (t) => {
  const shy: Program = {
    id: 'shy',
    stepsMax: 3,
    run: (one, { run }) => {
      one.spawn(
        'A',
        (function* () {
          for (let i = 0; i < run; i++) yield LOCAL;
        })(),
      );
      if (one.run() === 'steps') one.inconclusive.push('the step bound was reached');
    },
  };
  const result = search(kernel, shy, plan({ strategies: [{ make: random, runs: 6 }] }));
  const [[reason, { runs, first }], ...others] = [...result.inconclusive];
  t.deepEqual([reason, runs, first.strategy, first.run, others], ['the step bound was reached', 2, 'random', 4, []]);
  t.is(result.steps, 0 + 1 + 2 + 3 + 3 + 3);
  t.deepEqual(result.failures, []);
});

const STEP: FaultPoint = { id: 'step', doc: 'one of five', subjects: [], admits: ['fail'] };

/** Five matches of a sweep; what becomes of them is written down run by run. */
function swept(mode: 'once' | 'onward', failed: string[]): Program {
  let faults: FaultBoard | undefined;
  return {
    ...program('sweep', () => () => undefined),
    sweeps: new Set([sweepPoint('sweep')]),
    run: (one, { run }) => {
      const board = (faults = new FaultBoard(one, { run }));
      const action = { kind: 'fail', status: 'failed' } as const;
      board.arm({ name: 'sweep', point: STEP, where: {}, select: { kind: 'sweep', mode }, times: Infinity, action });
      let answers = '';
      one.spawn(
        'A',
        (function* () {
          for (let i = 0; i < 5; i++) answers += (yield* board.pass(STEP, {})) === undefined ? '.' : 'x';
        })(),
      );
      one.run();
      failed.push(answers);
    },
    exhausted: () => faults?.sweepsEnded === true,
  };
}

for (const mode of ['once', 'onward'] as const) {
  const each =
    mode === 'once' ? ['x....', '.x...', '..x..', '...x.', '....x'] : ['xxxxx', '.xxxx', '..xxx', '...xx', '....x'];

  for (const entry of registered.filter((one) => one.make().answersSweeps !== true)) {
    test(`a sweep (${mode}) under ${entry.name} fails one after the other, until a run meets none`, (t) => {
      const failed: string[] = [];
      const result = search(
        kernel,
        swept(mode, failed),
        plan({ strategies: [{ make: () => entry.make(), runs: 50 }] }),
      );
      t.deepEqual(failed, [...each, '.....']);
      t.like(result.byStrategy, [{ strategy: entry.make().name, runs: 6, ended: true }]);
    });
  }

  test(`a strategy that counts through all choices counts through a sweep (${mode}) too`, (t) => {
    const failed: string[] = [];
    const result = search(
      kernel,
      swept(mode, failed),
      plan({ strategies: [{ make: () => new Everything(true), runs: 50 }] }),
    );
    t.deepEqual([...failed].sort(), ['.....', ...each].sort());
    t.true(result.byStrategy[0].ended);
  });

  test(`a run of a sweep (${mode}) is its choices: a replay needs no index`, (t) => {
    const failed: string[] = [];
    const sweep = swept(mode, failed);
    const { hash } = simulate(kernel, sweep, random(), { root: '1', run: 3 });
    t.is(simulate(kernel, sweep, replay(kernel.choices.values(), false), { root: '1', run: 0 }).hash, hash);
    t.deepEqual(failed, [each[3], each[3]]);
  });
}

test('a sweep that has more matches than there are runs has not ended', (t) => {
  const result = search(kernel, swept('once', []), plan({ strategies: [{ make: fifo, runs: 3 }] }));
  t.like(result.byStrategy, [{ strategy: 'fifo', runs: 3, ended: false }]);
});
