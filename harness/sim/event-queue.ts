/** Ticks (100 ns) from the base that a key can hold: 2^32, about 429 s. What is due later waits in `far`. */
const NEAR_TICKS = 2 ** 32;

/** Sequence numbers within one numbering: with the ticks they fill 52 of the 53 bits of a number's mantissa, so that sums of keys are exact. */
const SEQUENCES = 2 ** 20;

interface FarEvent {
  readonly ticks: number;
  readonly item: number;
}

/**
 * Events in total order: due time, then order of insertion. An event is a small number to its owner, from 0 (the kernel's: a task's
 * id), at most once in the queue. A binary heap over typed arrays whose numeric key packs both parts of the order; the hole
 * that a pop leaves is filled by the next push. Keys are relative to a base, so that runs may last for years of virtual time:
 * what is due beyond a key's span waits aside until the base has moved, and sequence numbers are handed out anew when they
 * run out.
 */
export class EventQueue {
  private keys = new Float64Array(64).fill(Infinity);
  private items = new Int32Array(64);
  private size = 0;
  /**
   * The root was popped and nothing has filled it yet. Compared with `true`: the compiler does not know that a field is boolean,
   * and to find out whether just anything is true takes it ten instructions.
   */
  private hole = false;
  private baseTicks = 0;
  private sequence = 0;
  private far: FarEvent[] = [];
  private readonly sequences: number;

  /** Fewer sequence numbers, at least 4, serve to test that they can run out. */
  constructor(options?: { sequences: number }) {
    this.sequences = options?.sequences ?? SEQUENCES;
  }

  get length(): number {
    return this.size - (this.hole ? 1 : 0) + this.far.length;
  }

  clear(): void {
    this.keys.fill(Infinity, 0, this.size);
    this.size = 0;
    this.hole = false;
    this.baseTicks = 0;
    this.sequence = 0;
    if (this.far.length > 0) this.far = [];
  }

  push(ticks: number, item: number): void {
    const offset = ticks - this.baseTicks;
    if (offset < 0 || offset >= NEAR_TICKS || this.sequence === this.sequences) {
      this.pushBeyond(ticks, item);
      return;
    }
    const key = offset * SEQUENCES + this.sequence++;
    if (this.hole === true) {
      this.hole = false;
      this.siftDown(0, key, item);
    } else this.append(key, item);
  }

  /**
   * After a pop: whether another event may be due at the same time. False is certain; true may mean a tick later. It is asked at
   * every pop, and costs half of what hasTie() does.
   */
  mayTie(): boolean {
    const keys = this.keys;
    const limit = keys[0] + SEQUENCES;
    return keys[1] < limit || keys[2] < limit;
  }

  /**
   * After a pop: whether another event is due at the same time, which the caller knows. The next is one of the root's children:
   * asking leaves the hole to the next push. Events far from the base can not be due together with a near one.
   */
  hasTie(ticks: number): boolean {
    const limit = (ticks - this.baseTicks + 1) * SEQUENCES;
    const keys = this.keys;
    return this.hole === true ? keys[1] < limit || keys[2] < limit : keys[0] < limit;
  }

  /** The earliest event, left where it is; -1 when there is none. */
  peek(): number {
    return this.settle() ? this.items[0] : -1;
  }

  /** Takes out the earliest event; -1 when there is none. */
  pop(): number {
    if ((this.hole === true || this.size === 0) && !this.settle()) return -1;
    this.hole = true;
    return this.items[0];
  }

  /** Takes out an event that stands in the queue. */
  remove(item: number): void {
    if (this.hole === true) this.fillHole();
    const at = this.items.indexOf(item);
    if (at >= 0 && at < this.size) this.removeAt(at);
    else this.far = this.far.filter((event) => event.item !== item);
  }

  /** Makes the root the earliest event; false when there is none. */
  private settle(): boolean {
    if (this.hole === true) this.fillHole();
    if (this.size === 0 && this.far.length > 0) this.rebase(Infinity);
    return this.size > 0;
  }

  private fillHole(): void {
    this.hole = false;
    this.removeAt(0);
  }

  private removeAt(at: number): void {
    const last = --this.size;
    const key = this.keys[last];
    const item = this.items[last];
    this.keys[last] = Infinity;
    if (at === last) return;
    if (at > 0 && key < this.keys[(at - 1) >> 1]) this.siftUp(at, key, item);
    else this.siftDown(at, key, item);
  }

  private append(key: number, item: number): void {
    // One key beyond the end stays Infinity, so that siftDown need not ask whether there is a second child.
    if (this.size + 1 === this.keys.length) this.grow();
    this.siftUp(this.size++, key, item);
  }

  /** The event lies outside of what keys can hold just now. */
  private pushBeyond(ticks: number, item: number): void {
    if (ticks - this.baseTicks < NEAR_TICKS) {
      this.rebase(ticks);
      if (ticks - this.baseTicks < NEAR_TICKS) return this.push(ticks, item);
    }
    this.far.push({ ticks, item });
  }

  private siftUp(from: number, key: number, item: number): void {
    const keys = this.keys;
    const items = this.items;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentKey = keys[parent];
      if (parentKey <= key) break;
      keys[at] = parentKey;
      items[at] = items[parent];
      at = parent;
    }
    keys[at] = key;
    items[at] = item;
  }

  private siftDown(from: number, key: number, item: number): void {
    const keys = this.keys;
    const items = this.items;
    const size = this.size;
    let at = from;
    let child = 2 * at + 1;
    while (child < size) {
      const left = keys[child];
      const right = keys[child + 1];
      // Which child comes first is anybody's guess to a processor: added, not branched on.
      child += Number(right < left);
      const least = keys[child];
      if (least >= key) break;
      keys[at] = least;
      items[at] = items[child];
      at = child;
      child = 2 * at + 1;
    }
    keys[at] = key;
    items[at] = item;
  }

  private grow(): void {
    const keys = new Float64Array(this.keys.length * 2).fill(Infinity);
    const items = new Int32Array(keys.length);
    keys.set(this.keys);
    items.set(this.items);
    this.keys = keys;
    this.items = items;
  }

  /** Moves the base to the earliest event, or to `leastTicks` if that is earlier, and hands out the sequence numbers anew. */
  private rebase(leastTicks: number): void {
    if (this.hole === true) this.fillHole();
    const near = Array.from({ length: this.size }, (_, i) => ({ key: this.keys[i], item: this.items[i] }));
    near.sort((a, b) => a.key - b.key);
    const events = near.map(({ key, item }) => ({ ticks: this.baseTicks + Math.floor(key / SEQUENCES), item }));
    // Whatever is far comes after all that is near, and what is due at one time is either all near or all far.
    for (const event of this.far) events.push(event);
    this.clear();
    this.baseTicks = events.reduce((least, { ticks }) => Math.min(least, ticks), leastTicks);
    for (const { ticks, item } of events) {
      this.push(ticks, item);
      if (this.sequence === this.sequences) throw new RangeError(`${this.sequences} events are pending`);
    }
  }
}
