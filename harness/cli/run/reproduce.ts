import type { StrategyEntry } from '../../explore';
import { replayCommand } from '../../report/replay-command';
import { ScenarioProgram } from '../../scenario/program';
import { simulate, type Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import { replayBase, type RunOptions } from './run-options';

/** How a run ended, for comparison: its hash, or what it threw. */
export type Ending =
  { readonly kind: 'hash'; readonly hash: string } | { readonly kind: 'threw'; readonly message: string };

export interface RunToReproduce {
  readonly entry: StrategyEntry;
  readonly run: number;
  readonly ending: Ending;
}

/**
 * The command that does a run again. It has been tried: a run of a strategy that learns from the runs before it does not come
 * again alone, and then the command does those before it as well.
 */
export function reproductionOf(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  wanted: RunToReproduce,
): string {
  const { entry, run, ending } = wanted;
  const again = tryAlone(kernel, instance, options, entry, run);
  const alone =
    again.kind === 'hash'
      ? ending.kind === 'hash' && again.hash === ending.hash
      : ending.kind === 'threw' && again.message === ending.message;
  const which =
    alone || options.only !== undefined ? ({ kind: 'run', run } as const) : ({ kind: 'first', runs: run + 1 } as const);
  return replayCommand({ ...replayBase(instance, options, entry.name), which });
}

function tryAlone(kernel: Kernel, instance: Instance, options: RunOptions, entry: StrategyEntry, run: number): Ending {
  try {
    const program = new ScenarioProgram(instance.scenario);
    const { hash } = simulate(kernel, program, entry.make(), { root: options.seed, run });
    return { kind: 'hash', hash };
  } catch (error) {
    return { kind: 'threw', message: error instanceof Error ? error.message : String(error) };
  }
}
