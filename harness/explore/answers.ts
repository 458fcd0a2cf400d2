import { assert } from '../sim';

interface Answer {
  value: number;
  readonly count: number;
}

/** The answers to the data choices of one step, counted through in order: the plainest come first. */
export class Answers {
  readonly #given: Answer[] = [];
  #next = 0;

  /** The step is taken again. */
  rewind(): void {
    this.#next = 0;
  }

  /** The next answer, of so many. */
  give(count: number): number {
    const known = this.#given[this.#next++];
    if (known === undefined) {
      this.#given.push({ value: 0, count });
      return 0;
    }
    assert(
      known.count === count,
      () => `a choice of ${known.count} is now one of ${count}: the program is not deterministic`,
    );
    return known.value;
  }

  /** Goes on to the next value of the last answer that has one; false when all have been given. */
  countUp(): boolean {
    for (;;) {
      const last = this.#given.at(-1);
      if (last === undefined) return false;
      if (++last.value < last.count) return true;
      this.#given.pop();
    }
  }
}
