import { type Routine } from '../../../harness/sim';
import type { Block } from '../ex/block';
import type { Executive } from '../ex/executive';
import { TAG } from '../ex/tags';
import { DispatcherObject } from './dispatcher-object';

/** An event object, as NtCreateEvent makes them. */
export class EventObject extends DispatcherObject {
  block: Block | undefined = undefined;
  protected override readonly resetsItself: boolean;

  constructor(
    readonly executive: Executive,
    readonly label: string,
    options: { readonly resetsItself: boolean },
  ) {
    super(executive.world);
    this.resetsItself = options.resetsItself;
  }

  /** False when nonpaged pool has run dry. */
  *allocate(): Routine<boolean> {
    const wanted = { bytes: 64, tag: TAG.event, site: 'NtCreateEvent', owner: this };
    this.block = yield* this.executive.nonpagedPool.allocate(wanted);
    return this.block !== undefined;
  }

  protected override *closeProcedure(): Routine {
    // Nothing ends with the last handle of an event.
  }

  protected override *deleteProcedure(): Routine {
    if (this.block !== undefined) yield* this.executive.nonpagedPool.free(this.block, 'ObpDeleteObject');
  }
}
