import { formatTicks } from '../sim';
import type { Exhibit } from '../sim';
import { formatBytes, formatCount } from './human';
import { cut } from './wrap';

const COLUMNS = 60;
const ROWS = 10;

type Plot = Extract<Exhibit, { kind: 'plot' }>;

/** A counter over virtual time, as characters: a level holds until the next point; of several in a column the highest shows. */
export function plotLines(plot: Plot): readonly string[] {
  const first = plot.points[0];
  const last = plot.points.at(-1);
  if (first === undefined || last === undefined) return ['  (nothing was recorded)'];
  const values = plot.points.map(({ value }) => value);
  const low = Math.min(0, ...values);
  const high = Math.max(low + 1, ...values);
  const levels = levelsOf(plot, first.ticks, Math.max(1, last.ticks - first.ticks));
  const rowOf = (value: number): number => Math.round(((value - low) / (high - low)) * (ROWS - 1));
  const labels = new Map([[ROWS - 1, format(high, plot.unit)] as const, [0, format(low, plot.unit)] as const]);
  const margin = Math.max(...[...labels.values()].map(({ length }) => length));
  const lines: string[] = [];
  for (let row = ROWS - 1; row >= 0; row--) {
    const label = labels.get(row);
    const cells = levels.map((value, column) => {
      const here = rowOf(value);
      const before = column === 0 ? here : rowOf(levels[column - 1]);
      if (here === row) return '*';
      return row > Math.min(here, before) && row < Math.max(here, before) ? '|' : ' ';
    });
    lines.push(`  ${(label ?? '').padStart(margin)} ${label === undefined ? '|' : '+'}${cells.join('')}`.trimEnd());
  }
  const left = formatTicks(first.ticks);
  const right = formatTicks(last.ticks);
  lines.push(`  ${' '.repeat(margin)} +${'-'.repeat(COLUMNS)}`);
  lines.push(`  ${' '.repeat(margin)}  ${left}${right.padStart(Math.max(right.length + 1, COLUMNS - left.length))}`);
  return lines.map((line) => cut(line, 80));
}

/** One value a column. */
function levelsOf(plot: Plot, fromTicks: number, span: number): readonly number[] {
  const levels: number[] = [];
  let next = 0;
  let level = plot.points[0]?.value ?? 0;
  for (let column = 0; column < COLUMNS; column++) {
    const until = fromTicks + (span * (column + 1)) / COLUMNS;
    let highest: number | undefined;
    for (; next < plot.points.length; next++) {
      const point = plot.points[next];
      if (point.ticks > until && column < COLUMNS - 1) break;
      level = point.value;
      highest = Math.max(highest ?? level, level);
    }
    levels.push(highest ?? level);
  }
  return levels;
}

function format(value: number, unit: string): string {
  if (/^(B|bytes?)$/i.test(unit)) return formatBytes(Math.round(value));
  if (/^ticks$/i.test(unit)) return formatTicks(Math.round(value));
  return formatCount(Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0)));
}
