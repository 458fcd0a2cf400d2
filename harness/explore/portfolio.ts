import type { Name, Odds, Outcome, RunContext, Strategy, Task, View } from '../sim';

/**
 * Several strategies that take turns, run by run: the first run is the first one's, and so on. No strategy is best everywhere, so that
 * whichever a failure is for, it is found in as many times the runs of the best as there are members, at most. Each member knows only
 * its own runs, and none of them may end: what counts through runs is no member.
 */
export class Portfolio implements Strategy {
  /** As the member has them whose run was begun last. */
  timed: boolean;
  onlyChoices: boolean;
  after: Strategy['after'];
  readonly warmUp: number;
  readonly #afters: readonly Strategy['after'][];
  #turn = 0;

  constructor(
    readonly name: string,
    readonly members: readonly [Strategy, ...Strategy[]],
  ) {
    this.warmUp = members.length * Math.max(...members.map(({ warmUp = 0 }) => warmUp));
    this.#afters = members.map((member) => member.after?.bind(member));
    [this.timed, this.onlyChoices] = [members.every(({ timed }) => timed), false];
  }

  begin(run: RunContext): void {
    const { length } = this.members;
    this.#turn = run.run % length;
    const member = this.#member;
    this.timed = member.timed;
    this.onlyChoices = member.onlyChoices === true;
    this.after = this.#afters[this.#turn];
    member.begin({ ...run, run: Math.floor(run.run / length) });
  }

  pick(view: View): number {
    return this.#member.pick(view);
  }

  data(point: Name, count: number, task: Task, odds: Odds | undefined): number {
    return this.#member.data(point, count, task, odds);
  }

  lacks(feature: Name): boolean {
    return this.#member.lacks?.(feature) === true;
  }

  end(view: View, outcome: Outcome): boolean {
    return this.#member.end?.(view, outcome) !== false;
  }

  get #member(): Strategy {
    return this.members[this.#turn];
  }
}
