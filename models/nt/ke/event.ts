import { Name, Operation, reads, SharedObject, writes } from '../../../harness/sim';
import type { NtWorld } from '../world';

const WAIT = Name.of('ke.event.wait');
const SET = Name.of('ke.event.set');

/** KEVENT, a notification event: once set it stays set. `yield event.wait()`, `yield event.set()`. */
export class KEvent extends SharedObject {
  signalled = false;

  constructor(
    world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
  }

  /** KeWaitForSingleObject. Made when needed: most events are waited for by nobody. */
  wait(): Operation {
    return new Operation(WAIT, [reads(this.object)], () => this.signalled);
  }

  /** KeSetEvent. */
  set(): Operation {
    return new Operation(SET, [writes(this.object)], undefined, () => {
      this.signalled = true;
    });
  }
}
