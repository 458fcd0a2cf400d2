import {
  hexOf,
  signatureOf,
  simulate,
  type Certificate,
  type Kernel,
  type Outcome,
  type Program,
  type Strategy,
} from '../sim';
import { meet, meetAll, noKinds, type Kinds } from './kinds';
import { warmUp } from './warm-up';

/** What to search with. */
export interface SearchPlan {
  /** The root seed. */
  readonly root: string;
  readonly strategies: readonly PlannedRuns[];
  /** Just this run of each strategy: a reproduction. */
  readonly only?: number | undefined;
  /** Asked after each run that found a violation: whether the search has what it came for. */
  stop(outcome: Outcome): boolean;
  /** Asked before each run: whether to break off (a time budget, an interrupt). */
  breakOff?(): boolean;
  /** Told after each run, also one that was pruned. */
  ran?(outcome: Outcome): void;
}

/** The runs of a strategy from `from`, or the first, to before `runs`. */
export interface PlannedRuns {
  readonly make: () => Strategy;
  readonly from?: number | undefined;
  readonly runs: number;
}

/** One failure: which run it was, and the choices that are it. */
export interface Failure {
  readonly strategy: string;
  readonly run: number;
  /** Whether that run knew virtual time. */
  readonly timed: boolean;
  readonly signature: string;
  readonly outcome: Outcome;
  readonly choices: readonly number[];
}

/** A reason for which runs showed nothing. */
export interface Reason {
  /** How many runs gave it. */
  readonly runs: number;
  /** The first of them, with its hash. */
  readonly first: { readonly strategy: string; readonly run: number; readonly hash: string };
}

export interface SearchResult {
  /** Complete runs; pruned ones are not counted. */
  readonly runs: number;
  readonly steps: number;
  /** Over the hashes of all runs, in order: the same for the same search everywhere. */
  readonly hash: string;
  /** Runs by strategy. */
  readonly byStrategy: readonly StrategyRuns[];
  /** The first failure of each signature. */
  readonly failures: readonly Failure[];
  /** Why runs showed nothing: each reason once. */
  readonly inconclusive: ReadonlyMap<string, Reason>;
  /** The search was broken off before it was done. */
  readonly brokenOff: boolean;
}

/** What the runs of one strategy came to. */
export interface StrategyRuns {
  readonly strategy: string;
  /** Complete ones. */
  readonly runs: number;
  /** It has no other run. */
  readonly ended: boolean;
  /** Of one that counts through runs: what it has covered. */
  readonly certificate?: Certificate | undefined;
  /** What the runs did, by their hashes. */
  readonly traces: Kinds;
  /** How they ended: `Program.ending`. */
  readonly states: Kinds;
}

/** The run that a search is about to make. */
export interface RunToCome {
  readonly strategy: string;
  readonly run: number;
}

/** Runs a program under one strategy after another until each is done, or `plan.stop` says so. */
export function search(kernel: Kernel, program: Program, plan: SearchPlan): SearchResult {
  const searching = searchByRuns(kernel, program, plan);
  for (;;) {
    const step = searching.next();
    if (step.done === true) return step.value;
  }
}

