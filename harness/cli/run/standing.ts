import type { ScenarioResult, Standing } from '../../report/result';
import { lacking } from '../../scenario/verdict';
import type { Instance } from '../suite/instance';
import { isKnownAs, type Kept } from '../suite/kept';

export interface Corpus {
  readonly kept: readonly Kept[];
  /** Scenarios are run as they are written: no other strategy, run or setting was asked for. */
  readonly asWritten: boolean;
}

/** Whether a finding is one of the failures that are kept, and whether a kept failure has been mended or can not be judged any more. */
export function standingOf(
  { verdict, finding, scenario, runs, accounts }: ScenarioResult,
  instance: Instance,
  { kept, asWritten }: Corpus,
): Standing | undefined {
  const { regression, file } = instance.scenario;
  if (verdict === 'violation' && finding !== undefined) {
    const { signature } = finding;
    if (regression !== undefined && isKnownAs(regression, regression.of, signature)) return { kind: 'known', file };
    const found = kept.find((one) => isKnownAs(one.regression, regression?.of ?? scenario, signature));
    return found === undefined ? { kind: 'new' } : { kind: 'known', file: found.file.name };
  }
  if (regression === undefined || !asWritten) return undefined;
  const { of, known } = regression;
  if (verdict === 'inconclusive') {
    return runs > 0 && lacking(instance.scenario, accounts).length > 0 ? { kind: 'stale', file, of } : undefined;
  }
  return verdict === 'pass' && known !== undefined ? { kind: 'resolved', file, signature: known } : undefined;
}
