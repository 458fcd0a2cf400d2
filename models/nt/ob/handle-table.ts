import { commutes, Name, Operation, reads, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { NtStatus } from '../status';
import type { NtWorld } from '../world';
import type { ObObject } from './object';

const INSERT = Name.of('ob.handle-table.insert');
const LOOK_UP = Name.of('ob.handle-table.look-up');
const REFERENCE = Name.of('ob.handle-table.reference');
const DUPLICATE = Name.of('ob.handle-table.duplicate');
const REMOVE = Name.of('ob.handle-table.remove');

/** A process's handle table. Simplified: no inheritance; access is that of the object's opener. */
export class HandleTable<T extends ObObject> extends SharedObject {
  entries = new Map<number, T>();
  next = 4;
  readonly #insert: Operation;
  readonly #lookUp: Operation;
  readonly #remove: Operation;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
    this.#insert = new Operation(INSERT, [writes(this.object)]);
    this.#lookUp = new Operation(LOOK_UP, [reads(this.object)]);
    this.#remove = new Operation(REMOVE, [writes(this.object)]);
  }

  /** ObInsertObject: the new handle. */
  *insert(object: T): Routine<number> {
    yield this.#insert;
    return this.#enter(object);
  }

  /** NtDuplicateObject: another handle to an object that the caller has a reference to. */
  *duplicate(object: T): Routine<number> {
    yield new Operation(DUPLICATE, [writes(this.object), writes(object.object)]);
    return this.#enter(object);
  }

  /** ObReferenceObjectByHandle: the object, with a reference for the caller; undefined when the handle is not open. */
  *reference(handle: number): Routine<T | undefined> {
    yield this.#lookUp;
    const found = this.entries.get(handle);
    if (found === undefined) return undefined;
    // Found and referenced is one act in NT: what was closed in between was not found.
    yield new Operation(REFERENCE, [reads(this.object), commutes(found.object)]);
    if (this.entries.get(handle) !== found) return undefined;
    found.referenced();
    return found;
  }

  /** NtClose: the object's last handle runs its close procedure. */
  *close(handle: number): Routine<NtStatus> {
    yield this.#remove;
    const object = this.entries.get(handle);
    if (object === undefined) return 'STATUS_INVALID_HANDLE';
    this.entries.delete(handle);
    this.world.events.referenced(this, -1);
    yield object.closeHandle();
    return 'STATUS_SUCCESS';
  }

  /** ObKillProcess: closes every handle. */
  *closeAll(): Routine {
    for (;;) {
      yield this.#lookUp;
      const [handle] = this.entries.keys();
      if (handle === undefined) return;
      yield this.close(handle);
    }
  }

  #enter(object: T): number {
    const handle = this.next;
    this.next += 4;
    this.entries.set(handle, object);
    this.world.events.referenced(this, 1);
    object.opened();
    return handle;
  }
}
