import { InvalidArgumentError } from 'commander';
import { readDuration } from '../scenario/units';
import { TICKS } from '../sim/ticks';
import type { Grep, Shard } from './suite/select';

const COUNT_MAX = 1_000_000_000;

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= COUNT_MAX) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${COUNT_MAX}.`);
  };
}

const JOBS_MAX = 256;

/** Threads: more than any machine has would only be in one another's way. */
export function jobs(text: string): number {
  const value = wholeNumber(1)(text);
  if (value <= JOBS_MAX) return value;
  throw new InvalidArgumentError(`Expected at most ${JOBS_MAX}.`);
}

/** `2/3`: the second of three. */
export function shard(text: string): Shard {
  const [, index = '', of = ''] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const found: Shard = { index: Number(index), of: Number(of) };
  if (found.index >= 1 && found.index <= found.of && found.of <= COUNT_MAX) return found;
  throw new InvalidArgumentError('Expected i/n with i from 1 to n, such as 2/3.');
}

/** `a,b`, also given several times. */
export function words(text: string, before: readonly string[] = []): readonly string[] {
  const found = text.split(',').map((word) => word.trim());
  if (found.every((word) => word !== '')) return [...before, ...found];
  throw new InvalidArgumentError('Expected a word, or several with commas between them.');
}

/** Given several times. */
export function each(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `30 s`, `5min`: in milliseconds of real time. */
export function milliseconds(text: string): number {
  const reading = readDuration(text);
  if (reading.kind === 'read') return reading.value / TICKS.ms;
  throw new InvalidArgumentError(`Expected a duration such as 30s or 5min: ${reading.message}.`);
}

/** A regular expression, in any case; text with special signs, such as an id with its matrix part, also matches itself. */
export function grep(text: string): Grep {
  let pattern: RegExp;
  try {
    pattern = new RegExp(text, 'i');
  } catch {
    throw new InvalidArgumentError('Expected a regular expression.');
  }
  const literal = text.toLowerCase();
  return { text, matches: (subject) => pattern.test(subject) || subject.toLowerCase().includes(literal) };
}

export function seed(text: string): string {
  if (text.length > 0 && text.length <= 200 && !/\p{Cc}/u.test(text)) return text;
  throw new InvalidArgumentError('Expected 1 to 200 characters.');
}
