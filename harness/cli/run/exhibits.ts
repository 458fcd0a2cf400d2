import { warmUp } from '../../explore';
import { ScenarioProgram } from '../../scenario/program';
import type { Scenario } from '../../scenario/scenario';
import { simulate, type Exhibit, type Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import type { Found } from './finding';
import type { RunOptions } from './run-options';
import type { PlannedStrategy } from './planned';
import { RunThrew } from './search-in-turns';

/** A run that stands for the scenario. */
interface Shown {
  readonly program: ScenarioProgram;
  readonly strategy: string;
  readonly run: number;
}

/** The run to take exhibits from, just done again: the one that was found, else the first. Undefined: none are wanted. */
export function representative(
  kernel: Kernel,
  { scenario }: Instance,
  options: RunOptions,
  planned: readonly PlannedStrategy[],
  found: Found | undefined,
): Shown | undefined {
  if (scenario.show.length === 0) return undefined;
  if (found !== undefined) {
    const { explained, finding } = found;
    return explained && { program: explained.program, strategy: finding.strategy, run: finding.run };
  }
  const entry = planned[0]?.entry;
  if (entry === undefined) return undefined;
  const program = new ScenarioProgram(scenario);
  const run = options.only ?? 0;
  try {
    const [strategy, id] = [entry.make(), { root: options.seed, run }];
    warmUp(kernel, program, strategy, id);
    simulate(kernel, program, strategy, id);
  } catch (error) {
    throw new RunThrew(entry.name, run, error, kernel);
  }
  return { program, strategy: entry.name, run };
}

/** What the scenario wants to be shown, in its order. */
export function exhibitsOf(scenario: Scenario, { program, strategy, run }: Shown): readonly Exhibit[] {
  try {
    return scenario.show.flatMap((name) => program.system?.exhibit(name) ?? []);
  } catch (error) {
    throw new RunThrew(strategy, run, error);
  }
}
