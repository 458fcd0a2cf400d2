import { determinism, type NamedStrategy } from '../../explore';
import { replayCommand } from '../../report/replay-command';
import type { FoundDifference } from '../../report/result';
import { ScenarioProgram } from '../../scenario/program';
import type { Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import type { Pace } from './pace';
import { plannedStrategies } from './planned';
import { replayBase, type RunOptions } from './run-options';
import { RunThrew } from './search-in-turns';
import { threwOf, type Threw } from './stretch';

export interface Verified {
  /** The first difference, if there is one. */
  readonly difference?: FoundDifference | undefined;
  readonly threw?: Threw | undefined;
}

/** Does the first `verify` runs of each strategy twice, however many are searched. */
export async function verifyDeterminism(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  pace: Pace,
): Promise<Verified> {
  for (const { entry, from, until } of plannedStrategies(instance, options)) {
    const end = options.only === undefined ? options.verify : until;
    for (let run = from; run < end; run++) {
      const waiting = pace.turn();
      if (waiting !== undefined) await waiting;
      if (pace.breakOff()) return {};
      const found = compare(kernel, instance, entry, { root: options.seed, run });
      if (found instanceof RunThrew) return { threw: threwOf(found, instance.model) };
      if (found === undefined) continue;
      const which = { kind: 'run', run } as const;
      const replay = `${replayCommand({ ...replayBase(instance, options, entry.name), which })} --verify-determinism`;
      return { difference: { strategy: entry.name, run, ...found, replay } };
    }
  }
  return {};
}

function compare(
  kernel: Kernel,
  { scenario }: Instance,
  entry: NamedStrategy,
  id: { readonly root: string; readonly run: number },
): ReturnType<typeof determinism> | RunThrew {
  try {
    return determinism(kernel, new ScenarioProgram(scenario), () => entry.make(), id);
  } catch (error) {
    return new RunThrew(entry.name, id.run, error, kernel);
  }
}
