import test from 'ava';
import { fc, testProp } from '@fast-check/ava';
import {
  formatDuration,
  formatRange,
  formatSize,
  readDuration,
  readRange,
  readRatio,
  readSize,
  type Reading,
  withUnit,
} from './units';

// The same cases every time: a check that flickers is ignored.
fc.configureGlobal({ seed: 1 });

/** The value, or the suggestion in angle brackets: empty when there is none. */
function brief<T>(reading: Reading<T>): T | string {
  return reading.kind === 'read' ? reading.value : `<${reading.suggestion ?? ''}>`;
}

const durations: readonly (readonly [text: string, expected: number | string])[] = [
  ['5 ms', 50_000],
  ['5ms', 50_000],
  ['0 ms', 0],
  ['0.1 us', 1],
  ['1.5 s', 15_000_000],
  ['2 min', 1_200_000_000],
  ['4 h', 144_000_000_000],
  ['2 d', 1_728_000_000_000],
  ['0.0000001 s', 1],
  ['0.00000001 s', '<>'],
  ['0.05 us', '<>'],
  ['5', '<>'],
  ['', '<>'],
  ['ms', '<>'],
  ['-5 ms', '<>'],
  ['.5 ms', '<>'],
  ['1e3 ms', '<>'],
  ['5 MS', '<5 ms>'],
  ['5 µs', '<5 us>'],
  ['1.5 sec', '<1.5 s>'],
  ['5 minutes', '<5 min>'],
  ['5 parsecs', '<>'],
  ['999999999999999 d', '<>'],
];

test('durations are ticks of 100 ns', (t) => {
  t.deepEqual(
    durations.map(([text]) => [text, brief(readDuration(text))]),
    durations,
  );
});

const sizes: readonly (readonly [text: string, expected: number | string])[] = [
  ['512 B', 512],
  ['4 KiB', 4096],
  ['1.5 KiB', 1536],
  ['1 MiB', 1_048_576],
  ['2 GiB', 2_147_483_648],
  ['0.1 B', '<>'],
  ['4 KB', '<4 KiB>'],
  ['4 k', '<4 KiB>'],
  ['4 kib', '<4 KiB>'],
  ['4096', '<>'],
];

test('sizes are bytes', (t) => {
  t.deepEqual(
    sizes.map(([text]) => [text, brief(readSize(text))]),
    sizes,
  );
});

const ranges: readonly (readonly [text: string, expected: { fromTicks: number; toTicks: number } | string])[] = [
  ['1 ms..5 ms', { fromTicks: 10_000, toTicks: 50_000 }],
  ['1ms .. 5ms', { fromTicks: 10_000, toTicks: 50_000 }],
  ['2 ms', { fromTicks: 20_000, toTicks: 20_000 }],
  ['500 us..2 ms', { fromTicks: 5_000, toTicks: 20_000 }],
  ['5 ms..1 ms', '<1 ms..5 ms>'],
  ['1..5 ms', '<1 ms..5 ms>'],
  ['1 ms..5 msec', '<1 ms..5 ms>'],
  ['1 sec..5 s', '<1 s..5 s>'],
  ['6..5 ms', '<5 ms..6 ms>'],
  ['1..5 msec', '<1 ms..5 ms>'],
  ['1 ms..', '<>'],
  ['1 ms..2 ms..3 ms', '<>'],
];

test('ranges have two ends, or one for both', (t) => {
  t.deepEqual(
    ranges.map(([text]) => [text, brief(readRange(text))]),
    ranges,
  );
});

const ratios: readonly (readonly [text: string, expected: { numerator: number; denominator: number } | string])[] = [
  ['1/10', { numerator: 1, denominator: 10 }],
  ['3 / 4', { numerator: 3, denominator: 4 }],
  ['1/1', { numerator: 1, denominator: 1 }],
  ['0/1', '<>'],
  ['1/0', '<>'],
  ['5/4', '<>'],
  ['0.1', '<1/10>'],
  ['0.25', '<1/4>'],
  ['12.5%', '<1/8>'],
  ['1', '<1/1>'],
  ['150%', '<>'],
  ['often', '<>'],
];

test('ratios are exact', (t) => {
  t.deepEqual(
    ratios.map(([text]) => [text, brief(readRatio(text))]),
    ratios,
  );
});

test('a number without a unit may have meant the commonest', (t) => {
  t.deepEqual(
    [withUnit('5', 'duration'), withUnit('5', 'size'), withUnit('0.5', 'ratio'), withUnit('1e9', 'duration')],
    ['5 ms', '5 B', '1/2', undefined],
  );
});

const ticks = fc.nat(Number.MAX_SAFE_INTEGER);

testProp('a printed duration reads as the same ticks', [ticks], (t, value) => {
  t.deepEqual(readDuration(formatDuration(value)), { kind: 'read', value });
});

testProp('a printed size reads as the same bytes', [ticks], (t, value) => {
  t.deepEqual(readSize(formatSize(value)), { kind: 'read', value });
});

testProp('a printed range reads as the same range', [ticks, ticks], (t, a, b) => {
  const value = { fromTicks: Math.min(a, b), toTicks: Math.max(a, b) };
  t.deepEqual(readRange(formatRange(value)), { kind: 'read', value });
});

testProp(
  'what is suggested is right',
  [fc.string(), fc.constantFrom('ms', 'sec', 'kb', '%', '..5 ms', '')],
  (t, text, end) => {
    for (const read of [readDuration, readSize, readRange, readRatio]) {
      const reading: Reading<unknown> = read(text + end);
      if (reading.kind === 'refused' && reading.suggestion !== undefined) t.is(read(reading.suggestion).kind, 'read');
    }
    t.pass();
  },
);
