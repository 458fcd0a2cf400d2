import { exhibitLines } from '../../report/exhibit';
import { accountsLines } from '../../report/accounts-lines';
import { failureReport } from '../../report/failure-report';
import { formatNumber } from '../../report/human';
import type { Paint } from '../../report/paint';
import { printable } from '../../report/printable';
import { hasFailed, replayOf, type ScenarioResult } from '../../report/result';
import { shellQuote } from '../../report/shell-quote';
import { totalsLines } from '../../report/totals';
import { noteLines, styleOf, verdictLine } from '../../report/verdict-line';
import type { Reporter } from './reporter';

export interface ConsoleOptions {
  readonly paint: Paint;
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  readonly write: (text: string) => void;
}

/** Reports shown in full; past them a line and the command must do, the files have the rest. */
const REPORTS_MAX = 10;

/** For people: a line a scenario, a report below each that failed, totals. */
export function consoleReporter({ paint, verbosity, write }: ConsoleOptions): Reporter {
  const failed: ScenarioResult[] = [];
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) write(`${lines.join('\n')}\n`);
  };
  return {
    begin: ({ version, seed, scenarios, shard }) => {
      const count = shard === undefined ? formatNumber(scenarios, 'scenario') : `shard ${shard}`;
      print([`quiesce ${version}  seed ${paint('bold', printable(seed))}  ${count}`]);
    },
    scenario: (result, folder) => {
      if (hasFailed(result)) failed.push(result);
      else if (verbosity === 'quiet') return;
      const lines = [verdictLine(result, paint)];
      const report = hasFailed(result)
        ? failed.length <= REPORTS_MAX
        : verbosity === 'verbose' && result.finding !== undefined;
      if (verbosity === 'quiet') lines.push(...commandLines(result));
      else if (report) lines.push('', failureReport(result, paint, { folder }), '');
      else {
        lines.push(...noteLines(result), ...commandLines(result));
        if (verbosity === 'verbose') lines.push(...accountsLines(result));
      }
      if (verbosity !== 'quiet')
        for (const exhibit of result.exhibits) lines.push(...gap(lines), ...exhibitLines(exhibit), '');
      print(lines);
    },
    end: (end, resultsFolder) => {
      if (failed.length > 1) {
        print([
          '',
          ...failed.map(
            ({ verdict, scenario, standing }) =>
              `${paint(styleOf(verdict), verdict.padEnd(14))}  ${printable(scenario)}${standing === undefined ? '' : ` (${standing.kind})`}`,
          ),
        ]);
      }
      print(totalsLines(end, paint));
      if (resultsFolder === undefined || verbosity === 'quiet') return;
      print([`results: ${printable(resultsFolder)}`]);
      const isNew = end.results.some(({ standing }) => standing?.kind === 'new');
      if (isNew) print([`keep what is new: npx quiesce keep ${printable(shellQuote(resultsFolder))}`]);
    },
  };
}

/** How to see a failure that is not reported in full. */
function commandLines(result: ScenarioResult): readonly string[] {
  return hasFailed(result) ? [printable(replayOf(result))] : [];
}

function gap(lines: readonly string[]): readonly string[] {
  return lines.at(-1) === '' ? [] : [''];
}
