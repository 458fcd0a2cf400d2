import { call, Name, Operation, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { NtWorld } from '../world';
import type { Block } from './block';
import type { Pool } from './pool';
import { TAG } from './tags';

const TURN = Name.of('ex.pool-hog');

/** A driver that takes nearly all of a pool: the fault action exhaust-pool. */
export class PoolHog extends SharedObject {
  readonly label = 'somebody else';
  blocks: Block[] = [];
  readonly #turn: Operation;

  constructor(readonly world: NtWorld) {
    super(world.kernel);
    this.#turn = new Operation(TURN, [writes(this.object)]);
  }

  /** Takes what a limited pool has but so much; false when that is nothing. Gives it back after a while, if one is given. */
  *take(pool: Pool, options: { leaveBytes: number; forTicks: number | undefined }): Routine<boolean> {
    const block = yield* call(pool.allocateRest({ leaveBytes: options.leaveBytes, tag: TAG.other, owner: this }));
    if (block === undefined) return false;
    yield this.#turn;
    this.blocks.push(block);
    if (options.forTicks === undefined) return true;
    yield this.world.kernel.sleep(options.forTicks);
    yield this.#turn;
    const at = this.blocks.indexOf(block);
    this.blocks.splice(at, at < 0 ? 0 : 1);
    if (at >= 0) yield* pool.free(block, 'PoolHog');
    return true;
  }

  /** Gives everything back. */
  *end(): Routine {
    yield this.#turn;
    const { blocks } = this;
    this.blocks = [];
    for (const block of blocks) yield* block.pool.free(block, 'PoolHog');
  }
}
