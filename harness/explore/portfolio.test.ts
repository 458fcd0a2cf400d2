import test from 'ava';
import { Kernel, Name, simulate, type Strategy } from '../sim';
import * as programs from './fixtures/programs';
import { Pct } from './pct';
import { Portfolio } from './portfolio';
import { Pos } from './pos';
import { randomTimed } from './random';

const kernel = new Kernel();

test('members take turns, and each knows its own runs only', (t) => {
  const begun: string[] = [];
  const listened = (inner: Strategy): Strategy => ({
    ...{ name: inner.name, timed: inner.timed },
    begin: (run) => {
      begun.push(`${inner.name} ${run.run}`);
      inner.begin(run);
    },
    pick: (view) => inner.pick(view),
    data: (...asked) => inner.data(...asked),
  });
  const portfolio = new Portfolio('two', [listened(randomTimed()), listened(new Pos(false))]);
  const timed: boolean[] = [];
  for (let run = 0; run < 4; run++) {
    simulate(kernel, programs.lostUpdate, portfolio, { root: '1', run });
    timed.push(kernel.timed);
  }
  t.deepEqual(begun, ['random-timed 0', 'pos 0', 'random-timed 1', 'pos 1']);
  t.deepEqual(timed, [true, false, true, false]);
});

test('it learns for as long as all of its members have to', (t) => {
  t.is(new Portfolio('two', [randomTimed(), new Pct(2, false)]).warmUp, 32);
  t.is(new Portfolio('one', [randomTimed()]).warmUp, 0);
});

test('what only a run without time can find is found in the turns of those', (t) => {
  const portfolio = new Portfolio('two', [randomTimed(), new Pos(false)]);
  const found: number[] = [];
  for (let run = 0; run < 400; run++) {
    const { verdict } = simulate(kernel, programs.patience, portfolio, { root: '1', run });
    if (verdict === 'violation') found.push(run);
  }
  t.true(found.length > 0);
  t.true(found.every((run) => run % 2 === 1));
});

test('a sweep that matches nothing changes no run', (t) => {
  const swept = { ...programs.fig1b, sweeps: new Set([Name.of('never passed')]) };
  const [one, other] = [0, 1].map(() => new Portfolio('two', [randomTimed(), new Pos(false), new Pct(2, false)]));
  for (let run = 0; run < 30; run++) {
    const plain = simulate(kernel, programs.fig1b, one, { root: '1', run });
    t.deepEqual(simulate(kernel, swept, other, { root: '1', run }), plain, `run ${run}`);
  }
});
