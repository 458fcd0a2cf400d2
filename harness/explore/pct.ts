import type { RunContext, Task, View } from '../sim';
import { ByChance, PRIORITIES } from './by-chance';

/**
 * PCT, probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010): tasks have random priorities, and
 * the highest that can goes on; at d - 1 random steps whoever would go falls below all others. One run finds a bug
 * of depth d, of which d ordering constraints are the cause, with a probability of at least 1/(n k^(d-1)): n tasks, k steps in all. The
 * k is the longest of the first runs; those can have fewer change points.
 */
export class Pct extends ByChance {
  readonly warmUp = 16;
  /** By task id: within one run ids will do. */
  readonly #priorities: number[] = [];
  #run = 0;
  #changes: readonly number[] = [];
  #stepsMax = 0;

  constructor(
    readonly depth: number,
    timed: boolean,
  ) {
    super(`${timed ? 'pct-timed' : 'pct'}:${depth}`, timed);
  }

  override begin(run: RunContext): void {
    super.begin(run);
    this.#run = run.run;
    if (run.run === 0) this.#stepsMax = 0;
    this.#priorities.length = 0;
    const count = this.#stepsMax === 0 ? 0 : this.depth - 1;
    this.#changes = Array.from({ length: count }, () => 1 + this.below(this.#stepsMax));
  }

  pick({ step, tasks, enabled }: View): number {
    while (this.#priorities.length < tasks.length) this.#priorities.push(this.below(PRIORITIES));
    const highest = this.#highest(enabled);
    const change = this.#changes.indexOf(step + 1);
    if (change < 0) return highest;
    this.#priorities[enabled[highest].id] = change - this.depth;
    return this.#highest(enabled);
  }

  end({ step }: View): boolean {
    if (this.#run < this.warmUp) this.#stepsMax = Math.max(this.#stepsMax, step);
    return true;
  }

  #highest(enabled: readonly Task[]): number {
    let best = 0;
    for (let i = 1; i < enabled.length; i++) {
      if (this.#priorities[enabled[i].id] > this.#priorities[enabled[best].id]) best = i;
    }
    return best;
  }
}
