// What every strategy obeys, and the rates at which a random walk finds what there is to find. Those of others: guarantees.test.ts.
import test from 'ava';
import {
  Kernel,
  Name,
  simulate,
  type Odds,
  type Outcome,
  type Program,
  type RunId,
  type Strategy,
  type View,
} from '../sim';
import { Everything } from './fixtures/everything';
import { LOCAL, program } from './fixtures/parts';
import * as programs from './fixtures/programs';
import { contradicts } from './fixtures/rates';
import { strategies, strategyNamed } from './registry';
import { replay } from './replay';
import { search } from './search';
import { warmUp } from './warm-up';

const kernel = new Kernel();
const { smallPrograms } = programs;

/** Strategies that do not draw, and why. */
const plain: ReadonlyMap<string, string> = new Map([
  ['fifo', 'it always takes the plainest choice'],
  ['nth-fault', 'it counts through faults'],
  ['delay', 'it counts through delays'],
  ['preemption', 'it counts through preemptions'],
  ['exhaustive', 'it counts through everything'],
]);

/** How many runs of lost-update it takes those that come to an end by themselves. */
const ends: ReadonlyMap<string, number> = new Map([
  ['fifo', 1],
  ['nth-fault', 1],
  ['delay', 5],
  ['preemption', 6],
  ['exhaustive', 4],
]);

/** Runs one after the other. Where they do not begin with the first, the strategy has learned before. */
function runs(
  program: Program,
  strategy: Strategy,
  options: { root?: string; runs: number; from?: number },
): Outcome[] {
  const { root = '1', from = 0 } = options;
  warmUp(kernel, program, strategy, { root, run: from });
  return Array.from({ length: options.runs }, (_, i) => {
    const outcome = simulate(kernel, program, strategy, { root, run: from + i });
    strategy.end?.(kernel, outcome);
    return outcome;
  });
}

/** The same strategy, told about every step, with everything it answers held against what it was asked. */
function watched(strategy: Strategy, wrong: string[], onlyChoices = strategy.onlyChoices === true): Strategy {
  const expect = (holds: boolean, what: string): void => {
    if (!holds) wrong.push(what);
  };
  return {
    name: strategy.name,
    get timed() {
      return strategy.timed;
    },
    warmUp: strategy.warmUp ?? 0,
    onlyChoices,
    begin: (run) => strategy.begin(run),
    pick: (view: View) => {
      expect(kernel.timed === strategy.timed, 'the kernel and the strategy agree on time');
      expect(view.enabled.length > 1 || !onlyChoices, 'it is asked only where there is a choice');
      const [enabled, tasks] = [[...view.enabled], [...view.tasks]];
      const index = strategy.pick(view);
      const least = strategy.warmUp === Infinity ? -1 : 0; // one that counts through runs may give up
      expect(Number.isInteger(index) && index >= least && index < enabled.length, `${index} of ${enabled.length}`);
      expect(
        enabled.length === view.enabled.length && enabled.every((task, i) => task === view.enabled[i]),
        'same enabled',
      );
      expect(tasks.length === view.tasks.length && tasks.every((task, i) => task === view.tasks[i]), 'same tasks');
      return index;
    },
    data: (point, count, task, odds) => {
      const value = strategy.data(point, count, task, odds);
      expect(count > 1, `${count} value at ${point.text} is no choice`);
      expect(odds === undefined || count === 2, `odds are of two, not of ${count}`);
      expect(Number.isInteger(value) && value >= 0 && value < count, `chose ${value} of ${count}`);
      return value;
    },
    lacks: (feature) => strategy.lacks?.(feature) === true,
    after: (view, task, performed) => strategy.after?.(view, task, performed),
    end: (view, outcome) => strategy.end?.(view, outcome) !== false,
  };
}

