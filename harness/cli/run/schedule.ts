import { unreachable } from '../../sim';
import { elapsed } from '../clock';
import type { Instance } from '../suite/instance';
import type { Done, Job } from './hand';
import type { RunOptions } from './run-options';
import { ScenarioSearch } from './scenario-search';
import { partThatThrew, type Threw } from './stretch';

export interface Circumstances {
  /** When all of it must be done, as `elapsed` counts; Infinity: it takes as long as it takes. */
  readonly deadline: number;
  /** How many hands there will be. */
  readonly hands: number;
}

/** What a scenario takes in the files that are made of all results at the end. */
const ENDING_MILLISECONDS = 0.2;

/** How often a job is done again whose hand was lost with it. */
const ATTEMPTS_MAX = 2;

/** Who does what next. Scenarios are begun in their order; several hands work on one only when no other is left to begin. */
export class Schedule {
  readonly #searches: ScenarioSearch[] = [];
  readonly #deadlines: number[] = [];
  readonly #verified = new Set<number>();
  /** Jobs to be done again, and how often each has been begun. */
  readonly #again: Job[] = [];
  readonly #attempts = new Map<string, number>();
  /** Scenarios that are concluded and told of, and what that took. */
  #closed = 0;
  #millisecondsOfClosing = 0;
  isOver = false;
  /** Nothing more is begun, as no time is left for it. */
  outOfTime = false;

  constructor(
    readonly instances: readonly Instance[],
    readonly options: RunOptions,
    readonly circumstances: Circumstances,
  ) {}

  /** Of a scenario that has been begun. */
  search(instance: number): ScenarioSearch | undefined {
    return this.#searches[instance];
  }

  /** From now on nothing is handed out. */
  end(): void {
    this.isOver = true;
  }

  /** One more is concluded and told of, which took so long. */
  closed(milliseconds: number): void {
    this.#closed++;
    this.#millisecondsOfClosing += milliseconds;
  }

  /** What somebody is to do who has worked on the scenario `last`; undefined: nothing at the moment. */
  next(last: number | undefined): Job | undefined {
    if (this.isOver) return undefined;
    const again = this.#again.shift();
    if (again !== undefined) return again;
    const own = last === undefined ? undefined : this.#jobOf(last);
    return own ?? this.#begin() ?? this.#help();
  }

  /** Takes what came of a job. */
  add(job: Job, done: Done): void {
    const search = this.#searches[job.instance];
    if (search === undefined) return;
    switch (done.kind) {
      case 'verified':
        this.#verified.add(job.instance);
        return search.verified(done);
      case 'searched':
        if (job.stretch !== undefined) search.add(job.stretch, done.part);
        return;
      case 'lost':
        return this.#lost(search, job, done.message);
      default:
        return unreachable(done);
    }
  }

  /** A scenario's next job, unless it must first be known whether its runs are the same twice. */
  #jobOf(instance: number): Job | undefined {
    const search = this.#searches[instance];
    if (search === undefined || (this.options.verify > 0 && !this.#verified.has(instance))) return undefined;
    const stretch = search.next({ short: this.circumstances.hands > 1 });
    return stretch && { instance, stretch, deadline: this.#deadlines[instance] ?? Infinity };
  }

  #begin(): Job | undefined {
    const instance = this.#searches.length;
    const of = this.instances[instance];
    if (of === undefined) return undefined;
    this.outOfTime = this.#leftAfterClosing(instance + 1) <= 0;
    if (this.outOfTime) return undefined;
    this.#deadlines.push(elapsed() + this.#shareOfNext());
    this.#searches.push(new ScenarioSearch(of, this.options));
    if (this.options.verify > 0) return { instance, stretch: undefined, deadline: this.#deadlines[instance] };
    return this.#jobOf(instance);
  }

  #help(): Job | undefined {
    for (let i = 0; i < this.#searches.length; i++) {
      const job = this.#searches[i].isDone ? undefined : this.#jobOf(i);
      if (job !== undefined) return job;
    }
    return undefined;
  }

  /** In milliseconds. Each scenario has an equal share of what is left, one run at least. */
  #shareOfNext(): number {
    const toCome = this.instances.length - this.#searches.length;
    const left = Math.max(0, this.#leftAfterClosing(this.instances.length));
    return (left * Math.min(this.circumstances.hands, toCome)) / toCome;
  }

  /** Milliseconds of the time budget, but for what it will take to close the first `begun` scenarios. */
  #leftAfterClosing(begun: number): number {
    const each = this.#closed === 0 ? 0 : this.#millisecondsOfClosing / this.#closed;
    return this.circumstances.deadline - elapsed() - each * (begun - this.#closed) - ENDING_MILLISECONDS * begun;
  }

  #lost(search: ScenarioSearch, job: Job, message: string): void {
    const { stretch } = job;
    const key = JSON.stringify([job.instance, stretch]);
    const attempts = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempts);
    if (attempts < ATTEMPTS_MAX) {
      this.#again.push(job);
      return;
    }
    const [first] = search.planned;
    const { strategy, from, until } = stretch ?? { strategy: first.entry.name, from: first.from, until: first.until };
    const what = `${message} in runs ${from} to ${until - 1} of strategy ${strategy}, seed ${this.options.seed}`;
    const threw: Threw = {
      ...{ strategy, run: from, until, stack: undefined },
      message: `${what}, and again when they were done again`,
    };
    if (stretch === undefined) search.verified({ threw, milliseconds: 0 });
    else search.add(stretch, partThatThrew(search.instance.scenario, threw));
  }
}
