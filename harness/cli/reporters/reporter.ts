import type { ScenarioResult } from '../../report/result';
import type { SuiteEnd } from '../../report/totals';

/** What is known before the first run. */
export interface SuiteStart {
  readonly version: string;
  readonly seed: string;
  readonly scenarios: number;
  /** "2/3 of 36 scenarios". */
  readonly shard: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** Told how a suite goes; it writes, and changes nothing. */
export interface Reporter {
  begin?(start: SuiteStart): void;
  /** `folder`: where the files of a failure are, as the user would type it. */
  scenario?(result: ScenarioResult, folder: string | undefined): void;
  end?(end: SuiteEnd, resultsFolder: string | undefined): void;
}
