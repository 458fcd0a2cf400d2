import type { Name, Outcome, Strategy, Task, View, Certificate } from '../sim';
import { Answers } from './answers';

/**
 * All runs with at most so many delays (Emmi, Qadeer, Rakamaric, POPL 2011): a scheduler that lets each task go on for as long as it can,
 * and then the next in the order in which they were started, is made to skip a task so often. At most C(k+d, d) runs of k steps,
 * however many tasks there are, but for data choices, all of which are counted through. Timers come last.
 */
export class DelayBounded implements Strategy {
  readonly name: string;
  readonly timed = false;
  readonly warmUp = Infinity;
  readonly answersSweeps = true;
  readonly #answers = new Answers();
  #last = 0;
  #delays = 0;
  #runs = 0;
  #violations = 0;

  constructor(readonly delaysMax: number) {
    this.name = `delay:${delaysMax}`;
  }

  begin(): void {
    this.#answers.rewind();
    this.#last = 0;
    this.#delays = 0;
  }

  pick({ enabled, tasks }: View): number {
    const order = [...enabled].sort((a, b) => this.#place(a, tasks.length) - this.#place(b, tasks.length));
    const options = Math.min(order.length, 1 + this.delaysMax - this.#delays);
    const delays = options === 1 ? 0 : this.#answers.give(options);
    this.#delays += delays;
    this.#last = order[delays].id;
    return enabled.indexOf(order[delays]);
  }

  data(_point: Name, count: number): number {
    return this.#answers.give(count);
  }

  end(_view: View, { verdict }: Outcome): boolean {
    this.#runs++;
    if (verdict === 'violation') this.#violations++;
    return this.#answers.countUp();
  }

  get certificate(): Certificate {
    const bound = this.delaysMax === 1 ? 'at most 1 delay' : `at most ${this.delaysMax} delays`;
    return {
      ...{ strategy: this.name, runs: this.#runs, pruned: 0, violations: this.#violations },
      ...{ bound, reduction: undefined },
    };
  }

  /** Round and round, from the task that ran last on. */
  #place({ id, state }: Task, count: number): number {
    return ((id - this.#last + count) % count) + (state === 'sleeping' ? count : 0);
  }
}