for (const entry of strategies) {
  const { name, timed } = entry;
  const make = (): Strategy => entry.make();

  test(`${name} is what the registry says`, (t) => {
    const strategy = make();
    const named = strategyNamed(name)!;
    t.deepEqual([strategy.name, strategy.timed], [entry.argument?.kind === 'number' ? named.name : name, timed]);
    t.deepEqual([named.make().name, named.timed], [named.name, timed]);
    t.is(named.name.split(':')[0], name);
  });

  test(`${name} picks enabled tasks and values in range, and leaves alone what it sees`, (t) => {
    const wrong: string[] = [];
    for (const program of smallPrograms) runs(program, watched(make(), wrong), { runs: 50 });
    t.deepEqual(wrong, []);
  });

  test(`${name} does the same again for the same seed`, (t) => {
    for (const program of smallPrograms) {
      t.deepEqual(runs(program, make(), { runs: 20 }), runs(program, make(), { runs: 20 }));
    }
  });

  test(`${name} does ${plain.has(name) ? 'the same' : 'something else'} for another seed`, (t) => {
    const hashes = ['1', '2'].map((root) => runs(programs.fig1b, make(), { runs: 20, root }).map(({ hash }) => hash));
    t.is(JSON.stringify(hashes[0]) === JSON.stringify(hashes[1]), plain.has(name), plain.get(name));
    if (!plain.has(name)) t.true(new Set(hashes.flat()).size > 10);
  });

  test(`${name} makes the same run 20 by itself, having learned what it must, as after runs 0 to 19`, (t) => {
    for (const program of smallPrograms) {
      t.deepEqual(runs(program, make(), { runs: 1, from: 20 })[0], runs(program, make(), { runs: 21 })[20]);
    }
  });

  test(`${name} does what its recorded choices say, whoever gives them`, (t) => {
    for (const program of smallPrograms) {
      const strategy = make();
      for (let run = 0; run < 20; run++) {
        const id: RunId = { root: '1', run };
        const outcome = simulate(kernel, program, strategy, id);
        const [choices, isTimed] = [kernel.choices.values(), kernel.timed];
        t.is(choices.length, outcome.choices);
        strategy.end?.(kernel, outcome);
        if (outcome.verdict === 'pruned') continue;
        t.deepEqual(simulate(kernel, program, replay(choices, isTimed), id), outcome);
      }
    }
  });

  test(`${name} makes the same runs when it is told about every step, and when it is asked at every step`, (t) => {
    for (const program of smallPrograms) {
      const plain = runs(program, make(), { runs: 20 });
      t.deepEqual(runs(program, watched(make(), []), { runs: 20 }), plain);
      t.deepEqual(runs(program, watched(make(), [], false), { runs: 20 }), plain);
    }
  });

  test(`${name} is not asked to choose among one`, (t) => {
    const [plain, withFree] = [lottery('lottery', 0), lottery('lottery', 3)];
    const bought = runs(withFree, make(), { runs: 20 });
    t.deepEqual(bought, runs(plain, make(), { runs: 20 }));
    t.is(bought[0].choices, 10);
  });

  if (!ends.has(name)) {
    test(`${name} is disturbed by no choice at another point`, (t) => {
      const [drawn, drawnBeside]: [number[], number[]] = [[], []];
      runs(lottery('lottery', 0, drawn), make(), { runs: 20 });
      runs(lottery('lottery', 0, drawnBeside, Name.of('another point')), make(), { runs: 20 });
      t.deepEqual(drawnBeside, drawn);
    });
  }

  test(`${name} ends ${ends.has(name) ? 'by itself' : 'when it is told to'}`, (t) => {
    const plan = { root: '1', strategies: [{ make, runs: 30 }], stop: () => false };
    const [{ runs, ended }] = search(kernel, programs.lostUpdate, plan).byStrategy;
    t.deepEqual([runs, ended], [ends.get(name) ?? 30, ends.has(name)]);
  });
}

const TICKET = Name.of('ticket');
const FREE = Name.of('free');

/** Ten tickets of a hundred numbers, each with choices that are none and, if a point is given, one that is another's. */
function lottery(id: string, free: number, drawn: number[] = [], beside?: Name): Program {
  return program(id, () => {
    kernel.spawn(
      'player',
      (function* () {
        for (let i = 0; i < 10; i++) {
          yield LOCAL;
          for (let j = 0; j < free; j++) kernel.choose(FREE, 1);
          if (beside !== undefined) kernel.choose(beside, 100);
          drawn.push(kernel.choose(TICKET, 100));
        }
      })(),
    );
    return () => undefined;
  });
}

test('fifo takes option 0 everywhere', (t) => {
  const strategy = strategyNamed('fifo')!.make();
  for (const program of smallPrograms) {
    runs(program, strategy, { runs: 1 });
    t.true(kernel.choices.values().every((value) => value === 0));
  }
});

// ---- Chances ------------------------------------------------------------------------------------------------------

const walks = ['random', 'random-timed'].map((name) => strategyNamed(name)!);
const drawing = strategies.filter(({ name }) => !plain.has(name));

const odds: readonly Odds[] = [
  { numerator: 0, denominator: 7 },
  { numerator: 1, denominator: 10 },
  { numerator: 1, denominator: 3 },
  { numerator: 9, denominator: 10 },
  { numerator: 30_000, denominator: 100_000 },
  { numerator: 5, denominator: 5 },
];

