import type { NamedStrategy } from '../../explore';
import { replayCommand } from '../../report/replay-command';
import type { FoundDifference, Unsteadiness } from '../../report/result';
import type { Kernel, RunId } from '../../sim';
import { loadAnew } from '../model/models';
import type { Instance } from '../suite/instance';
import type { Cut, Pace } from './pace';
import { plannedStrategies } from './planned';
import { replayBase, type RunOptions } from './run-options';
import { RunThrew } from './search-in-turns';
import { threwOf, type Threw } from './stretch';
import { unsteadiness } from './unsteadiness';

export interface Verified {
  /** The first difference, if there is one. */
  readonly difference?: FoundDifference | undefined;
  readonly threw?: Threw | undefined;
  /** It was broken off before all runs were done twice. */
  readonly cut?: Cut | undefined;
  /** Spent on it. */
  readonly milliseconds: number;
}

/** Does the first `verify` runs of each strategy twice, however many are searched. */
export async function verifyDeterminism(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  pace: Pace,
): Promise<Verified> {
  const startedAt = pace.worked;
  const found = await firstDifference(kernel, instance, options, pace);
  return { ...found, milliseconds: pace.worked - startedAt };
}

async function firstDifference(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  pace: Pace,
): Promise<Omit<Verified, 'milliseconds'>> {
  const done: OneRun[] = [];
  for (const one of runsToVerify(instance, options)) {
    const waiting = pace.turn();
    if (waiting !== undefined) await waiting;
    if (pace.breakOff()) return { cut: pace.cut };
    const found = compare(kernel, instance, one);
    if (found instanceof RunThrew) return { threw: threwOf(found, instance.model) };
    if (found === undefined) {
      pace.ran();
      done.push(one);
      continue;
    }
    const { name } = one.entry;
    const which = { kind: 'run', run: one.id.run } as const;
    const replay = `${replayCommand({ ...replayBase(instance, options, name), which })} --verify-determinism`;
    const shown = withFirstSite(found, kernel, instance, [...done, one]);
    return { difference: { ...shown, strategy: name, run: one.id.run, replay } };
  }
  return {};
}

interface OneRun {
  readonly entry: NamedStrategy;
  readonly id: RunId;
}

function* runsToVerify(instance: Instance, options: RunOptions): Generator<OneRun> {
  for (const { entry, from, until } of plannedStrategies(instance, options)) {
    const runs = options.only === undefined ? options.verify : until - from;
    for (let run = from; run < from + runs; run++) yield { entry, id: { root: options.seed, run } };
  }
}

/**
 * What is done only once in the life of a model can not be looked at again: so everything is done again with the model loaded
 * anew.
 */
function withFirstSite(found: Unsteadiness, kernel: Kernel, instance: Instance, runs: readonly OneRun[]): Unsteadiness {
  if (found.kind !== 'two ways' || found.firstSite !== undefined) return found;
  const model = loadAnew(instance.model);
  const anew: Instance = { ...instance, model, scenario: { ...instance.scenario, model: model.model } };
  const again = runs.map((one, i) => compare(kernel, anew, one, i === runs.length - 1 ? [found.at] : [])).at(-1);
  const isSame = again !== undefined && 'kind' in again && again.kind === 'two ways' && again.at === found.at;
  return isSame ? again : found;
}

function compare(
  kernel: Kernel,
  instance: Instance,
  { entry, id }: OneRun,
  seen?: readonly number[],
): Unsteadiness | RunThrew | undefined {
  try {
    return unsteadiness(kernel, instance, () => entry.make(), id, seen);
  } catch (error) {
    return new RunThrew(entry.name, id.run, error, kernel);
  }
}
