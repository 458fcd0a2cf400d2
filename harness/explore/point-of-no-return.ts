import { simulate, type Name, type Odds, type Program, type Strategy, type Task, type View } from '../sim';
import { random, randomTimed } from './random';
import type { ShrinkContext } from './shrink';

/** Random runs from each place that is looked at. */
const RUNS = 20;

/** From where on a failing run could not be saved by chance any more. */
export interface PointOfNoReturn {
  /** Index of the choice after which every random continuation failed; -1: they did from the beginning. */
  readonly choice: number;
  /** How many of `runs` random continuations failed just before it. */
  readonly before: number;
  readonly runs: number;
}

/**
 * Bisects the choices of a failing run for the first after which all random continuations fail in the same way. Undefined when
 * chance could save it to the end, or the budget is spent.
 */
export function pointOfNoReturn(
  program: Program,
  choices: readonly number[],
  timed: boolean,
  context: ShrinkContext,
): PointOfNoReturn | undefined {
  const { kernel, id, wanted, budget } = context;
  const failing = (count: number): number => {
    const strategy = continuing(choices.slice(0, count), timed ? randomTimed() : random());
    let failed = 0;
    for (let run = 0; run < RUNS; run++) {
      const outcome = simulate(kernel, program, strategy, { root: id.root, run });
      budget.spend(outcome.steps + 1);
      if (wanted(outcome)) failed++;
    }
    return failed;
  };
  let saved = 0;
  let before = failing(0);
  if (before === RUNS) return { choice: -1, before, runs: RUNS };
  let lost = choices.length;
  if (failing(lost) < RUNS) return undefined;
  while (lost - saved > 1) {
    if (budget.isSpent) return undefined;
    const middle = saved + Math.floor((lost - saved) / 2);
    const failed = failing(middle);
    if (failed === RUNS) lost = middle;
    else {
      saved = middle;
      before = failed;
    }
  }
  return { choice: lost - 1, before, runs: RUNS };
}

/** The choices of a run so far, and then those of another strategy, which knows time as that run did. */
export function continuing(choices: readonly number[], rest: Strategy): Strategy {
  let next = 0;
  const lacking = new Map<Name, boolean>();
  const answer = (count: number, otherwise: () => number): number => {
    const value = next < choices.length ? choices[next] : count;
    next++;
    return value < count ? value : otherwise();
  };
  return {
    name: `continuing ${rest.name}`,
    timed: rest.timed,
    onlyChoices: true,
    answersSweeps: true,
    begin: (run) => {
      next = 0;
      lacking.clear();
      rest.begin(run);
    },
    pick: (view: View) => (view.enabled.length === 1 ? 0 : answer(view.enabled.length, () => rest.pick(view))),
    lacks: (feature: Name) => {
      let lacks = lacking.get(feature);
      if (lacks === undefined) {
        lacks = answer(2, () => (rest.lacks?.(feature) === true ? 1 : 0)) === 1;
        lacking.set(feature, lacks);
      } else next++;
      return lacks;
    },
    data: (point: Name, count: number, task: Task, odds: Odds | undefined) =>
      answer(count, () => rest.data(point, count, task, odds)),
  };
}
