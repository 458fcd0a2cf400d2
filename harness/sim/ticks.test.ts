import test from 'ava';
import { formatTicks, TICKS } from './ticks';

const table: readonly (readonly [ticks: number, text: string])[] = [
  [0, '0 ns'],
  [1, '100 ns'],
  [15, '1.5 us'],
  [42_000, '4.2 ms'],
  [10_000_000, '1 s'],
  [599_999_999, '60 s'],
  [TICKS.min, '1 min'],
  [90 * TICKS.s, '1 min 30 s'],
  [2 * TICKS.h + 5 * TICKS.min, '2 h 5 min'],
  [3 * TICKS.d + 2 * TICKS.h + TICKS.min, '3 d 2 h'],
];

for (const [ticks, text] of table) {
  test(`${ticks} ticks are ${text}`, (t) => {
    t.is(formatTicks(ticks), text);
  });
}
