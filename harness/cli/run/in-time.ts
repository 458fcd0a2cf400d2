import type { Finding } from '../../report/result';
import { ScenarioProgram } from '../../scenario/program';
import { signatureOf, simulate, type Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import { entryOf } from './planned';

const RUNS = 200;
/** Of simulated tasks, all runs together: a long scenario gets fewer runs. */
const STEPS = 300_000;

/**
 * Whether a failure that was found without virtual time comes in time as well: an untimed run may take an order that no latencies
 * lead to.
 */
export function inTime(kernel: Kernel, { scenario }: Instance, seed: string, signature: string): Finding['inTime'] {
  const program = new ScenarioProgram(scenario);
  const strategy = entryOf(scenario, 'random-timed').make();
  const { name } = strategy;
  let run = 0;
  for (let steps = 0; run < RUNS && steps < STEPS; run++) {
    const { violations, steps: taken } = simulate(kernel, program, strategy, { root: seed, run });
    if (violations.length > 0 && signatureOf(violations[0]) === signature)
      return { strategy: name, runs: run + 1, run };
    steps += taken;
  }
  return { strategy: name, runs: run };
}
