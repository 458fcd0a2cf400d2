import { playing, strategyNamed, type NamedStrategy } from '../../explore';
import type { Scenario } from '../../scenario/scenario';
import { assert } from '../../sim';
import type { Instance } from '../suite/instance';
import type { RunOptions } from './run-options';

/** A strategy of a scenario's search, and which of its runs are asked for: from `from` to before `until`. */
export interface PlannedStrategy {
  readonly entry: NamedStrategy;
  readonly from: number;
  readonly until: number;
  /** How many runs whoever makes any other has to make before, to learn from; Infinity: all of them. */
  readonly warmUp: number;
  /** It is done as soon as hardly any run of it shows anything new. */
  readonly untilSaturated: boolean;
}

export function plannedStrategies({ scenario }: Instance, options: RunOptions): readonly PlannedStrategy[] {
  const { schedule, strategies } = scenario.explore;
  const names = schedule === undefined ? strategies : [SCHEDULE, ...strategies];
  const entries = options.strategies ?? names.map((name) => entryOf(scenario, name));
  const { only, runs = scenario.explore.runs } = options;
  const [from, until] = only === undefined ? [0, runs] : [only, only + 1];
  return entries.map((entry) => {
    const warmUp = entry.make().warmUp ?? 0;
    return { entry, from, until, warmUp, untilSaturated: warmUp < Infinity && options.untilSaturated };
  });
}

/** How many runs that are at most. */
export function runsOf(planned: readonly PlannedStrategy[]): number {
  return planned.reduce((sum, { from, until }) => sum + until - from, 0);
}

/** What the search with a scenario's own schedule is called. */
export const SCHEDULE = 'schedule';

/** A strategy of a scenario's search: one that everybody has, or its own schedule. */
export function entryOf({ explore: { schedule } }: Scenario, name: string): NamedStrategy {
  if (name === SCHEDULE && schedule !== undefined) {
    return { name, timed: schedule.timed, make: () => playing(schedule) };
  }
  const entry = strategyNamed(name);
  assert(entry !== undefined, `the scenario is compiled: strategy ${name} exists`);
  return entry;
}
