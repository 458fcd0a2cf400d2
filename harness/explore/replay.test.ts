import test from 'ava';
import { AssertionError, Kernel, Name, simulate, type Program } from '../sim';
import { LOCAL, program } from './fixtures/parts';
import { faultyCleanup, lateAnswer, lostUpdate, smallPrograms } from './fixtures/programs';
import { random, randomTimed } from './random';
import { Diverged, replay } from './replay';

const kernel = new Kernel();
const id = { root: '1', run: 0 };

function record(program: Program): readonly number[] {
  simulate(kernel, program, random(), id);
  return kernel.choices.values();
}

function play(program: Program, choices: readonly number[], timed = false): string {
  return simulate(kernel, program, replay(choices, timed), id).hash;
}

test('a replay needs neither the seed nor the number of the run', (t) => {
  for (const program of smallPrograms) {
    const outcome = simulate(kernel, program, random(), { root: 'abc', run: 12 });
    const choices = kernel.choices.values();
    t.deepEqual(simulate(kernel, program, replay(choices, false), id), outcome);
    t.deepEqual(kernel.choices.values(), choices);
  }
});

test('a replay can be given again', (t) => {
  const choices = record(lostUpdate);
  const strategy = replay(choices, false);
  t.is(simulate(kernel, lostUpdate, strategy, id).hash, simulate(kernel, lostUpdate, strategy, id).hash);
});

const DELAY = Name.of('delay');

const shuffled = program('shuffled', () => {
  for (const task of ['A', 'B', 'C']) {
    kernel.spawn(
      task,
      (function* () {
        yield LOCAL;
        kernel.choose(DELAY, 4);
      })(),
    );
  }
  return () => undefined;
});

/** Both sides: what was recorded, and what there is now. */
const divergences: readonly (readonly [what: string, program: Program, choices: readonly number[], message: string])[] =
  [
    [
      'a task that is not there',
      lostUpdate,
      [2],
      'choice 0: recorded 2, but there is a choice of 2 only: A at read, B at read',
    ],
    ['a value out of range', shuffled, [0, 5], 'choice 1: recorded 5, but there is a choice of 4 only: 4 at delay'],
    [
      'a choice after the last one, of a task',
      lostUpdate,
      [0],
      'choice 1: the recording has ended, but there is a choice of A at write, B at read',
    ],
    [
      'a choice after the last one, of a value',
      shuffled,
      [2],
      'choice 1: the recording has ended, but there is a choice of 4 at delay',
    ],
    [
      'a fault that was not there',
      faultyCleanup,
      [0, 0, 0, 0],
      'choice 4: the recording has ended, but there is a choice of 2 at fault no memory',
    ],
  ];

for (const [what, program, choices, message] of divergences) {
  test(`a replay stops at ${what}`, (t) => {
    t.is(t.throws(() => play(program, choices), { instanceOf: Diverged }).message, message);
  });
}

test("that a replay diverges is our mistake or the model's, not a finding", (t) => {
  t.true(t.throws(() => play(lostUpdate, [])) instanceof AssertionError);
});

test('a replay keeps the time of what was recorded', (t) => {
  simulate(kernel, lateAnswer, randomTimed(), id);
  const [hash, choices] = [kernel.hash, kernel.choices.values()];
  t.is(play(lateAnswer, choices, true), hash);
  t.throws(() => play(lateAnswer, choices, false), { instanceOf: Diverged });
});
