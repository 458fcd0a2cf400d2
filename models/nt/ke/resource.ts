import {
  assert,
  Name,
  Operation,
  removeFrom,
  SharedObject,
  writes,
  type Routine,
  type Task,
} from '../../../harness/sim';
import type { NtWorld } from '../world';
import { LOCK_LEVEL, type Lock } from './lock';
import { preemptible } from './preemption';

const EXCLUSIVE = Name.of('ke.resource.acquire-exclusive');
const SHARED = Name.of('ke.resource.acquire-shared');
const RELEASE = Name.of('ke.resource.release');

/**
 * ERESOURCE: one exclusive owner or many shared ones. Simplified: not recursive, no owner boosting, no starvation guard.
 */
export class Resource extends SharedObject implements Lock {
  readonly release: Operation;
  exclusive: Task | undefined = undefined;
  shared: Task[] = [];
  readonly #exclusive: Operation;
  readonly #shared: Operation;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
    readonly level: number = LOCK_LEVEL.any,
  ) {
    super(world.kernel);
    const access = [writes(this.object)];
    this.#exclusive = new Operation(
      EXCLUSIVE,
      access,
      () => this.exclusive === undefined && this.shared.length === 0,
      (task) => {
        this.exclusive = task;
        world.events.lockAcquired(this);
      },
      () => this.exclusive ?? this.shared[0],
    );
    this.#shared = new Operation(
      SHARED,
      access,
      () => this.exclusive === undefined,
      (task) => {
        this.shared.push(task);
        world.events.lockAcquired(this);
      },
      () => this.exclusive,
    );
    this.release = new Operation(RELEASE, access, undefined, (task) => {
      world.events.lockReleased(this);
      if (this.exclusive === task) {
        this.exclusive = undefined;
        return;
      }
      const wasOwner = removeFrom(this.shared, task);
      assert(wasOwner, () => `${label} is released by an owner`);
    });
  }

  /** ExAcquireResourceExclusiveLite. */
  get acquireExclusive(): Operation | Routine {
    return preemptible(this.world, this.#exclusive, this.label);
  }

  /** ExAcquireResourceSharedLite. */
  get acquireShared(): Operation | Routine {
    return preemptible(this.world, this.#shared, this.label);
  }
}
