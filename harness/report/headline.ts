import { formatCount, formatNumber } from './human';
import { hasFailed, type ScenarioResult } from './result';

/** How a whole run came out, in a line. Where something was not run, not all passes. */
export function headline(results: readonly ScenarioResult[], notRun: number): string {
  const failed = results.filter(hasFailed).length;
  const all = formatNumber(results.length, 'scenario');
  const others = notRun === 0 ? '' : `, ${formatCount(notRun)} ${notRun === 1 ? 'was' : 'were'} not run`;
  if (failed > 0) return `${formatCount(failed)} of ${all} did not pass${others}`;
  return notRun === 0 ? `${all}, all pass` : `${all} passed${others}`;
}
