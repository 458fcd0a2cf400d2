import { assert, Name, Operation, SharedObject, writes, type Routine, type Task } from '../../../harness/sim';
import type { NtWorld } from '../world';
import { preemptible } from './preemption';
import { DISPATCH_LEVEL, keGetCurrentThread, keLowerIrql, keRaiseIrql } from './thread';

const ACQUIRE = Name.of('ke.spin-lock.acquire');

/**
 * KSPIN_LOCK. `yield lock.acquire`, then touch what it guards, then `release()`, all in one step: what runs at DISPATCH_LEVEL
 * is not preempted, and whoever touches the same state on another processor must take the lock first, so that nothing is
 * lost by taking the section as one step. A thread that yields while it holds one would spin others for ever: asserted.
 */
export class SpinLock extends SharedObject {
  readonly #acquire: Operation;
  #owner: Task | undefined;
  #oldIrql = 0;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
    this.#acquire = new Operation(ACQUIRE, [writes(this.object)], undefined, (task) => {
      assert(this.#owner === undefined, () => `${label} is held by ${this.#owner?.name} across a scheduling point`);
      this.#owner = task;
      const thread = keGetCurrentThread(world.kernel);
      this.#oldIrql = keRaiseIrql(thread, DISPATCH_LEVEL);
      thread.spinLocks++;
    });
  }

  /** KeAcquireSpinLock. */
  get acquire(): Operation | Routine {
    return preemptible(this.world, this.#acquire, this.label);
  }

  /** KeReleaseSpinLock: back to the level that it was acquired at. */
  release(): void {
    assert(this.#owner === this.world.kernel.current, () => `${this.label} is released by its owner`);
    this.#owner = undefined;
    const thread = keGetCurrentThread(this.world.kernel);
    thread.spinLocks--;
    keLowerIrql(thread, this.#oldIrql);
  }
}
