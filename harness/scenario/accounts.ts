import type { FaultAccount } from '../sim';
import type { Scenario } from './scenario';

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
  /** Step `expect`, by whose it is and where it stands -> what became of it, if a run came to it. */
  readonly steps: Map<string, JudgedStep>;
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

/** Those of a scenario that has not been run: with its faults in the order of the file. */
export function accountsOf({ faults }: Pick<Scenario, 'faults'>): Accounts {
  const none = { armedRuns: 0, matched: 0, fired: 0, effective: 0, expired: 0 };
  return {
    runs: 0,
    faults: new Map(
      faults.map(({ name, at, select }) => {
        const swept = select.kind === 'sweep' ? { swept: 0 } : {};
        return [name, { name, point: at, ...none, ...swept }];
      }),
    ),
    marks: new Map(),
    invariants: new Map(),
    performed: new Map(),
    skipped: new Map(),
    made: new Map(),
    judged: new Map(),
    steps: new Map(),
  };
}

/** Adds what further runs of the same scenario have done. */
export function addAccounts(sum: Accounts, more: Accounts): void {
  sum.runs += more.runs;
  for (const fault of more.faults.values()) addToSum(sum, fault, fault.armedRuns, fault.swept ?? 0);
  for (const counts of ['marks', 'invariants', 'performed', 'skipped', 'made', 'judged'] as const) {
    for (const [key, by] of more[counts]) increment(sum[counts], key, by);
  }
  for (const [key, { place, judged, unjudged }] of more.steps) {
    const step = judgedStep(sum, key, place);
    step.judged += judged;
    step.unjudged ??= unjudged;
  }
}

export function increment(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** What becomes of a step `expect`: made when a run comes to it first. */
export function judgedStep({ steps }: Accounts, key: string, place: string): JudgedStep {
  let step = steps.get(key);
  if (step === undefined) steps.set(key, (step = { place, judged: 0, unjudged: undefined }));
  return step;
}

/** What one run says of a fault. */
export function addFault(accounts: Accounts, account: FaultAccount): void {
  addToSum(accounts, account, 1, account.sweptTo);
}

type Counted = Pick<FaultSum, 'name' | 'point' | 'matched' | 'fired' | 'effective' | 'expired'>;

function addToSum(accounts: Accounts, more: Counted, armedRuns: number, sweptTo: number): void {
  const { name, point } = more;
  let sum = accounts.faults.get(name);
  if (sum === undefined) {
    sum = { name, point, armedRuns: 0, matched: 0, fired: 0, effective: 0, expired: 0 };
    accounts.faults.set(name, sum);
  }
  sum.armedRuns += armedRuns;
  sum.matched += more.matched;
  sum.fired += more.fired;
  sum.effective += more.effective;
  sum.expired += more.expired;
  if (sum.swept !== undefined) sum.swept = Math.max(sum.swept, sweptTo);
}
