import { removeAt } from '../../../harness/sim';

/** More entries than this are kept in a map. */
const FEW = 8;

const NOTHING: readonly never[] = [];

/**
 * What an invariant remembers by key, in the order in which it came. As a rule that is little or nothing: lists of a few are looked
 * through in a fraction of what a Map costs a short run, which is made anew for each, hashes its keys, and shrinks whenever the last of
 * them goes.
 */
export class Table<K, V> implements Iterable<readonly [K, V]> {
  #keys: K[] = [];
  #values: V[] = [];
  /** In the place of the lists, once there were many. */
  #many: Map<K, V> | undefined = undefined;

  get size(): number {
    return this.#many === undefined ? this.#keys.length : this.#many.size;
  }

  /** For the next run. */
  clear(): void {
    this.#many = undefined;
    if (this.#keys.length === 0) return;
    this.#keys = [];
    this.#values = [];
  }

  has(key: K): boolean {
    return this.#many === undefined ? this.#find(key) >= 0 : this.#many.has(key);
  }

  get(key: K): V | undefined {
    if (this.#many !== undefined) return this.#many.get(key);
    const at = this.#find(key);
    return at < 0 ? undefined : this.#values[at];
  }

  set(key: K, value: V): void {
    const at = this.#many === undefined ? this.#find(key) : -1;
    if (at >= 0) this.#values[at] = value;
    else if (this.#many === undefined && this.#keys.length < FEW) {
      this.#keys.push(key);
      this.#values.push(value);
    } else this.#keepMany().set(key, value);
  }

  /** False when it was not there. */
  delete(key: K): boolean {
    if (this.#many !== undefined) return this.#many.delete(key);
    const at = this.#find(key);
    if (at < 0) return false;
    if (at === this.#keys.length - 1) {
      this.#keys.pop();
      this.#values.pop();
    } else {
      removeAt(this.#keys, at);
      removeAt(this.#values, at);
    }
    return true;
  }

  /** As they are now: what is set or deleted meanwhile changes nothing of it. */
  entries(): readonly (readonly [K, V])[] {
    if (this.#many !== undefined) return [...this.#many];
    return this.size === 0 ? NOTHING : this.#keys.map((key, i) => [key, this.#values[i]] as const);
  }

  [Symbol.iterator](): Iterator<readonly [K, V]> {
    return this.entries()[Symbol.iterator]();
  }

  keys(): readonly K[] {
    return this.#many === undefined ? [...this.#keys] : [...this.#many.keys()];
  }

  values(): readonly V[] {
    return this.#many === undefined ? [...this.#values] : [...this.#many.values()];
  }

  #find(key: K): number {
    return this.#keys.length === 0 ? -1 : this.#keys.indexOf(key);
  }

  #keepMany(): Map<K, V> {
    return (this.#many ??= new Map(this.entries()));
  }
}

/** What an invariant remembers that has nothing more to it. */
export class Members<T> implements Iterable<T> {
  readonly #table = new Table<T, true>();

  get size(): number {
    return this.#table.size;
  }

  clear(): void {
    this.#table.clear();
  }

  has(member: T): boolean {
    return this.#table.has(member);
  }

  add(member: T): void {
    this.#table.set(member, true);
  }

  delete(member: T): boolean {
    return this.#table.delete(member);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#table.keys()[Symbol.iterator]();
  }
}
