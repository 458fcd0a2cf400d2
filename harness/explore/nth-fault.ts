import { isFaultChoice, type Name, type Outcome, type Strategy, type View, type Certificate } from '../sim';

/**
 * Everything plain but one fault, the n-th time that it could fire: for each fault n = 1, 2 ... until a run has no n-th time. How
 * SQLite tests that it survives a full disk.
 */
export class NthFault implements Strategy {
  readonly name = 'nth-fault';
  readonly timed = true;
  readonly onlyChoices = true;
  readonly warmUp = Infinity;
  readonly answersSweeps = true;
  /** Faults, in the order in which they could first fire. */
  readonly #faults: Name[] = [];
  /** Which of them is being tried; -1: none, in run 0. */
  #fault = -1;
  #nth = 0;
  /** How often it could have fired in this run. */
  #times = 0;
  #runs = 0;
  #violations = 0;

  begin(): void {
    this.#times = 0;
  }

  pick(): number {
    return 0;
  }

  data(point: Name, count: number): number {
    if (count !== 2 || !isFaultChoice(point)) return 0;
    if (!this.#faults.includes(point)) this.#faults.push(point);
    if (point !== this.#faults[this.#fault]) return 0;
    return ++this.#times === this.#nth ? 1 : 0;
  }

  end(_view: View, { verdict }: Outcome): boolean {
    this.#runs++;
    if (verdict === 'violation') this.#violations++;
    if (this.#fault >= 0 && this.#times >= this.#nth) this.#nth++;
    else {
      this.#fault++;
      this.#nth = 1;
    }
    return this.#fault < this.#faults.length;
  }

  get certificate(): Certificate {
    const { name: strategy } = this;
    const bound = `one fault at a time in the plainest schedule, ${this.#faults.length} faults`;
    return { strategy, runs: this.#runs, pruned: 0, violations: this.#violations, bound, reduction: undefined };
  }
}
