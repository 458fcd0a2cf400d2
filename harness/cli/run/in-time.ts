import type { Finding } from '../../report/result';
import { ScenarioProgram } from '../../scenario/program';
import { signatureOf, simulate, type Kernel, type RunId, type Strategy } from '../../sim';
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
    if (signatureIn(kernel, program, strategy, { root: seed, run }) === signature) {
      return { strategy: name, runs: run + 1, run };
    }
    steps += kernel.step;
  }
  return { strategy: name, runs: run };
}

/** Of what the run breaks, if anything. One that throws is another matter, and for a search of its own. */
function signatureIn(kernel: Kernel, program: ScenarioProgram, strategy: Strategy, id: RunId): string | undefined {
  try {
    const [violation] = simulate(kernel, program, strategy, id).violations;
    return violation && signatureOf(violation);
  } catch {
    return undefined;
  }
}
