import { formatCount, formatMilliseconds, formatNumber, formatRate } from './human';
import type { Paint } from './paint';
import { printable } from './printable';
import type { ResultVerdict, ScenarioResult } from './result';
import { standings, standingsText, standingText } from './standings';
import { styleOf } from './verdict-line';
import { wrap } from './wrap';

/** How a whole `run` ended. */
export interface SuiteEnd {
  readonly results: readonly ScenarioResult[];
  /** Scenarios that were not begun: a signal, enough failures, or the time budget was over. */
  readonly notRun: number;
  readonly milliseconds: number;
  readonly exitCode: number;
  /** What the exit code says, when it is not 0. */
  readonly exitMeaning: string;
  /** Not begun for want of time. */
  readonly outOfTime?: boolean;
  /** Invariants that no scenario exercised; undefined unless the whole suite was run to its end. */
  readonly unexercised: readonly string[] | undefined;
}

const ORDER: readonly ResultVerdict[] = ['pass', 'violation', 'inconclusive', 'nondeterminism', 'error'];

/** The last lines. */
export function totalsLines(end: SuiteEnd, paint: Paint): readonly string[] {
  const lines: string[] = [];
  if (end.unexercised !== undefined && end.unexercised.length > 0) {
    lines.push('', paint('doubtful', 'No scenario of this suite exercised these invariants:'));
    lines.push(...wrap(printable(end.unexercised.join(', ')), { indent: 2 }));
  }
  const runs = end.results.reduce((sum, result) => sum + result.runs, 0);
  const counts = ORDER.map((verdict) => ({
    verdict,
    count: end.results.filter((one) => one.verdict === verdict).length,
  }))
    .filter(({ verdict, count }) => count > 0 || verdict === 'pass')
    .map(({ verdict, count }) => paint(count > 0 ? styleOf(verdict) : 'dim', `${formatCount(count)} ${verdict}`));
  if (end.notRun > 0) counts.push(paint('doubtful', `${formatCount(end.notRun)} not run`));
  const total = formatNumber(end.results.length, 'scenario');
  lines.push(
    '',
    `${total}: ${counts.join(', ')}  (${formatNumber(runs, 'run')}, ${formatMilliseconds(end.milliseconds)}, ${formatRate(runs, end.milliseconds)})`,
  );
  if (end.outOfTime === true) lines.push('the time budget was over before those that were not run had begun');
  lines.push(...standingLines(end.results));
  if (end.exitCode !== 0) lines.push(`exit ${end.exitCode}: ${end.exitMeaning}`);
  return lines;
}

/** What is known, new or resolved; whoever mended something must know what to do with what was kept of it. */
function standingLines(results: readonly ScenarioResult[]): readonly string[] {
  const text = standingsText(standings(results));
  const resolved = results.flatMap(({ standing }) => (standing?.kind === 'resolved' ? [standing] : []));
  return [
    ...(text === undefined ? [] : [`findings: ${text}`]),
    ...resolved.flatMap((one) => wrap(printable(standingText(one)), { indent: 2, hanging: 2 })),
  ];
}
