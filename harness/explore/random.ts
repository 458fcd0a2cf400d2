import { Name, type Odds, type RunContext, type Strategy, type Stream, type View } from '../sim';

/** Chooses uniformly everywhere; untimed, so that any enabled task may be next, however long another has waited. */
export function random(): Strategy {
  return new RandomWalk('random', false);
}

/** Chooses uniformly everywhere, but time decides who comes when: latencies are drawn, and only ties are free. */
export function randomTimed(): Strategy {
  return new RandomWalk('random-timed', true);
}

class RandomWalk implements Strategy {
  readonly onlyChoices = true;
  #run: RunContext | undefined;
  /** Each strategy's own, so that two of them do not make the same runs where time has no say. */
  readonly #scheduleName: Name;
  #schedule: Stream | undefined;

  constructor(
    readonly name: string,
    readonly timed: boolean,
  ) {
    this.#scheduleName = Name.of(`schedule ${name}`);
  }

  begin(run: RunContext): void {
    this.#run = run;
    this.#schedule = undefined;
  }

  pick(view: View): number {
    const count = view.enabled.length;
    if (count === 1) return 0; // it draws the same numbers, whether or not it is asked here
    this.#schedule ??= this.#run?.stream(this.#scheduleName);
    return this.#schedule?.below(count) ?? 0;
  }

  data(point: Name, count: number, _task: unknown, odds: Odds | undefined): number {
    const stream = this.#run?.stream(point);
    if (stream === undefined) return 0;
    if (odds === undefined) return stream.below(count);
    return stream.below(odds.denominator) < odds.numerator ? 1 : 0;
  }
}
