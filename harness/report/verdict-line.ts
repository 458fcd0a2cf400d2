import { unreachable } from '../sim';
import { formatMilliseconds, formatNumber } from './human';
import type { Paint, Style } from './paint';
import { printable } from './printable';
import type { ResultVerdict, ScenarioResult } from './result';
import { wrap } from './wrap';

/** One line a scenario: verdict, runs, time, id. The id comes last because it alone may be long. */
export function verdictLine(result: ScenarioResult, paint: Paint): string {
  const verdict = paint(styleOf(result.verdict), result.verdict.padEnd(14));
  const runs = formatNumber(result.runs, 'run').padStart(13);
  const time = formatMilliseconds(result.milliseconds).padStart(9);
  return `${verdict}${paint('dim', `${runs} ${time}`)}  ${printable(result.scenario)}`;
}

/** What belongs right below that line. */
export function noteLines(result: ScenarioResult): readonly string[] {
  const lines = [...result.reasons, ...result.notes].flatMap((reason) =>
    wrap(printable(reason), { indent: 2, hanging: 2 }),
  );
  const { finding } = result;
  if (result.verdict === 'pass' && finding !== undefined) {
    const found = `violates ${result.violates} as expected: strategy ${finding.strategy}, run ${finding.run}`;
    lines.push(...wrap(printable(found), { indent: 2, hanging: 2 }));
  }
  return lines;
}

export function styleOf(verdict: ResultVerdict): Style {
  switch (verdict) {
    case 'pass':
      return 'good';
    case 'inconclusive':
      return 'doubtful';
    case 'violation':
    case 'error':
    case 'nondeterminism':
      return 'bad';
    default:
      return unreachable(verdict);
  }
}