/** `search`, which pauses before each run: whoever drives it may do something else in between, and knows which run throws. */
export function* searchByRuns(
  kernel: Kernel,
  program: Program,
  plan: SearchPlan,
): Generator<RunToCome, SearchResult, undefined> {
  const found = new Map<string, Failure>();
  const inconclusive = new Map<string, Reason>();
  const byStrategy: Writable<StrategyRuns>[] = [];
  const hash = new HashChain();
  let runs = 0;
  let steps = 0;
  let over = false;
  let brokenOff = false;
  for (const { make, from = 0, runs: runsMax } of plan.strategies) {
    if (over) break;
    const strategy = make();
    const account = nothingOf(strategy.name);
    byStrategy.push(account);
    const first = plan.only ?? from;
    for (let run = first; run < (plan.only === undefined ? runsMax : first + 1); run++) {
      yield { strategy: strategy.name, run };
      if (plan.breakOff?.() === true) {
        over = brokenOff = true;
        break;
      }
      if (run === first) warmUp(kernel, program, strategy, { root: plan.root, run });
      const outcome = simulate(kernel, program, strategy, { root: plan.root, run });
      hash.add(outcome.hash);
      steps += outcome.steps;
      if (outcome.verdict !== 'pruned') {
        runs++;
        account.runs++;
        meet(account.traces, outcome.hash);
        const ending = program.ending?.();
        if (ending !== undefined) meet(account.states, ending);
      }
      for (const reason of outcome.reasons) {
        addReason(inconclusive, reason, { runs: 1, first: { strategy: strategy.name, run, hash: outcome.hash } });
      }
      const violation = outcome.violations[0];
      if (violation !== undefined) {
        const signature = signatureOf(violation);
        if (!found.has(signature)) {
          const { timed, choices } = kernel;
          const failure = { strategy: strategy.name, run, timed, signature, outcome, choices: choices.values() };
          found.set(signature, failure);
        }
        over = plan.stop(outcome);
      }
      plan.ran?.(outcome);
      const ended = strategy.end?.(kernel, outcome) === false;
      if (over) break;
      // A strategy that has no other run of a program has one of the next match all the same.
      const bySweep = program.sweeps !== undefined && strategy.answersSweeps !== true;
      if (bySweep ? program.exhausted?.() === true : ended) {
        account.ended = true;
        break;
      }
    }
    if (strategy.certificate !== undefined) account.certificate = strategy.certificate;
  }
  return { runs, steps, hash: hash.text, byStrategy, failures: [...found.values()], inconclusive, brokenOff };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function nothingOf(strategy: string): Writable<StrategyRuns> {
  return { strategy, runs: 0, ended: false, traces: noKinds(), states: noKinds() };
}

/** Adds what further runs gave to what is known of a reason. */
function addReason(reasons: Map<string, Reason>, text: string, { runs, first }: Reason): void {
  const known = reasons.get(text);
  reasons.set(text, known === undefined ? { runs, first } : { runs: known.runs + runs, first: known.first });
}

/** What several searches found that were made one after another, or side by side and put in order: as one search. */
export class SearchSum {
  readonly #found = new Map<string, Failure>();
  readonly #inconclusive = new Map<string, Reason>();
  readonly #byStrategy: Writable<StrategyRuns>[] = [];
  readonly #hash = new HashChain();
  #runs = 0;
  #steps = 0;
  #brokenOff = false;

  /** From now on it is this strategy's turn. */
  begin(strategy: string): void {
    this.#byStrategy.push(nothingOf(strategy));
  }

  /** The next runs of the strategy whose turn it is, and the hash of each. */
  add(more: SearchResult, hashes: readonly string[]): void {
    for (const hash of hashes) this.#hash.add(hash);
    this.#runs += more.runs;
    this.#steps += more.steps;
    this.#brokenOff ||= more.brokenOff;
    const account = this.#byStrategy.at(-1);
    if (account !== undefined) {
      for (const { runs, ended, certificate, traces, states } of more.byStrategy) {
        account.runs += runs;
        account.ended ||= ended;
        if (certificate !== undefined) account.certificate = certificate;
        meetAll(account.traces, traces);
        meetAll(account.states, states);
      }
    }
    for (const [text, reason] of more.inconclusive) addReason(this.#inconclusive, text, reason);
    for (const failure of more.failures) {
      if (!this.#found.has(failure.signature)) this.#found.set(failure.signature, failure);
    }
  }

  /** Of the strategy whose turn it is. */
  get latest(): StrategyRuns | undefined {
    return this.#byStrategy.at(-1);
  }

  get result(): SearchResult {
    return {
      ...{ runs: this.#runs, steps: this.#steps, hash: this.#hash.text, brokenOff: this.#brokenOff },
      ...{ byStrategy: this.#byStrategy, failures: [...this.#found.values()], inconclusive: this.#inconclusive },
    };
  }
}

/** Hashes over hashes: 16 hexadecimal digits. */
export class HashChain {
  #high = 0x6a09e667;
  #low = 0xbb67ae85;

  add(hash: string): void {
    const high = parseInt(hash.slice(0, 8), 16);
    const low = parseInt(hash.slice(8), 16);
    this.#high = Math.imul(this.#high ^ high, 0x9e3779b1) ^ (this.#low >>> 15);
    this.#low = Math.imul(this.#low ^ low, 0x85ebca77) ^ (this.#high >>> 13);
  }

  get text(): string {
    return hexOf(this.#high) + hexOf(this.#low);
  }
}
