import {
  dependent,
  objectOf,
  simulate,
  type Access,
  type Outcome,
  type Program,
  type Schedule,
  type StepName,
  type Strategy,
} from '../sim';
import { following } from './following';
import { playing, StepCounts } from './schedule';
import type { ShrinkContext } from './shrink';

/** A step with what it touches, as reports call it. */
export interface NamedStep extends StepName {
  readonly objects: readonly string[];
}

/** The two steps whose order decides: the run fails where `first` comes before `second`, and does not where it comes after it. */
export interface CriticalPair {
  readonly first: NamedStep;
  readonly second: NamedStep;
}

/** Pairs that are tried, at most: the closest. */
const PAIRS_MAX = 2000;

/**
 * The race of a failing run that decides: two conflicting steps of different tasks such that the same run with the second one first,
 * and everything else as near as that goes as it was, does not fail. A run for each race, those first whose steps are closest to
 * one another: to turn them round moves the least. Undefined when turning round a single race does not save the run.
 */
export function criticalPair(program: Program, schedule: Schedule, context: ShrinkContext): CriticalPair | undefined {
  const { steps } = stepsOf(program, playing(schedule), context);
  /** With these two turned round, and only if they were: who waits for the first one can not come before it. */
  const saves = (earlier: number, later: number): boolean => {
    if (context.budget.isSpent) return false;
    const order = turnedRound(steps, earlier, later);
    const again = stepsOf(program, following(order, schedule.deviations), context);
    const at = (index: number): number => again.steps.findIndex(({ step }) => isSame(step, steps[index].step));
    return !context.wanted(again.outcome) && at(later) >= 0 && at(later) < at(earlier);
  };
  const race = racesOf(steps).find(([earlier, later]) => saves(earlier, later));
  return race === undefined ? undefined : { first: steps[race[0]].step, second: steps[race[1]].step };
}

/** Indices of conflicting steps of different tasks: the closest pairs first, of equally close ones the latest. */
function racesOf(steps: readonly TakenStep[]): readonly (readonly [earlier: number, later: number])[] {
  const races: [number, number][] = [];
  for (let distance = 1; distance < steps.length && races.length < PAIRS_MAX; distance++) {
    for (let later = steps.length - 1; later >= distance; later--) {
      const earlier = later - distance;
      const [one, other] = [steps[earlier], steps[later]];
      if (one.step.task !== other.step.task && dependent(one.access, other.access)) races.push([earlier, later]);
    }
  }
  return races;
}

/** The order of tasks in which everything up to `later` that its task does comes before `earlier`. */
function turnedRound(steps: readonly TakenStep[], earlier: number, later: number): readonly string[] {
  const tasks = steps.map(({ step }) => step.task);
  const between = tasks.slice(earlier, later + 1);
  const moved = between.filter((task) => task === tasks[later]);
  const others = between.filter((task) => task !== tasks[later]);
  return [...tasks.slice(0, earlier), ...moved, ...others, ...tasks.slice(later + 1)];
}

/** The names of the tasks, step by step. */
export function stepOrder(program: Program, schedule: Schedule, context: ShrinkContext): readonly string[] {
  return stepsOf(program, playing(schedule), context).steps.map(({ step }) => step.task);
}

interface TakenStep {
  readonly step: NamedStep;
  readonly access: readonly Access[];
}

/** Every step of a run, by name; to set a timer is none. */
function stepsOf(
  program: Program,
  strategy: Strategy,
  { kernel, id, budget }: ShrinkContext,
): { readonly outcome: Outcome; readonly steps: readonly TakenStep[] } {
  const steps: TakenStep[] = [];
  const counts = new StepCounts();
  const listening: Strategy = {
    ...strategy,
    after: (view, task, performed) => {
      const { access } = performed;
      const isArming = task.state === 'sleeping' && task.operation === performed;
      if (!isArming) {
        const objects = access.map((one) => view.labelOf(objectOf(one)));
        steps.push({ step: { ...counts.next(task, performed), objects }, access });
        counts.took(task, performed);
      }
      strategy.after?.(view, task, performed);
    },
  };
  const outcome = simulate(kernel, program, listening, id);
  budget.spend(outcome.steps + 1);
  return { outcome, steps };
}

function isSame(one: StepName, other: StepName): boolean {
  return one.task === other.task && one.operation === other.operation && one.nth === other.nth;
}
