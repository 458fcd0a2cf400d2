import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { exhibitLines } from './exhibit';

test('a plot has its ends, its unit and its time', (t) => {
  const points = Array.from({ length: 100 }, (_, i) => ({ ticks: i * 36_000_000_000, value: i * 40_960 }));
  const lines = exhibitLines({ kind: 'plot', title: 'Memory\\Pool Paged Bytes', unit: 'bytes', points });
  t.is(lines.length, 13);
  t.is(lines[0], 'Memory\\Pool Paged Bytes (bytes)');
  t.regex(lines[1], /^ {2}3\.87 MiB \+ +\*+$/);
  t.regex(lines[10], /^ {7}0 B \+\*+$/);
  t.regex(lines[12], /^ +0 ns +4 d 3 h$/);
});

test('a table is aligned and fits', (t) => {
  const rows = [
    ['FSrt', 12, 49_152],
    ['a tag with a very long description that would not fit into a line of eighty columns', 1, 7],
  ];
  t.deepEqual(exhibitLines({ kind: 'table', title: 'poolmon', columns: ['tag', 'count', 'bytes'], rows }), [
    'poolmon',
    '  tag                                                            count   bytes',
    `  ${'-'.repeat(61)}  -----  ------`,
    `  FSrt${' '.repeat(62)}12  49,152`,
    '  a tag with a very long description that would not fit into a…      1       7',
  ]);
});

test('a log shows its last lines, and says so', (t) => {
  const lines = Array.from({ length: 40 }, (_, i) => ({ ticks: i * 10_000, text: `event ${i}` }));
  const shown = exhibitLines({ kind: 'log', title: 'Events', lines });
  t.is(shown.length, 32);
  t.is(shown[1], '  (10 earlier lines)');
  t.is(shown[31], '        39 ms  event 39');
});

const plots = fc.array(fc.record({ ticks: fc.nat(10 ** 12), value: fc.integer() }), { maxLength: 300 });

testProp(
  'no plot is wider than 80 columns',
  [plots, fc.constantFrom('', 'bytes', 'items', 'ticks')],
  (t, points, unit) => {
    points.sort((a, b) => a.ticks - b.ticks);
    const lines = exhibitLines({ kind: 'plot', title: 'x', unit, points });
    t.true(lines.every((line) => line.length <= 80));
    if (points.length > 0) t.true(lines.some((line) => line.includes('*')));
  },
);
