import { dirname, relative, resolve, sep } from 'node:path';
import { playing } from '../../explore';
import { printable } from '../../report/printable';
import type { Finding, ScenarioResult } from '../../report/result';
import { recordRun } from '../run/explain-run';
import { entryOf } from '../run/planned';
import type { Instance } from '../suite/instance';
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
  const evidence = finding?.explained?.evidence;
  if (finding === undefined || evidence === undefined) return result;
  const [violation] = finding.violations;
  const { run, strategy, signature } = finding;
  const choices = evidence.choices.map(({ value }) => value);
  const { timed } = entryOf(instance.scenario, strategy);
  const found = shrinkFailure({ instance, violation, choices, timed, seed, run }, options);
  if (found === undefined) return result;
  const { isMinimal, pair, noReturn, schedule } = found;
  const again = recordRun(options.kernel, found.instance.scenario, playing(schedule), { seed, run });
  const head = [signature, `${instance.scenario.id}, seed ${seed}, strategy ${strategy}, run ${run}, made smaller`];
  const shrunk: Finding['shrunk'] = {
    ...{ isMinimal, pair, noReturn },
    text: head.map((line) => `# ${printable(line)}\n`).join('') + movedTo(found.text, instance, options),
    evidence: again.evidence,
    accounts: again.program.accounts,
  };
  return { ...result, finding: { ...finding, shrunk } };
}

/** The same text for a file in another folder: a model of the user's own is named by its path from there. */
function movedTo(text: string, { scenario }: Instance, { cwd, file }: ShrinkFindingOptions): string {
  const [from, to] = [scenario.file, file].map((path) => dirname(resolve(cwd, path)));
  return text.replace(/^model: (\.\.?\/.*)$/m, (_line, model: string) => {
    const path = relative(to, resolve(from, model)).split(sep).join('/');
    return `model: ${path.startsWith('.') ? path : `./${path}`}`;
  });
}
