// A shrinker as short as can be: proof that any list of choices is a run.
import test from 'ava';
import { Kernel, signatureOf, simulate, type Outcome, type Program, type Strategy } from '../sim';
import * as programs from './fixtures/programs';
import { random, randomTimed } from './random';

const kernel = new Kernel();

/** Gives these answers as far as they fit, and the plainest where they do not or have run out. */
function lenient(choices: readonly number[], timed: boolean): Strategy {
  let next = 0;
  const answer = (count: number): number => {
    const value = choices[next++] ?? 0;
    return value < count ? value : 0;
  };
  return {
    name: 'lenient',
    timed,
    onlyChoices: true,
    begin: () => {
      next = 0;
    },
    pick: (view) => answer(view.enabled.length),
    data: (_point, count) => answer(count),
    lacks: () => answer(2) === 1,
  };
}

function failure(outcome: Outcome): string | undefined {
  return outcome.violations[0] === undefined ? undefined : signatureOf(outcome.violations[0]);
}

/** Deletes spans and lowers values for as long as the run fails in the same way. */
function shrink(program: Program, choices: readonly number[], timed: boolean, signature: string): readonly number[] {
  const id = { root: '1', run: 0 };
  const fails = (candidate: readonly number[]): boolean =>
    failure(simulate(kernel, program, lenient(candidate, timed), id)) === signature;
  let best = choices;
  for (let improved = true; improved;) {
    improved = false;
    for (const candidate of plainer(best)) {
      if (!fails(candidate)) continue;
      best = candidate;
      improved = true;
      break;
    }
  }
  return best;
}

/** What is less far from the plainest run comes first, then what is shorter: a list of few deviations reads best. */
function* plainer(choices: readonly number[]): Generator<readonly number[]> {
  for (let length = choices.length; length > 0; length--) {
    for (let at = 0; at + length <= choices.length; at++) {
      const span = choices.slice(at, at + length);
      if (span.some((value) => value !== 0)) yield choices.toSpliced(at, length, ...span.fill(0));
    }
  }
  for (let length = choices.length; length > 0; length--) {
    for (let at = 0; at + length <= choices.length; at++) yield choices.toSpliced(at, length);
  }
  for (const [at, value] of choices.entries()) if (value > 1) yield choices.with(at, value - 1);
}

/** The lists that no deletion and no lower value makes plainer, and what they mean. */
const shrunk: readonly (readonly [program: Program, make: () => Strategy, lists: readonly string[], what: string])[] = [
  [programs.lostUpdate, random, ['0,1'], 'B goes on when A has read'],
  [programs.lockOrder, random, ['0,1'], 'B goes on when A has its first lock'],
  [programs.fig1a, random, ['1'], 'B goes first'],
  [programs.faultyCleanup, random, ['0,0,0,0,1', '0,1,1'], 'the second allocation fails, and B does not matter'],
  [programs.lateAnswer, randomTimed, ['2'], 'the answer takes as long as the client waits'],
  [programs.patience, random, ['0,1'], 'A has set its timer, and it fires'],
];

for (const [program, make, lists, what] of shrunk) {
  test(`failures of ${program.id} shrink to this: ${what}`, (t) => {
    const strategy = make();
    const found = new Set<string>();
    for (let run = 0, failures = 0; failures < 20; run++) {
      const signature = failure(simulate(kernel, program, strategy, { root: '1', run }));
      if (signature === undefined) continue;
      failures++;
      found.add(shrink(program, kernel.choices.values(), strategy.timed, signature).join());
    }
    t.deepEqual([...found].sort(), lists);
  });
}
