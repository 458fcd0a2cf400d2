import { warmUp, type NamedStrategy } from '../../explore';
import { replayCommand } from '../../report/replay-command';
import { ScenarioProgram } from '../../scenario/program';
import { simulate, type Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import { replayBase, type RunOptions } from './run-options';

/** How a run ended, for comparison: its hash, or what it threw. */
export type Ending =
  { readonly kind: 'hash'; readonly hash: string } | { readonly kind: 'threw'; readonly message: string };

export interface RunToReproduce {
  readonly entry: NamedStrategy;
  readonly run: number;
  readonly ending: Ending;
}

/**
 * The command that does a run again. It has been tried, unless all runs before it would have to be made once more: should the run not
 * come again alone, the command does those before it as well.
 */
export function reproductionOf(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  wanted: RunToReproduce,
): string {
  const { entry, run, ending } = wanted;
  const again = entry.make().warmUp === Infinity ? ending : tryAlone(kernel, instance, options, entry, run);
  const alone =
    again.kind === 'hash'
      ? ending.kind === 'hash' && again.hash === ending.hash
      : ending.kind === 'threw' && again.message === ending.message;
  const which =
    alone || options.only !== undefined ? ({ kind: 'run', run } as const) : ({ kind: 'first', runs: run + 1 } as const);
  return replayCommand({ ...replayBase(instance, options, entry.name), which });
}

function tryAlone(kernel: Kernel, instance: Instance, options: RunOptions, entry: NamedStrategy, run: number): Ending {
  try {
    const program = new ScenarioProgram(instance.scenario);
    const [strategy, id] = [entry.make(), { root: options.seed, run }];
    warmUp(kernel, program, strategy, id);
    const { hash } = simulate(kernel, program, strategy, id);
    return { kind: 'hash', hash };
  } catch (error) {
    return { kind: 'threw', message: error instanceof Error ? error.message : String(error) };
  }
}
