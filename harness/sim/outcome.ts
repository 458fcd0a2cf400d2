import type { FoundViolation } from './violation';

/**
 * How one run ended. `inconclusive`: nothing was shown, and why; `pruned`: the strategy found it redundant, it does not
 * count as a run.
 */
export interface Outcome {
  readonly verdict: 'pass' | 'violation' | 'inconclusive' | 'pruned';
  /** The first is the violation, the others are what the same step broke as well. */
  readonly violations: readonly FoundViolation[];
  /** Why the run shows nothing. */
  readonly reasons: readonly string[];
  /** 16 hexadecimal digits over every step and every choice. */
  readonly hash: string;
  readonly steps: number;
  /** Virtual time at the end, in ticks. */
  readonly ticks: number;
  /** How many choices were made. */
  readonly choices: number;
}
