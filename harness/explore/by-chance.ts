import { Name, type Odds, type RunContext, type Strategy, type Stream, type View } from '../sim';

/**
 * Draws. Values uniformly or by their odds, each choice point from a stream of its own; who goes next from one that belongs to the
 * strategy, so that two of them do not make the same runs.
 *
 * Each run does entirely without about half of what is left to chance, operations of random workloads and faults: swarm testing (Groce,
 * Zhang, Eide, Chen, Regehr, ISSTA 2012). What is always there can keep something else from ever showing.
 */
export abstract class ByChance implements Strategy {
  #run: RunContext | undefined;
  readonly #scheduleName: Name;
  #schedule: Stream | undefined;
  readonly #lacks = new Map<Name, boolean>();

  constructor(
    readonly name: string,
    readonly timed: boolean,
  ) {
    this.#scheduleName = Name.of(`schedule ${name}`);
  }

  begin(run: RunContext): void {
    this.#run = run;
    this.#schedule = undefined;
    if (this.#lacks.size > 0) this.#lacks.clear();
  }

  abstract pick(view: View): number;

  data(point: Name, count: number, _task: unknown, odds: Odds | undefined): number {
    const stream = this.#run?.stream(point);
    if (stream === undefined) return 0;
    if (odds === undefined) return stream.below(count);
    return stream.below(odds.denominator) < odds.numerator ? 1 : 0;
  }

  lacks(feature: Name): boolean {
    let lacks = this.#lacks.get(feature);
    if (lacks === undefined) this.#lacks.set(feature, (lacks = this.#run?.stream(feature).below(2) === 1));
    return lacks;
  }

  /** A number in [0, count), for the schedule. */
  protected below(count: number): number {
    this.#schedule ??= this.#run?.stream(this.#scheduleName);
    return this.#schedule?.below(count) ?? 0;
  }
}

/** So many priorities that no two tasks draw the same. */
export const PRIORITIES = 2 ** 40;
