import { determinism, type StrategyEntry } from '../../explore';
import { replayCommand } from '../../report/replay-command';
import type { FoundDifference } from '../../report/result';
import { ScenarioProgram } from '../../scenario/program';
import type { Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import { replayBase, type RunOptions } from './run-options';
import { RunThrew } from './search-in-turns';
import type { Pace } from './pace';

/** Does the first `verify` runs of each strategy twice, however many are searched; the first difference, or undefined when there is none. */
export async function verifyDeterminism(
  kernel: Kernel,
  instance: Instance,
  entries: readonly StrategyEntry[],
  options: RunOptions,
  pace: Pace,
): Promise<FoundDifference | undefined> {
  for (const entry of entries) {
    const first = options.only ?? 0;
    const end = options.only === undefined ? options.verify : first + 1;
    for (let run = first; run < end; run++) {
      const waiting = pace.turn();
      if (waiting !== undefined) await waiting;
      if (pace.breakOff()) return undefined;
      const found = compare(kernel, instance, entry, { root: options.seed, run });
      if (found === undefined) continue;
      const which = { kind: 'run', run } as const;
      const replay = `${replayCommand({ ...replayBase(instance, options, entry.name), which })} --verify-determinism`;
      return { strategy: entry.name, run, ...found, replay };
    }
  }
  return undefined;
}

function compare(
  kernel: Kernel,
  { scenario }: Instance,
  entry: StrategyEntry,
  id: { readonly root: string; readonly run: number },
): ReturnType<typeof determinism> {
  try {
    return determinism(kernel, new ScenarioProgram(scenario), () => entry.make(), id);
  } catch (error) {
    throw new RunThrew(entry.name, id.run, error, kernel);
  }
}
