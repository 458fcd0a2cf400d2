import { cleanRunsNeeded, Diverged, replay, type Failure, type NamedStrategy } from '../../explore';
import { choicesCommand } from '../../report/replay-command';
import type { Finding, FoundDifference, Unsteadiness } from '../../report/result';
import type { Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import { shortForm } from '../results/short-form';
import { inTime } from './in-time';
import { explainRun, type ExplainedRun, type KnownRun } from './explain-run';
import { parametersOf, versionsOf } from './parameters';
import { reproductionOf } from './reproduce';
import { replayBase, type RunOptions } from './run-options';
import { entryOf, SCHEDULE } from './planned';
import type { Judged } from './run-scenario';
import { RunThrew } from './search-in-turns';
import { unsteadiness } from './unsteadiness';

export interface Found {
  readonly finding: Finding;
  /** Doing the run again went another way. */
  readonly difference?: FoundDifference | undefined;
  readonly explained?: ExplainedRun | undefined;
}

/** A failure as something to report: with the command that replays it and, unless it was expected, what happened in it. */
export function findingOf(kernel: Kernel, instance: Instance, options: RunOptions, judged: Judged): Found {
  const failure = judged.failure as Failure;
  const { strategy, run, timed, signature, outcome, choices } = failure;
  const entry = entryOf(instance.scenario, strategy);
  const ending = { kind: 'hash', hash: outcome.hash } as const;
  const command = reproductionOf(kernel, instance, options, { entry, run, ending });
  const finding: Finding = {
    ...{ signature, strategy, run, timed, violations: outcome.violations, hash: outcome.hash },
    replay: command,
    cleanRuns: cleanRunsOf(entry, run, options),
  };
  const known: KnownRun = { seed: options.seed, run, choices, timed };
  const wanted = judged.verdict !== 'pass' || options.verbose || instance.scenario.show.length > 0;
  if (!wanted) return { finding };
  const again = explain(kernel, instance, known, strategy);
  if (typeof again === 'string' || again.evidence.outcome.hash !== outcome.hash) {
    const difference: Unsteadiness = differenceOf(kernel, instance, known) ?? {
      ...{ kind: 'two ways', at: 0, step: 0 },
      first: `the run had the trace ${outcome.hash}`,
      second: typeof again === 'string' ? again : `done again, ${again.evidence.outcome.hash}`,
    };
    return { finding, difference: { strategy, run, ...difference, replay: command } };
  }
  if (judged.verdict === 'pass' && !options.verbose) return { finding, explained: again };
  const { evidence, program } = again;
  const explained = {
    ...{ evidence, accounts: program.accounts },
    parameters: parametersOf(instance),
    versions: versionsOf(instance),
  };
  const short = shortForm({ timed, hash: outcome.hash, choices: evidence.choices });
  const replayChoices = choicesCommand(replayBase(instance, options, strategy), short);
  const confirmed = timed ? undefined : inTime(kernel, instance, options.seed, signature);
  return { finding: { ...finding, inTime: confirmed, replayChoices, explained }, explained: again };
}

/** The search ended with the first run that failed. Strategies that enumerate draw nothing, so that there is no rate. */
function cleanRunsOf(entry: NamedStrategy, run: number, options: RunOptions): Finding['cleanRuns'] {
  if (options.only !== undefined || entry.name === SCHEDULE || entry.make().warmUp === Infinity) return undefined;
  return { of: run + 1, needed: cleanRunsNeeded({ failed: 1, runs: run + 1 }) };
}

/** The run with everything recorded, or where it diverged from itself. */
function explain(kernel: Kernel, instance: Instance, known: KnownRun, strategy: string): ExplainedRun | string {
  try {
    return explainRun(kernel, instance.scenario, known);
  } catch (error) {
    if (error instanceof Diverged) return error.message;
    throw new RunThrew(strategy, known.run, error, kernel);
  }
}

function differenceOf(kernel: Kernel, instance: Instance, known: KnownRun): Unsteadiness | undefined {
  const id = { root: known.seed, run: known.run };
  try {
    return unsteadiness(kernel, instance, () => replay(known.choices, known.timed), id);
  } catch {
    return undefined; // it does not even come to its end
  }
}
