import type { ScenarioResult, Standing } from '../../report/result';
import type { Instance } from '../suite/instance';
import { isKnownAs, type Kept } from '../suite/kept';

export interface Corpus {
  readonly kept: readonly Kept[];
  /** Scenarios are run as they are written: no other strategy, run or setting was asked for. */
  readonly asWritten: boolean;
}

/** Whether a finding is one of the failures that are kept, or a kept failure has been mended. */
export function standingOf(
  { verdict, finding, scenario }: ScenarioResult,
  { scenario: { regression, file } }: Instance,
  { kept, asWritten }: Corpus,
): Standing | undefined {
  if (verdict === 'violation' && finding !== undefined) {
    const { signature } = finding;
    if (regression !== undefined && isKnownAs(regression, regression.of, signature)) return { kind: 'known', file };
    const found = kept.find((one) => isKnownAs(one.regression, regression?.of ?? scenario, signature));
    return found === undefined ? { kind: 'new' } : { kind: 'known', file: found.file.name };
  }
  const known = regression?.known;
  if (verdict !== 'pass' || known === undefined || !asWritten) return undefined;
  return { kind: 'resolved', file, signature: known };
}
