import type { TickRange } from '../sim/model';
import type { Odds } from '../sim/strategy';
import { TICKS } from '../sim/ticks';
import { quote } from './quote';

/** What reading a text as a value gives: the value, or why not and what to write instead. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'refused'; readonly message: string; readonly suggestion?: string | undefined };

/** The values that carry a unit, or are made of two numbers. */
export type Quantity = 'duration' | 'range' | 'size' | 'ratio';

/** How each is written, for messages. */
export const EXAMPLES: Readonly<Record<Quantity, string>> = {
  duration: '5 ms',
  range: '1 ms..5 ms',
  size: '4 KiB',
  ratio: '1/10',
};

interface Unit {
  readonly name: string;
  readonly per: number;
}

interface Scale {
  readonly noun: string;
  readonly example: string;
  /** The smallest first. */
  readonly units: readonly Unit[];
  /** What people write, in lower case, and the unit that it stands for. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The step of this scale: "100 ns". */
  readonly whole: string;
}

const DURATIONS: Scale = {
  noun: 'a duration',
  example: EXAMPLES.duration,
  units: Object.entries(TICKS).map(([name, per]) => ({ name, per })),
  aliases: aliases({
    us: ['µs', 'μs', 'usec', 'usecs', 'micros', 'microsecond', 'microseconds'],
    ms: ['msec', 'msecs', 'millis', 'millisecond', 'milliseconds'],
    s: ['sec', 'secs', 'second', 'seconds'],
    min: ['m', 'mins', 'minute', 'minutes'],
    h: ['hr', 'hrs', 'hour', 'hours'],
    d: ['day', 'days'],
  }),
  whole: '100 ns',
};

const KIB = 1024;

const SIZES: Scale = {
  noun: 'a size',
  example: EXAMPLES.size,
  units: [
    { name: 'B', per: 1 },
    { name: 'KiB', per: KIB },
    { name: 'MiB', per: KIB * KIB },
    { name: 'GiB', per: KIB * KIB * KIB },
  ],
  aliases: aliases({
    B: ['byte', 'bytes'],
    KiB: ['k', 'kb', 'ki'],
    MiB: ['m', 'mb', 'mi'],
    GiB: ['g', 'gb', 'gi'],
  }),
  whole: '1 B',
};

/** `5 ms`, `1.5 s`: in ticks. */
export function readDuration(text: string): Reading<number> {
  return readScaled(text, DURATIONS);
}

/** `4 KiB`, `512 B`: in bytes. */
export function readSize(text: string): Reading<number> {
  return readScaled(text, SIZES);
}

/** `1 ms..5 ms`, or `2 ms` for both ends: in ticks. */
export function readRange(text: string): Reading<TickRange> {
  const [first, second, ...others] = text.split('..').map((part) => part.trim());
  if (others.length > 0) return refused(`expected a range such as \`${EXAMPLES.range}\`, found ${quote(text)}`);
  if (second === undefined) {
    const both = readDuration(first);
    return both.kind === 'refused' ? both : read({ fromTicks: both.value, toTicks: both.value });
  }
  const range = readEnds(first, second);
  return range.kind === 'read' ? range : refused(range.message, mendedRange(first, second));
}

function readEnds(first: string, second: string): Reading<TickRange> {
  const from = readDuration(first);
  const to = readDuration(second);
  if (from.kind === 'refused') return from;
  if (to.kind === 'refused') return to;
  if (from.value > to.value) return refused(`the range ${quote(`${first}..${second}`)} ends before it begins`);
  return read({ fromTicks: from.value, toTicks: to.value });
}

/** `1/10`: one in ten. */
export function readRatio(text: string): Reading<Odds> {
  const parts = /^(\d{1,9})\s*\/\s*(\d{1,9})$/.exec(text);
  if (parts === null) {
    const expected = `expected a ratio such as \`${EXAMPLES.ratio}\`, found ${quote(text)}`;
    return refused(expected, ratioOf(text));
  }
  const numerator = Number(parts[1]);
  const denominator = Number(parts[2]);
  if (numerator === 0) return refused(`a ratio of ${quote(text)} never happens`);
  if (numerator > denominator) return refused(`a ratio is at most 1, found ${quote(text)}`);
  return read({ numerator, denominator });
}

