import { assert, Name, Operation, SharedObject, writes, type Task } from '../../../harness/sim';
import type { NtWorld } from '../world';
import { APC_LEVEL, keGetCurrentThread, keLowerIrql, keRaiseIrql } from './thread';

const ACQUIRE = Name.of('ke.fast-mutex.acquire');
const RELEASE = Name.of('ke.fast-mutex.release');

/** FAST_MUTEX: exclusive, not recursive, held at APC_LEVEL. `yield mutex.acquire` ... `yield mutex.release`. */
export class FastMutex extends SharedObject {
  readonly acquire: Operation;
  readonly release: Operation;
  owner: Task | undefined = undefined;
  #oldIrql = 0;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
    this.acquire = new Operation(
      ACQUIRE,
      [writes(this.object)],
      () => this.owner === undefined,
      (task) => {
        this.owner = task;
        this.#oldIrql = keRaiseIrql(keGetCurrentThread(world.kernel), APC_LEVEL);
      },
      () => this.owner,
    );
    this.release = new Operation(RELEASE, [writes(this.object)], undefined, (task) => {
      assert(this.owner === task, () => `${label} is released by its owner`);
      this.owner = undefined;
      keLowerIrql(keGetCurrentThread(world.kernel), this.#oldIrql);
    });
  }
}
