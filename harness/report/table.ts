import type { Exhibit } from '../sim';
import { formatCount } from './human';
import { printable } from './printable';
import { cut, WIDTH } from './wrap';

type Table = Extract<Exhibit, { kind: 'table' }>;

const GAP = 2;
const COLUMN_MIN = 8;

/** Aligned columns, numbers to the right. The widest columns give way until a line fits. */
export function tableLines(table: Pick<Table, 'columns' | 'rows'>): readonly string[] {
  const rows = table.rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? formatCount(cell) : printable(cell))),
  );
  const heads = table.columns.map(printable);
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const room = WIDTH - GAP * (widths.length + 1);
  while (widths.reduce((sum, width) => sum + width, 0) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= COLUMN_MIN) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const numeric = heads.map((_, i) => table.rows.length > 0 && table.rows.every((row) => typeof row[i] === 'number'));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, i) => {
        const text = cut(cells[i] ?? '', width);
        return `${' '.repeat(GAP)}${numeric[i] === true ? text.padStart(width) : text.padEnd(width)}`;
      })
      .join('')
      .trimEnd();
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
