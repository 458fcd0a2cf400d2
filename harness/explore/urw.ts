import type { RunContext, Task, View } from '../sim';
import { ByChance } from './by-chance';
import { Remaining } from './remaining';

/**
 * URW, uniform random walk (Zhao, Wolff, Mathur, Roychoudhury, ASPLOS 2025): run 0 counts the steps of each task; from then on a
 * task's chance is its share of the steps that are left. If the counts are right and nobody has to wait, all interleavings are equally
 * likely, and a task that must take all of its many steps before another takes one is no rarity.
 */
export class Urw extends ByChance {
  readonly warmUp = 1;
  readonly #remaining = new Remaining();
  #counting = true;

  constructor() {
    super('urw', false);
  }

  override begin(run: RunContext): void {
    super.begin(run);
    this.#counting = run.run === 0;
    if (this.#counting) this.#remaining.forget();
    this.#remaining.begin();
  }

  pick({ tasks, enabled }: View): number {
    this.#remaining.meet(tasks);
    // Whoever was never counted, or has taken all his steps and more, still has one.
    const weights = enabled.map((task) => Math.max(1, this.#remaining.of(task)));
    let ticket = this.below(weights.reduce((sum, one) => sum + one, 0));
    return weights.findIndex((weight) => (ticket -= weight) < 0);
  }

  after(_view: View, task: Task): void {
    if (this.#counting) this.#remaining.count(task, 1);
    else this.#remaining.take(task);
  }
}
