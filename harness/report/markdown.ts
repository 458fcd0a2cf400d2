import { headline } from './headline';
import { formatCount, formatMilliseconds, formatNumber } from './human';
import { messageOf } from './message';
import { printable } from './printable';
import { standingText } from './standings';
import { hasFailed, replayOf, type ScenarioResult } from './result';

/** GitHub shows a step summary of at most 1 MiB. */
const BYTES_MAX = 900_000;
const FAILURES_MAX = 50;

export interface MarkdownOptions {
  readonly seed: string;
  readonly milliseconds: number;
  /** Scenarios that were not begun. */
  readonly notRun: number;
}

/** A summary for people who did not watch: totals, then each failure with its replay command. */
export function markdown(results: readonly ScenarioResult[], { seed, milliseconds, notRun }: MarkdownOptions): string {
  const failed = results.filter(hasFailed);
  const runs = results.reduce((sum, result) => sum + result.runs, 0);
  const lines = [
    `## Quiesce: ${failed.length + notRun === 0 ? 'pass' : headline(results, notRun)}`,
    '',
    `${formatNumber(results.length, 'scenario')}, ${formatNumber(runs, 'run')}, ${formatMilliseconds(milliseconds)}, seed \`${code(seed)}\``,
    '',
  ];
  for (const result of failed.slice(0, FAILURES_MAX)) {
    const { standing } = result;
    const kind = standing === undefined || standing.kind === 'new' ? '' : ` (${standing.kind})`;
    lines.push(`### ${result.verdict}${kind}: \`${code(result.scenario)}\``, '', escape(messageOf(result)), '');
    if (standing?.kind === 'stale') lines.push(escape(standingText(standing)), '');
    lines.push('```sh', printable(replayOf(result)), '```', '');
  }
  const resolved = results.flatMap(({ standing }) => (standing?.kind === 'resolved' ? [standing] : []));
  for (const one of resolved.slice(0, FAILURES_MAX)) lines.push(escape(standingText(one)), '');
  if (failed.length > FAILURES_MAX) lines.push(`… and ${formatCount(failed.length - FAILURES_MAX)} more.`, '');
  lines.push('| verdict | scenario | runs | time |', '|---|---|--:|--:|');
  let length = lines.join('\n').length;
  for (const [i, result] of results.entries()) {
    const row = `| ${result.verdict} | \`${code(result.scenario).replaceAll('|', '\\|')}\` | ${formatCount(result.runs)} | ${formatMilliseconds(result.milliseconds)} |`;
    length += row.length + 1;
    // A character takes at most three bytes.
    if (length * 3 > BYTES_MAX) {
      lines.push('', `… and ${formatNumber(results.length - i, 'scenario')} more.`);
      break;
    }
    lines.push(row);
  }
  return `${lines.join('\n')}\n`;
}

function code(text: string): string {
  return printable(text).replaceAll('`', "'");
}

function escape(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
