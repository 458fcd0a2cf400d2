import { assert, commutes, Name, Operation, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { NtWorld } from '../world';

const REFERENCE = Name.of('ob.reference');
const DEREFERENCE = Name.of('ob.dereference');
const CLOSE_HANDLE = Name.of('ob.close-handle');

/**
 * An object of the object manager: handles count open handles, pointers count references, one of them for all handles
 * together. Its type's close procedure runs when the last handle is closed, its delete procedure when the last
 * reference goes.
 */
export abstract class ObObject extends SharedObject {
  handleCount = 0;
  pointerCount = 1;
  /** `yield object.reference`: ObReferenceObject, by somebody who has a reference already. */
  readonly reference: Operation;
  readonly #dereference: Operation;
  readonly #closeHandle: Operation;

  constructor(protected readonly world: NtWorld) {
    super(world.kernel);
    this.reference = new Operation(REFERENCE, [commutes(this.object)], undefined, () => {
      this.referenced();
    });
    this.#dereference = new Operation(DEREFERENCE, [writes(this.object)]);
    this.#closeHandle = new Operation(CLOSE_HANDLE, [writes(this.object)]);
    world.events.referenced(this, 1);
  }

  /** Counts a reference, in a step that announces it. */
  referenced(): void {
    this.tally('pointerCount', 1);
    this.world.events.referenced(this, 1);
  }

  /** The handle table has it: an object starts with one reference, which its first handle keeps. */
  opened(): void {
    this.handleCount++;
  }

  /** ObDereferenceObject. The last one deletes the object. */
  *dereference(): Routine {
    yield this.#dereference;
    this.world.events.referenced(this, -1);
    assert(this.pointerCount > 0, () => `${this.label} has a reference to give back`);
    if (--this.pointerCount === 0) yield this.deleteProcedure();
  }

  /** NtClose of one handle. The last one runs the close procedure, then gives the handles' reference back. */
  *closeHandle(): Routine {
    yield this.#closeHandle;
    assert(this.handleCount > 0, () => `${this.label} has an open handle`);
    if (--this.handleCount > 0) return;
    yield this.closeProcedure();
    yield this.dereference();
  }

  protected abstract closeProcedure(): Routine;
  protected abstract deleteProcedure(): Routine;
}
