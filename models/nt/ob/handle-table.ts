import { Name, Operation, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { NtWorld } from '../world';
import type { ObObject } from './object';

const INSERT = Name.of('ob.handle-table.insert');
const REMOVE = Name.of('ob.handle-table.remove');

/** A process's handle table. Simplified: no access masks, no inheritance. */
export class HandleTable<T extends ObObject> extends SharedObject {
  entries = new Map<number, T>();
  next = 4;
  readonly #insert: Operation;
  readonly #remove: Operation;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
    this.#insert = new Operation(INSERT, [writes(this.object)]);
    this.#remove = new Operation(REMOVE, [writes(this.object)]);
  }

  /** ObInsertObject: the new handle. */
  *insert(object: T): Routine<number> {
    yield this.#insert;
    const handle = this.next;
    this.next += 4;
    this.entries.set(handle, object);
    this.world.events.referenced(this, 1);
    object.opened();
    return handle;
  }

  /** NtClose: the object's last handle runs its close procedure. */
  *close(handle: number): Routine {
    yield this.#remove;
    const object = this.entries.get(handle);
    if (this.entries.delete(handle)) this.world.events.referenced(this, -1);
    if (object !== undefined) yield object.closeHandle();
  }
}
