import { resolve } from 'node:path';
import { playing } from '../../explore';
import { printable } from '../../report/printable';
import type { Finding, ScenarioResult } from '../../report/result';
import { recordRun } from '../run/explain-run';
import type { Instance } from '../suite/instance';
import { movedTo } from './moved-to';
import { shrinkFailure, type ShrinkOptions } from './shrink-failure';

export interface ShrinkFindingOptions extends ShrinkOptions {
  /** Where the smaller scenario is to be written. */
  readonly file: string;
}

/** The result with its failure made smaller, if it has one that comes by itself. */
export function withShrunkFinding(
  instance: Instance,
  result: ScenarioResult,
  options: ShrinkFindingOptions,
): ScenarioResult {
  const { finding, seed } = result;
  const { cwd, file } = options;
  const evidence = finding?.explained?.evidence;
  if (finding === undefined || evidence === undefined) return result;
  const [violation] = finding.violations;
  const { run, strategy, timed, signature } = finding;
  const choices = evidence.choices.map(({ value }) => value);
  const found = shrinkFailure({ instance, violation, choices, timed, seed, run }, options);
  if (found === undefined) return result;
  const { isMinimal, pair, noReturn, schedule } = found;
  const again = recordRun(options.kernel, found.instance.scenario, playing(schedule), { seed, run });
  const head = [signature, `${instance.scenario.id}, seed ${seed}, strategy ${strategy}, run ${run}, made smaller`];
  const shrunk: Finding['shrunk'] = {
    ...{ isMinimal, pair, noReturn },
    text:
      head.map((line) => `# ${printable(line)}\n`).join('') +
      movedTo(found.text, { from: resolve(cwd, instance.scenario.file), to: resolve(cwd, file) }),
    evidence: again.evidence,
    accounts: again.program.accounts,
  };
  return { ...result, finding: { ...finding, shrunk } };
}
