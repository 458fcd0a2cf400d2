import { hashText } from '../sim';

/** So many kinds are told apart one by one; of more, only a known share is followed. */
const KINDS_MAX = 65_536;

/**
 * Kinds of something that a search has met, and how often each: traces, final states. To keep memory flat, only a share of
 * 2^-depth of many kinds is followed, chosen by their hash: adaptive sampling (Flajolet, Computing 43, 1990). Which these are does
 * not depend on the order in which they came, so that the kinds of stretches put together are those of the whole search.
 */
export interface Kinds {
  depth: number;
  readonly met: Map<string, number>;
}

export function noKinds(): Kinds {
  return { depth: 0, met: new Map() };
}

/** `hash`: 8 or 16 hexadecimal digits. */
export function meet(kinds: Kinds, hash: string, times = 1): void {
  if (!isFollowed(hash, kinds.depth)) return;
  kinds.met.set(hash, (kinds.met.get(hash) ?? 0) + times);
  while (kinds.met.size > KINDS_MAX) deepen(kinds, kinds.depth + 1);
}

/** Adds what another part of the search has met. */
export function meetAll(kinds: Kinds, more: Kinds): void {
  if (more.depth > kinds.depth) deepen(kinds, more.depth);
  for (const [hash, times] of more.met) meet(kinds, hash, times);
}

export interface KindCounts {
  /** How many kinds were met. */
  readonly distinct: number;
  /** How many of them just once. */
  readonly once: number;
}

/** Exact up to 65,536 kinds, estimated from a sample beyond. */
export function countsOf({ depth, met }: Kinds): KindCounts {
  let once = 0;
  for (const times of met.values()) if (times === 1) once++;
  return { distinct: met.size * 2 ** depth, once: once * 2 ** depth };
}

/**
 * The chance that one more run meets a kind that none has met: the share of kinds that were met once among the runs (Good,
 * Biometrika 40, 1953, after Turing).
 */
export function chanceOfNew({ once }: KindCounts, runs: number): number {
  return runs === 0 ? 1 : Math.min(1, once / runs);
}

/** Whether that chance is below 1 in 1,000; one more kind than were met once is reckoned with, for what was mere luck. */
export function isSaturated({ once }: KindCounts, runs: number): boolean {
  return (once + 1) * 1000 < runs;
}

function deepen(kinds: Kinds, depth: number): void {
  kinds.depth = depth;
  for (const hash of kinds.met.keys()) if (!isFollowed(hash, depth)) kinds.met.delete(hash);
}

/** By the finaliser of MurmurHash3 (Appleby), for all bits to count. */
function isFollowed(hash: string, depth: number): boolean {
  if (depth === 0) return true;
  let word = hashText(hash);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0 < 2 ** (32 - depth);
}
