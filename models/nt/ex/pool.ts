import {
  assert,
  call,
  Name,
  Operation,
  returned,
  RETURNED,
  SharedObject,
  writes,
  type Called,
  type FaultPoint,
  type Routine,
} from '../../../harness/sim';
import { NtException } from '../status';
import type { NtWorld } from '../world';
import { Block, type Owner } from './block';
import { ALLOCATION_MARKS, isMarked } from './marks';
import { PoolAccount } from './pool-account';
import type { PoolTag } from './tags';

/** What is asked of a pool. */
export interface PoolRequest {
  readonly bytes: number;
  readonly tag: PoolTag;
  /** The routine that asks, by its NT name: the allocation site. */
  readonly site: string;
  readonly owner: Owner;
}

export const POOL_ALLOCATE: FaultPoint = {
  id: 'ex.pool.allocate',
  doc: 'ExAllocatePoolWithTag, paged or nonpaged: the allocation fails as if the pool had run dry.',
  subjects: ['pool', 'tag', 'site', 'bytes'],
  admits: ['fail', 'delay'],
  statuses: ['STATUS_INSUFFICIENT_RESOURCES'],
};

const ALLOCATE = Name.of('ex.pool.allocate');
const FREE = Name.of('ex.pool.free');

/**
 * Paged or nonpaged pool. Without a limit, allocating and freeing commute and are no steps of their own; with one, every
 * allocation depends on every other and announces the pool. Nothing but this class reads the pool's level.
 */
export class Pool extends SharedObject {
  bytes = 0;
  readonly account = new PoolAccount();
  readonly #allocate: Operation;
  readonly #free: Operation;

  constructor(
    readonly world: NtWorld,
    readonly type: 'Paged' | 'Nonpaged',
    readonly limitBytes: number | undefined,
  ) {
    super(world.kernel);
    this.#allocate = new Operation(ALLOCATE, [writes(this.object)]);
    this.#free = new Operation(FREE, [writes(this.object)]);
  }

  get label(): string {
    return `${this.type.toLowerCase()} pool`;
  }

  /** By the property's name, in a tenth of what its key takes: it is what a run does most. */
  override tally(counter: string, by: number): void {
    assert(counter === 'bytes', 'the level is all that is counted here');
    this.bytes += by;
  }

  /** ExAllocatePoolWithTag: undefined when there is none to be had. The block belongs to `request.owner`. */
  allocate(request: PoolRequest): Called<Block | undefined> {
    const block = this.allocateAtOnce(request);
    return block === undefined ? call(this.#allocateInSteps(request)) : returned(block);
  }

  /** The same where it takes no step and nothing can go wrong; undefined elsewhere. */
  allocateAtOnce(request: PoolRequest): Block | undefined {
    const mayFail = this.limitBytes !== undefined || this.world.faults.watches(POOL_ALLOCATE);
    return mayFail ? undefined : this.#grant(request);
  }

  *#allocateInSteps(request: PoolRequest): Routine<Block | undefined> {
    if (this.world.faults.watches(POOL_ALLOCATE)) {
      const { tag, site, bytes } = request;
      const verdict = yield* call(this.world.faults.pass(POOL_ALLOCATE, { pool: this.type, tag, site, bytes }));
      if (verdict !== undefined) return this.#refuse(request);
    }
    if (this.limitBytes !== undefined) {
      yield this.#allocate;
      if (this.bytes + request.bytes > this.limitBytes) return this.#refuse(request);
    }
    return this.#grant(request);
  }

  /** Takes all that a limited pool has but so much; undefined when it has no more, or no limit. No fault strikes here. */
  *allocateRest(options: { leaveBytes: number; tag: PoolTag; owner: Owner }): Routine<Block | undefined> {
    if (this.limitBytes === undefined) return undefined;
    yield this.#allocate;
    const bytes = this.limitBytes - this.bytes - options.leaveBytes;
    if (bytes <= 0) return undefined;
    const { tag, owner } = options;
    return this.#grant({ bytes, tag, owner, site: 'PoolHog' });
  }

  /** ExAllocatePoolWithQuotaTag and its like: raises instead of answering nothing. */
  allocateOrRaise(request: PoolRequest): Called<Block> {
    const block = this.allocateAtOnce(request);
    return block === undefined ? call(this.#allocateOrRaiseInSteps(request)) : returned(block);
  }

  *#allocateOrRaiseInSteps(request: PoolRequest): Routine<Block> {
    const block = yield* call(this.#allocateInSteps(request));
    if (block === undefined) throw new NtException('STATUS_INSUFFICIENT_RESOURCES');
    return block;
  }

  /** ExFreePool. `by` is the routine that frees. */
  free(block: Block, by: string): Called<void> {
    return this.freeAtOnce(block, by) ? RETURNED : call(this.#freeInStep(block, by));
  }

  /** The same where it takes no step; false elsewhere. */
  freeAtOnce(block: Block, by: string): boolean {
    if (this.limitBytes !== undefined) return false;
    this.#take(block, by);
    return true;
  }

  *#freeInStep(block: Block, by: string): Routine {
    yield this.#free;
    this.#take(block, by);
  }

  #take(block: Block, by: string): void {
    this.world.events.poolFreed(block, by);
    if (block.state === 'freed') return; // reported: the run ends with this step
    block.state = 'freed';
    block.freedBy = by;
    this.tally('bytes', -block.bytes);
    block.usage.freed(block.bytes);
    this.account.freed(block.bytes, this.world.kernel.now);
  }

  #grant({ bytes, tag, site, owner }: PoolRequest): Block {
    const { kernel } = this.world;
    this.tally('bytes', bytes);
    const usage = this.account.usageOf(tag);
    usage.allocated(bytes);
    this.account.allocated(bytes, kernel.now);
    if (usage.allocations === 1 && isMarked(tag)) kernel.mark(ALLOCATION_MARKS[tag]);
    const task = kernel.current?.name ?? 'set-up';
    const block = new Block(this, usage, bytes, site, owner, task, kernel.step, kernel.now);
    this.world.events.poolAllocated(block);
    return block;
  }

  #refuse(request: PoolRequest): undefined {
    this.account.failures++;
    this.world.events.poolRefused(this, request);
    return undefined;
  }
}
