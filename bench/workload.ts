/** The sizes of a workload W(M, K); README.md says what its actors do. */
export interface Size {
  readonly actors: number;
  readonly rounds: number;
}

/** What a run of W must answer, whichever engine ran it. */
export interface Result {
  readonly events: number;
  /** Virtual time at the end, where the engine has one. */
  readonly endTicks: number | undefined;
  /** Over every step and choice, where the engine has one. */
  readonly hash?: string | undefined;
}

export const BLOCK_BYTES = 64;

/** The lock that an actor takes in a round: all start apart, and drift into one another's way. */
export function lockOf(actor: number, round: number, size: Size): number {
  return (actor + round) % size.actors;
}

/**
 * Latencies of one actor in one run: xorshift32, the same in every engine, so that all of them run the same histories. Each run
 * has other ones, as in a search; a processor learns a history that it sees again by heart.
 */
export class Latencies {
  #state: number;

  constructor(size: Size, run: number, actor: number) {
    this.#state = Math.imul(run * size.actors + actor + 1, 0x9e3779b1);
  }

  /** 1 to 256 ticks. */
  draw(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return 1 + ((x >>> 8) & 0xff);
  }
}

/** What an engine prints of a measurement. `events`, `endTicks` and `hash` are those of run 0. */
export interface Measured extends Result {
  readonly nanosecondsPerEvent: number;
}
