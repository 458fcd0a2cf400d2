/**
 * The choices of a run in the order in which they were made: which of how many. Choices among one are not recorded.
 * A run is this list: the same program, given the same answers, does the same.
 */
export class Choices {
  #values = new Float64Array(256);
  #counts = new Float64Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  add(value: number, count: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length] = value;
    this.#counts[this.#length] = count;
    this.#length++;
  }

  valueAt(index: number): number {
    return this.#values[index];
  }

  countAt(index: number): number {
    return this.#counts[index];
  }

  values(): number[] {
    return Array.from(this.#values.subarray(0, this.#length));
  }

  #grow(): void {
    const values = new Float64Array(this.#values.length * 2);
    const counts = new Float64Array(this.#values.length * 2);
    values.set(this.#values);
    counts.set(this.#counts);
    this.#values = values;
    this.#counts = counts;
  }
}
