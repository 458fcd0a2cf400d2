import { runPage } from '../../report/html/run-page';
import { junit } from '../../report/junit';
import { markdown } from '../../report/markdown';
import type { ScenarioResult } from '../../report/result';
import { standings } from '../../report/standings';
import type { ResultsStore } from './results-store';
import type { RunEnd } from './run-record';

interface Ending extends Pick<RunEnd, 'endedAt' | 'exitCode' | 'notRun'> {
  readonly seed: string;
  readonly milliseconds: number;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** Writes what is made of all results of a run at once, and that it is over. */
export function endRun(store: ResultsStore, results: readonly ScenarioResult[], ending: Ending): void {
  const { seed, milliseconds, startedAt, endedAt, exitCode, notRun } = ending;
  const verdicts: Record<string, number> = {};
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  store.end(
    { endedAt, exitCode, notRun, verdicts, findings: standings(results) },
    {
      'junit.xml': junit(results, { milliseconds, startedAt, notRun }),
      'summary.md': markdown(results, { seed, milliseconds, notRun }),
      'report.html': runPage(results, { seed, milliseconds, startedAt, notRun }),
    },
  );
}
