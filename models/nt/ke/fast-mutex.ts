import { assert, Name, Operation, SharedObject, writes, type Routine, type Task } from '../../../harness/sim';
import type { NtWorld } from '../world';
import { LOCK_LEVEL, type Lock } from './lock';
import { preemptible } from './preemption';
import { APC_LEVEL, keGetCurrentThread, keLowerIrql, keRaiseIrql } from './thread';

const ACQUIRE = Name.of('ke.fast-mutex.acquire');
const RELEASE = Name.of('ke.fast-mutex.release');

/** FAST_MUTEX: exclusive, not recursive, held at APC_LEVEL. `yield mutex.acquire` ... `yield mutex.release`. */
export class FastMutex extends SharedObject implements Lock {
  readonly release: Operation;
  owner: Task | undefined = undefined;
  #oldIrql = 0;
  readonly #acquire: Operation;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
    readonly level: number = LOCK_LEVEL.any,
  ) {
    super(world.kernel);
    this.#acquire = new Operation(
      ACQUIRE,
      [writes(this.object)],
      () => this.owner === undefined,
      (task) => {
        this.owner = task;
        this.#oldIrql = keRaiseIrql(keGetCurrentThread(world.kernel), APC_LEVEL);
        world.events.lockAcquired(this);
      },
      () => this.owner,
    );
    this.release = new Operation(RELEASE, [writes(this.object)], undefined, (task) => {
      assert(this.owner === task, () => `${label} is released by its owner`);
      this.owner = undefined;
      world.events.lockReleased(this);
      keLowerIrql(keGetCurrentThread(world.kernel), this.#oldIrql);
    });
  }

  /** ExAcquireFastMutex. */
  get acquire(): Operation | Routine {
    return preemptible(this.world, this.#acquire, this.label);
  }
}