/** The largest unit that says it in whole numbers, or else in decimals: `5 ms`, `0.1 us`. Reads back as the same ticks. */
export function formatDuration(ticks: number): string {
  if (ticks % TICKS.us !== 0) return `${Math.floor(ticks / TICKS.us)}.${ticks % TICKS.us} us`;
  return formatScaled(ticks, DURATIONS);
}

/** `4 KiB`. Reads back as the same number of bytes. */
export function formatSize(bytes: number): string {
  return formatScaled(bytes, SIZES);
}

/** `1 ms..5 ms`, or `2 ms` when both ends are the same. */
export function formatRange({ fromTicks, toTicks }: TickRange): string {
  const from = formatDuration(fromTicks);
  return fromTicks === toTicks ? from : `${from}..${formatDuration(toTicks)}`;
}

/** Each end as it was probably meant, the first with the unit of the second if it has none, in their order. */
function mendedRange(first: string, second: string): string | undefined {
  const end = mended(second);
  const unit = /[a-z]+$/.exec(end)?.[0] ?? '';
  const start = mended(/^[\d.]+$/.test(first) ? `${first} ${unit}` : first);
  const isOrdered = readEnds(start, end).kind === 'read';
  if (!isOrdered && readEnds(end, start).kind === 'refused') return undefined;
  return isOrdered ? `${start}..${end}` : `${end}..${start}`;
}

function mended(text: string): string {
  const reading = readDuration(text);
  return reading.kind === 'refused' ? (reading.suggestion ?? text) : text;
}

/** What a number without a unit may have meant. */
export function withUnit(text: string, quantity: Quantity): string | undefined {
  if (quantity === 'ratio') return ratioOf(text);
  const unit = quantity === 'size' ? 'B' : 'ms';
  return /^\d+(\.\d+)?$/.test(text) ? `${text} ${unit}` : undefined;
}

function readScaled(text: string, scale: Scale): Reading<number> {
  const parts = /^(\d{1,16})(?:\.(\d{1,16}))?\s*(\p{L}+)$/u.exec(text);
  if (parts === null) {
    return refused(`expected ${scale.noun} such as \`${scale.example}\`, found ${quote(text)}`);
  }
  const [, whole, fraction = '', name] = parts;
  const unit = scale.units.find((candidate) => candidate.name === name);
  if (unit === undefined) {
    const meant = scale.aliases.get(name.toLowerCase());
    const names = scale.units.map((candidate) => candidate.name).join(', ');
    const number = fraction === '' ? whole : `${whole}.${fraction}`;
    return refused(
      `${quote(name)} is no unit of ${scale.noun}; the units are ${names}`,
      meant === undefined ? undefined : `${number} ${meant}`,
    );
  }
  // Exact: decimals are fractions of ten, and what is left must be none.
  const scaled = BigInt(whole + fraction) * BigInt(unit.per);
  const tenths = 10n ** BigInt(fraction.length);
  if (scaled % tenths !== 0n) return refused(`${quote(text)} is not a whole number of ${scale.whole}`);
  const value = Number(scaled / tenths);
  return Number.isSafeInteger(value) ? read(value) : refused(`${quote(text)} is too large for ${scale.noun}`);
}

function formatScaled(value: number, scale: Scale): string {
  let chosen = scale.units[0];
  for (const unit of scale.units) if (value !== 0 && value % unit.per === 0) chosen = unit;
  return `${value / chosen.per} ${chosen.name}`;
}

/** `0.25` and `25%` as a ratio. */
function ratioOf(text: string): string | undefined {
  const parts = /^(\d{1,4})(?:\.(\d{1,6}))?\s*(%?)$/.exec(text);
  if (parts === null) return undefined;
  const [, whole, fraction = '', percent] = parts;
  const numerator = Number(whole + fraction);
  const denominator = 10 ** fraction.length * (percent === '' ? 1 : 100);
  if (numerator === 0 || numerator > denominator) return undefined;
  const shared = greatestDivisor(numerator, denominator);
  return `${numerator / shared}/${denominator / shared}`;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function aliases(byUnit: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [unit, words] of Object.entries(byUnit)) {
    for (const word of [unit.toLowerCase(), ...words]) found.set(word, unit);
  }
  return found;
}

function read<T>(value: T): Reading<T> {
  return { kind: 'read', value };
}

function refused(message: string, suggestion?: string): Reading<never> {
  return { kind: 'refused', message, suggestion };
}
