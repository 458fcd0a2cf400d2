import { BASELINE, FLAT, type Contestant } from './contestants';
import type { Measured } from './workload';

export interface Row {
  readonly contestant: Contestant;
  /** One for each round. */
  readonly samples: Measured[];
}

const HEADINGS = ['engine', 'ns an event', 'median', `${FLAT} is`, `of ${BASELINE}`, 'floor', ''];

/** The least over all rounds, and ratios of those: what else a machine does can only slow an engine down. The medians show how much it did. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { name, floor } = row.contestant;
    const times = row.samples.map((sample) => sample.nanosecondsPerEvent);
    const other = floor?.of === undefined ? FLAT : name;
    const ratio = floor === undefined ? undefined : ratioOf(rows, other, floor.of ?? name);
    return [
      name,
      least(row.samples).toFixed(1),
      median(times).toFixed(1),
      multiple(ratioOf(rows, FLAT, name)),
      percent(ratioOf(rows, name, BASELINE)),
      floor === undefined ? '' : floorText(floor),
      ratio === undefined || floor === undefined ? '' : ratio >= floor.ratio ? 'ok' : 'BELOW',
    ];
  });
  const widths = HEADINGS.map((heading, i) => Math.max(heading.length, ...lines.map((line) => line[i].length)));
  const layOut = (line: readonly string[]): string =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  return [layOut(HEADINGS), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(layOut)].join('\n');
}

function floorText({ ratio, of }: NonNullable<Contestant['floor']>): string {
  if (of === undefined) return `flat >= ${ratio} x`;
  return of === BASELINE ? `>= ${percent(ratio)}` : `>= ${ratio} x ${of.replace(/^C\+\+, /, '')}`;
}

/** How many times as fast one is as another; undefined when one of them did not run. */
function ratioOf(rows: readonly Row[], fast: string, slow: string): number | undefined {
  const [one, other] = [fast, slow].map((name) => rows.find(({ contestant }) => contestant.name === name)?.samples);
  if (one === undefined || other === undefined) return undefined;
  return least(other) / least(one);
}

function least(samples: readonly Measured[]): number {
  return Math.min(...samples.map(({ nanosecondsPerEvent }) => nanosecondsPerEvent));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

function multiple(ratio: number | undefined): string {
  return ratio === undefined ? '' : `${ratio.toFixed(2)} x`;
}

function percent(ratio: number | undefined): string {
  return ratio === undefined ? '' : `${(ratio * 100).toFixed(0)} %`;
}
