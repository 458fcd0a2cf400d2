// The scenarios of this folder, run as the command line runs them, for the tests that look at all of them.
import { join } from 'node:path';
import { Interrupt } from '../harness/cli/interrupt';
import { Pace } from '../harness/cli/run/pace';
import { runScenario } from '../harness/cli/run/run-scenario';
import type { Instance } from '../harness/cli/suite/instance';
import { loadSuite, type Suite } from '../harness/cli/suite/load-suite';
import type { ScenarioResult } from '../harness/report/result';
import { Kernel } from '../harness/sim';

/** Everything in this folder, or what these paths below it name. */
export function suiteOf(options: { readonly set?: readonly string[]; readonly globs?: readonly string[] } = {}): Suite {
  const { set = [], globs = [''] } = options;
  const cwd = join(__dirname, '..');
  const paths = globs.map((glob) => join('scenarios', glob));
  return loadSuite({ globs: paths, cwd, root: undefined, set, exploreWith: undefined });
}

/** Searches a scenario; with `runs`, so many of each strategy instead of what it says. */
export function searched(instance: Instance, runs?: number): Promise<ScenarioResult> {
  const options = {
    seed: '1',
    strategies: undefined,
    runs,
    only: undefined,
    untilSaturated: false,
    verify: 0,
    checked: false,
    verbose: false,
  };
  return runScenario(new Kernel(), instance, options, new Pace(new Interrupt()));
}

/** A tenth of the runs shows most of what there is; what it leaves open gets all of them. */
export async function searchedShort(instance: Instance): Promise<ScenarioResult> {
  const all = instance.scenario.explore.runs;
  const few = Math.min(all, Math.max(20, Math.ceil(all / 10)));
  const result = await searched(instance, few);
  return few < all && result.verdict === 'inconclusive' ? searched(instance) : result;
}

/** What to say of a verdict that was not expected. */
export function storyOf({ verdict, reasons, finding, scenario }: ScenarioResult): string {
  const found = finding?.violations.map(({ invariant, message }) => `${invariant}: ${message}`) ?? [];
  return [`${scenario}: ${verdict}`, ...reasons, ...found].join('\n  ');
}

/** The same scenario with some of it said otherwise. */
export function altered(instance: Instance, changes: Partial<Instance['scenario']>): Instance {
  return { ...instance, scenario: { ...instance.scenario, ...changes } };
}
