import { countsOf, isSaturated, SearchSum, type SearchResult } from '../../explore';
import type { FoundDifference } from '../../report/result';
import { accountsOf, addAccounts, type Accounts } from '../../scenario/accounts';
import { elapsed } from '../clock';
import type { Instance } from '../suite/instance';
import type { Cut } from './pace';
import { plannedStrategies, type PlannedStrategy } from './planned';
import type { RunOptions } from './run-options';
import type { Part, Stretch, Threw } from './stretch';
import type { Verified } from './verify-determinism';

/** What a stretch should take: long enough not to notice that it is handed out, short enough to share out the rest evenly. */
const STRETCH_MILLISECONDS = 100;
/** While it is not known how long a run takes. */
const FIRST_RUNS = 16;
/** A stretch has so many times the runs that a strategy must learn from, which whoever does it has to make before. */
const STRETCH_PER_WARM_UP = 10;
/** After so many runs each it is looked whether a strategy is saturated: stretches end there, however the work is shared out. */
const RUNS_UNTIL_LOOK = 256;

/** A place in a search: which strategy, and which run of it is next. */
interface Place {
  readonly strategy: number;
  readonly run: number;
}

/**
 * One scenario's search, done in stretches: hands them out, and puts together what comes back, in the order of the search. That
 * the stretches were done side by side, or in which pieces, nothing shows: what comes after the search's end is left out.
 */
export class ScenarioSearch {
  readonly planned: readonly PlannedStrategy[];
  readonly accounts: Accounts;
  readonly startedAt = elapsed();
  /** Two executions of one of its runs that differ: nothing else is asked then. */
  difference: FoundDifference | undefined;
  threw: Threw | undefined;
  cut: Cut | undefined;
  /** Whether the violation that the scenario expects was found: that is what its search ends with. */
  expectedFound = false;
  /** The strategies that were done early, as hardly any run of theirs showed anything new. */
  readonly saturated: string[] = [];
  readonly #sum = new SearchSum();
  readonly #waiting: { readonly stretch: Stretch; readonly part: Part }[] = [];
  #next: Place;
  #merged: Place;
  #isDone = false;
  #millisecondsOfRun: number | undefined;
  #milliseconds = 0;

  constructor(
    readonly instance: Instance,
    options: RunOptions,
  ) {
    this.planned = plannedStrategies(instance, options);
    this.accounts = accountsOf(instance.scenario);
    this.#next = this.#merged = this.#beginning(0);
  }

  /** All that the verdict needs is there. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Spent on the runs that have been put together, summed over those who did them. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  /** Of the runs that have been put together. */
  get result(): SearchResult {
    return this.#sum.result;
  }

  /** The next stretch to be searched, a short one or all runs of a strategy; undefined when there is none to hand out. */
  next({ short }: { readonly short: boolean }): Stretch | undefined {
    const { strategy: place, run: from } = this.#next;
    const planned = this.planned[place];
    if (this.#isDone || planned === undefined) return undefined;
    const runs = short ? this.#runsOfStretch(planned) : Infinity;
    const look = planned.untilSaturated ? from - (from % RUNS_UNTIL_LOOK) + RUNS_UNTIL_LOOK : Infinity;
    const until = Math.min(planned.until, from + runs, look);
    this.#next = this.#after(place, until);
    return { place, strategy: planned.entry.name, from, until };
  }

  /** What came of a stretch that was handed out. */
  add(stretch: Stretch, part: Part): void {
    if (part.hashes.length > 0) this.#millisecondsOfRun = part.milliseconds / part.hashes.length;
    this.#waiting.push({ stretch, part });
    for (;;) {
      const i = this.#waiting.findIndex((one) => isAt(this.#merged, one.stretch));
      const [found] = i < 0 || this.#isDone ? [] : this.#waiting.splice(i, 1);
      if (found === undefined) return;
      this.#merge(found.stretch, found.part);
    }
  }

  /** What came of doing runs twice, before the search. */
  verified({ difference, threw, cut, milliseconds }: Verified): void {
    this.#milliseconds += milliseconds;
    this.difference = difference;
    if (difference !== undefined || threw !== undefined || cut !== undefined) this.end({ cut, threw });
  }

  /** Ends the search where it is. */
  end(why: { readonly cut?: Cut | undefined; readonly threw?: Threw | undefined } = {}): void {
    if (this.#isDone) return;
    this.cut = why.cut;
    this.threw = why.threw;
    this.#isDone = true;
  }

  #merge(stretch: Stretch, { result, hashes, accounts, isOver, cut, threw, milliseconds }: Part): void {
    const planned = this.planned[stretch.place];
    if (stretch.from === planned.from) this.#sum.begin(stretch.strategy);
    this.#sum.add(result, hashes);
    addAccounts(this.accounts, accounts);
    this.#milliseconds += milliseconds;
    const hasEnded = result.byStrategy.some(({ ended }) => ended) || this.#isSaturated(stretch);
    this.#merged = hasEnded ? this.#beginning(stretch.place + 1) : this.#after(stretch.place, stretch.until);
    if (isBefore(this.#next, this.#merged)) this.#next = this.#merged;
    this.expectedFound ||= isOver && this.instance.scenario.expect.violates !== undefined;
    const isLast = this.#merged.strategy === this.planned.length;
    if (isLast || isOver || cut !== undefined || threw !== undefined) this.end({ cut, threw });
  }

  #isSaturated({ place, until }: Stretch): boolean {
    const { latest } = this.#sum;
    if (!this.planned[place].untilSaturated || until % RUNS_UNTIL_LOOK > 0 || latest === undefined) return false;
    if (!isSaturated(countsOf(latest.traces), latest.runs)) return false;
    this.saturated.push(latest.strategy);
    return true;
  }

  #runsOfStretch({ warmUp }: PlannedStrategy): number {
    const each = this.#millisecondsOfRun;
    const runs = each === undefined ? FIRST_RUNS : Math.ceil(STRETCH_MILLISECONDS / Math.max(each, 0.001));
    return Math.max(1, runs, STRETCH_PER_WARM_UP * warmUp);
  }

  #beginning(strategy: number): Place {
    return { strategy, run: this.planned[strategy]?.from ?? 0 };
  }

  #after(strategy: number, run: number): Place {
    const { until } = this.planned[strategy];
    return run < until ? { strategy, run } : this.#beginning(strategy + 1);
  }
}

function isAt(place: Place, stretch: Stretch): boolean {
  return stretch.place === place.strategy && stretch.from === place.run;
}

function isBefore(a: Place, b: Place): boolean {
  return a.strategy < b.strategy || (a.strategy === b.strategy && a.run < b.run);
}
