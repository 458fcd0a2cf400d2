import { CLOCK, Name, Operation, writes, type Routine } from '../../../harness/sim';
import { ObObject } from './object';

const WAIT = Name.of('ob.wait');
const CLEAR = Name.of('ob.clear');

/** An object that threads wait for: what of it KeWaitForSingleObject looks at. */
export abstract class DispatcherObject extends ObObject {
  signalled = false;
  /** Whether it lets one thread through and is reset by that (a synchronization event), or all until it is cleared. */
  protected readonly resetsItself: boolean = false;

  /** KeWaitForSingleObject: whether it was signalled in time; a time of 0 is a look. */
  *wait(timeoutTicks: number): Routine<boolean> {
    // Where timers fire by choice, setting one is a step that writes the clock.
    const clock = timeoutTicks > 0 && !this.world.kernel.timed ? [writes(CLOCK)] : [];
    const enabled = timeoutTicks === 0 ? undefined : (): boolean => this.signalled;
    const bound = timeoutTicks === 0 ? -1 : timeoutTicks;
    yield new Operation(WAIT, [writes(this.object), ...clock], enabled, undefined, undefined, bound);
    const { signalled } = this;
    if (signalled && this.resetsItself) this.signalled = false;
    return signalled;
  }

  /** KeClearEvent. */
  clear(): Operation {
    return new Operation(CLEAR, [writes(this.object)], undefined, () => {
      this.signalled = false;
    });
  }
}
