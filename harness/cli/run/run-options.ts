import type { NamedStrategy } from '../../explore';
import type { ReplayLine } from '../../report/replay-command';
import type { Instance } from '../suite/instance';
import { SCHEDULE } from './planned';

/** What the command line says about how scenarios are run. */
export interface RunOptions {
  readonly seed: string;
  /** Instead of those that a scenario lists. */
  readonly strategies: readonly NamedStrategy[] | undefined;
  /** Runs of each strategy, instead of what a scenario says. */
  readonly runs: number | undefined;
  /** Just this run of each strategy. */
  readonly only: number | undefined;
  /** A strategy is done when hardly any run of it shows anything new. */
  readonly untilSaturated: boolean;
  /** How many runs of each strategy are done twice and compared; 0: none. */
  readonly verify: number;
  readonly checked: boolean;
  /** Explains expected violations too, and shows stacks. */
  readonly verbose: boolean;
}

/** What any command says that does a run of one strategy again. */
export function replayBase({ scenario, root }: Instance, options: RunOptions, strategy: string): ReplayLine {
  const { seed, checked } = options;
  // A scenario's own schedule is played whenever no other strategy is asked for.
  const strategies = strategy === SCHEDULE ? [] : [strategy];
  return { file: scenario.file, root, seed, strategies, set: scenario.set, checked };
}

/** The whole search, as it was asked for. */
export function searchLine({ scenario, root }: Instance, options: RunOptions): ReplayLine {
  const { seed, checked, runs, only } = options;
  const strategies = (options.strategies ?? []).map(({ name }) => name);
  const which =
    only !== undefined
      ? ({ kind: 'run', run: only } as const)
      : runs !== undefined
        ? ({ kind: 'first', runs } as const)
        : undefined;
  return { file: scenario.file, root, seed, strategies, which, set: scenario.set, checked };
}
