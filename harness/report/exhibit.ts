import { formatTicks, unreachable, type Exhibit } from '../sim';
import { formatCount } from './human';
import { plotLines } from './plot';
import { printable } from './printable';
import { tableLines } from './table';
import { wrap } from './wrap';

const LOG_MAX = 30;
const TEXT_COLUMN = 15;

/** Something about the system worth showing after a run. */
export function exhibitLines(exhibit: Exhibit): readonly string[] {
  switch (exhibit.kind) {
    case 'plot':
      return [
        `${printable(exhibit.title)}${exhibit.unit === '' ? '' : ` (${printable(exhibit.unit)})`}`,
        ...plotLines(exhibit),
      ];
    case 'table':
      return [printable(exhibit.title), ...tableLines(exhibit)];
    case 'log':
      return [printable(exhibit.title), ...logLines(exhibit.lines)];
    default:
      return unreachable(exhibit);
  }
}

function logLines(lines: Extract<Exhibit, { kind: 'log' }>['lines']): readonly string[] {
  if (lines.length === 0) return ['  (empty)'];
  const left = lines.length - LOG_MAX;
  const shown = lines.slice(-LOG_MAX).flatMap(({ ticks, text }) => {
    const [first, ...others] = wrap(printable(text), { indent: TEXT_COLUMN });
    return [`${formatTicks(ticks).padStart(TEXT_COLUMN - 2)}${(first ?? '').slice(TEXT_COLUMN - 2)}`, ...others];
  });
  return left > 0 ? [`  (${formatCount(left)} earlier lines)`, ...shown] : shown;
}
