import type { FaultAccount } from '../sim';
import type { Step } from './scenario';

/** What a scenario's runs have truly done, summed over all of them: what decides between pass and inconclusive. */
export interface Accounts {
  runs: number;
  /** In the order of the file; sums over the runs. */
  readonly faults: Map<string, FaultSum>;
  /** Mark -> runs that reached it. */
  readonly marks: Map<string, number>;
  /** Invariant -> how often it had something to judge. */
  readonly invariants: Map<string, number>;
  /** Client -> operations that it performed. */
  readonly performed: Map<string, number>;
  /** Label of a step -> how often it was skipped because what it needs had not been made. */
  readonly skipped: Map<string, number>;
  /** Request that `expect` names -> runs that made it. */
  readonly made: Map<string, number>;
  /** Expectation -> how often there was a response to judge. */
  readonly judged: Map<string, number>;
  /** What became of the `expect` steps that a run came to. */
  readonly steps: Map<Step, JudgedStep>;
}

export interface JudgedStep {
  /** Whose step it is, with its line. */
  readonly place: string;
  /** How often there was a response to judge. */
  judged: number;
  /** Why there was none, the first time. */
  unjudged: string | undefined;
}

export interface FaultSum {
  readonly name: string;
  /** Undefined: it strikes at a moment. */
  readonly point: string | undefined;
  armedRuns: number;
  matched: number;
  fired: number;
  effective: number;
  expired: number;
  /** With a sweep: how many matches it has gone through; the largest number, not a sum. Absent: no sweep. */
  swept?: number | undefined;
}

export function newAccounts(): Accounts {
  return {
    runs: 0,
    faults: new Map(),
    marks: new Map(),
    invariants: new Map(),
    performed: new Map(),
    skipped: new Map(),
    made: new Map(),
    judged: new Map(),
    steps: new Map(),
  };
}

export function increment(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

export function addFault(accounts: Accounts, account: FaultAccount): void {
  let sum = accounts.faults.get(account.name);
  if (sum === undefined) {
    sum = { name: account.name, point: account.point, armedRuns: 0, matched: 0, fired: 0, effective: 0, expired: 0 };
    accounts.faults.set(account.name, sum);
  }
  sum.armedRuns++;
  sum.matched += account.matched;
  sum.fired += account.fired;
  sum.effective += account.effective;
  sum.expired += account.expired;
  if (sum.swept !== undefined) sum.swept = Math.max(sum.swept, account.sweptTo);
}
