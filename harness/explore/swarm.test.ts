// Runs that draw do entirely without about half of what is left to chance.
import test from 'ava';
import { Kernel, Name, simulate, type Program, type Strategy } from '../sim';
import { LOCAL, program } from './fixtures/parts';
import { contradicts } from './fixtures/rates';
import { strategies, strategyNamed } from './registry';

const kernel = new Kernel();
const [ADD, REMOVE, MIX] = [Name.of('without add'), Name.of('without remove'), Name.of('mix')];
const RUNS = 4000;

const drawing = strategies.map((entry) => entry.make()).filter((one) => 'lacks' in one);

test('whatever draws does without something, and what counts through runs never does', (t) => {
  const families = drawing.map(({ name }) => name.replace(/(-timed)?(:.*)?$/, ''));
  t.deepEqual([...new Set(families)].sort(), ['pct', 'portfolio', 'pos', 'random', 'surw', 'urw']);
});

for (const strategy of drawing) {
  test(`${strategy.name}: each of two features is there or not, independently of the other`, (t) => {
    const met = new Map<string, number>();
    const asking = program('asking', () => {
      const lacks = [ADD, REMOVE, ADD].map((feature) => kernel.lacks(feature));
      t.is(lacks[2], lacks[0], 'the same whenever it is asked in a run');
      met.set(lacks.join(), (met.get(lacks.join()) ?? 0) + 1);
      return () => undefined;
    });
    times(RUNS, asking, strategy);
    t.is(met.size, 4);
    for (const [, count] of met) t.is(contradicts(count, RUNS, 1 / 4), undefined);
  });
}

test('that another feature is left to chance disturbs no other draw', (t) => {
  const drawn = (features: readonly Name[]): number[] => {
    const seen: number[] = [];
    const drawing = program('drawing', () => {
      for (const feature of features) kernel.lacks(feature);
      kernel.spawn(
        'A',
        (function* () {
          yield LOCAL;
          seen.push(kernel.choose(MIX, 100), kernel.lacks(ADD) ? 1 : 0);
        })(),
      );
      return () => undefined;
    });
    times(50, drawing, strategyNamed('random')!.make());
    return seen;
  };
  t.deepEqual(drawn([REMOVE, Name.of('without a third')]), drawn([]));
});

/** Its bug: 30 entries more were added than removed. */
const queue: Program = program('queue', () => {
  let length = 0;
  const mix = [ADD, REMOVE].filter((feature) => !kernel.lacks(feature));
  kernel.spawn(
    'A',
    (function* () {
      for (let i = 0; i < 40 && mix.length > 0; i++) {
        yield LOCAL;
        const operation = mix[mix.length === 1 ? 0 : kernel.choose(MIX, mix.length)];
        if (operation === ADD) length++;
        else length = Math.max(0, length - 1);
        if (length >= 30) return;
      }
    })(),
  );
  return () => (length >= 30 ? 'the queue is full' : undefined);
});

test('a bug that one operation keeps from showing is found in a quarter of the runs, and never where all is always there', (t) => {
  const swarm = strategyNamed('random')!.make();
  t.is(contradicts(times(RUNS, queue, swarm), RUNS, 1 / 4), undefined);
  const withEverything: Strategy = {
    ...{ name: swarm.name, timed: swarm.timed },
    begin: (run) => swarm.begin(run),
    pick: (view) => swarm.pick(view),
    data: (...asked) => swarm.data(...asked),
  };
  t.is(times(RUNS, queue, withEverything), 0);
});

/** How many runs found a violation. */
function times(runs: number, program: Program, strategy: Strategy): number {
  let found = 0;
  for (let run = 0; run < runs; run++) {
    if (simulate(kernel, program, strategy, { root: '1', run }).verdict === 'violation') found++;
  }
  return found;
}