for (const walk of drawing) {
  for (const one of odds) {
    test(`${walk.name} honours ${one.numerator}/${one.denominator}`, (t) => {
      t.is(contradicts(roll(walk.make(), one), 20_000, one.numerator / one.denominator), undefined);
    });
  }

  test(`${walk.name} draws values uniformly`, (t) => {
    const drawn: number[] = [];
    runs(lottery('lottery', 0, drawn), walk.make(), { runs: 2000 });
    for (let value = 0; value < 100; value++) {
      t.is(contradicts(drawn.filter((one) => one === value).length, 20_000, 1 / 100), undefined);
    }
  });
}

test('fifo fires nothing, whatever the odds', (t) => {
  t.deepEqual(
    odds.map((one) => roll(strategyNamed('fifo')!.make(), one)),
    odds.map(() => 0),
  );
});

/** How often 20,000 chances, ten in a run, said yes. */
function roll(strategy: Strategy, chance: Odds): number {
  let hits = 0;
  const dice = program('dice', () => {
    kernel.spawn(
      'player',
      (function* () {
        for (let i = 0; i < 10; i++) {
          yield LOCAL;
          if (kernel.chance(TICKET, chance)) hits++;
        }
      })(),
    );
    return () => undefined;
  });
  runs(dice, strategy, { runs: 2000 });
  return hits;
}

/** The chance that one run of a random walk finds the bug. */
interface Rates {
  readonly program: Program;
  readonly untimed: number;
  readonly timed: number;
  readonly runs: { readonly untimed: number; readonly timed: number };
  /** Few enough runs in all to count through them. */
  readonly small: boolean;
  /** The share of runs that do without nothing that the bug needs; all unless given. */
  readonly swarm?: number;
}

const MANY = { untimed: 20_000, timed: 20_000 };

const rates: readonly Rates[] = [
  { program: programs.fig1a, untimed: 1 / 2, timed: 1 / 2, runs: MANY, small: false },
  // A takes 21 steps before B takes one.
  {
    program: programs.fig5,
    untimed: 2 ** -21,
    timed: 2 ** -21,
    runs: { untimed: 400_000, timed: 50_000 },
    small: false,
  },
  // B's fifth step comes after a of A's first five, in C(4 + a, a) orders, and then the rest of A's six without B.
  { program: programs.fig1b, untimed: 252 / 2048, timed: 252 / 2048, runs: MANY, small: false },
  { program: programs.oneAgainst25, untimed: 2 ** -25, timed: 2 ** -25, runs: MANY, small: false },
  { program: programs.readers(3), untimed: 1 / 4, timed: 1 / 4, runs: MANY, small: true },
  { program: programs.lostUpdate, untimed: 1 / 2, timed: 1 / 2, runs: MANY, small: true },
  { program: programs.lockOrder, untimed: 1 / 2, timed: 1 / 2, runs: MANY, small: true },
  { program: programs.faultyCleanup, untimed: 1 / 10, timed: 1 / 10, runs: MANY, small: true, swarm: 1 / 2 },
  // Timed: of four delays one is too long and one ties.
  { program: programs.lateAnswer, untimed: 41 / 64, timed: 3 / 8, runs: MANY, small: true },
  // Untimed: three steps of A in a row, against B's one. No second passes before something that takes no time.
  { program: programs.patience, untimed: 1 / 8, timed: 0, runs: MANY, small: true },
];

for (const { program, untimed, timed, runs, small, swarm } of rates) {
  for (const entry of walks) {
    const rate = entry.timed ? timed : untimed;
    test(`${entry.name} finds the bug of ${program.id} as often as it must`, (t) => {
      const count = entry.timed ? runs.timed : runs.untimed;
      let hits = 0;
      const strategy = entry.make();
      for (let run = 0; run < count; run++) {
        if (simulate(kernel, program, strategy, { root: '1', run }).verdict === 'violation') hits++;
      }
      t.is(contradicts(hits, count, rate * (swarm ?? 1)), undefined);
    });

    if (!small) continue;
    test(`all runs of ${program.id} together, ${entry.timed ? 'timed' : 'untimed'}, give that rate`, (t) => {
      let [sum, bad] = [0, 0];
      const everything = new Everything(entry.timed);
      let goesOn = true;
      for (let run = 0; goesOn; run++) {
        const { verdict } = simulate(kernel, program, everything, { root: '1', run });
        sum += everything.chance;
        if (verdict === 'violation') bad += everything.chance;
        goesOn = everything.end();
      }
      t.true(Math.abs(sum - 1) < 1e-9);
      t.true(Math.abs(bad - rate) < 1e-9, `${bad}`);
    });
  }
}
