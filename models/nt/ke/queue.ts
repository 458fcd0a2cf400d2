import { assert, Name, Operation, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { NtWorld } from '../world';
import { preemptible } from './preemption';

const REMOVE = Name.of('ke.queue.remove');
const INSERT = Name.of('ke.queue.insert');

/**
 * KQUEUE: work items for a pool of threads, first in first out. `yield queue.insert(item)` (KeInsertQueue); a thread takes one
 * with `yield queue.remove` and then `queue.removed()` (KeRemoveQueue).
 */
export class KQueue<T> extends SharedObject {
  readonly remove: Operation;
  items: T[] = [];
  taken: T | undefined = undefined;
  readonly #access: readonly number[];

  constructor(
    readonly world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
    this.#access = [writes(this.object)];
    this.remove = new Operation(
      REMOVE,
      this.#access,
      () => this.items.length > 0,
      () => {
        this.taken = this.items.shift();
      },
    );
  }

  insert(item: T): Operation | Routine {
    const insert = new Operation(INSERT, this.#access, undefined, () => {
      this.items.push(item);
    });
    return preemptible(this.world, insert, this.label);
  }

  /** KeInsertHeadQueue. */
  insertFirst(item: T): Operation {
    return new Operation(INSERT, this.#access, undefined, () => {
      this.items.unshift(item);
    });
  }

  /** As a routine of its own, where one is asked for. */
  *insertRoutine(item: T): Routine {
    yield this.insert(item);
  }

  /** What the step's `remove` took. */
  removed(): T {
    const item = this.taken;
    assert(item !== undefined, () => `${this.label}: removed() follows yield remove in the same step`);
    this.taken = undefined;
    return item;
  }
}
