import { replay } from '../../explore';
import type { Evidence } from '../../report/evidence';
import { ScenarioProgram } from '../../scenario/program';
import type { Scenario } from '../../scenario/scenario';
import { simulate, type Kernel, type Strategy } from '../../sim';
import { Recorder } from './recorder';

/** A run that a search has found worth showing. */
export interface KnownRun {
  readonly seed: string;
  readonly run: number;
  readonly choices: readonly number[];
  /** That of the strategy that made the choices. */
  readonly timed: boolean;
}

export interface ExplainedRun {
  readonly evidence: Evidence;
  /** The program of this run alone: its accounts, and its system for exhibits. */
  readonly program: ScenarioProgram;
}

/** Does a known run again, with everything recorded. */
export function explainRun(kernel: Kernel, scenario: Scenario, known: KnownRun): ExplainedRun {
  return recordRun(kernel, scenario, replay(known.choices, known.timed), known);
}

/** One run under any strategy, with everything recorded. The kernel is left as the run left it. */
export function recordRun(
  kernel: Kernel,
  scenario: Scenario,
  strategy: Strategy,
  { seed, run }: Pick<KnownRun, 'seed' | 'run'>,
): ExplainedRun {
  const recorder = new Recorder();
  const program = new ScenarioProgram(scenario);
  const before = kernel.observer;
  kernel.observer = recorder;
  try {
    const outcome = simulate(kernel, program, recorder.listenTo(strategy), { root: seed, run });
    return { evidence: recorder.evidence(kernel, outcome), program };
  } finally {
    kernel.observer = before;
  }
}
