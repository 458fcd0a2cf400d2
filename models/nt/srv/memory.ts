import {
  assert,
  call,
  Name,
  Operation,
  RETURNED,
  returned,
  SharedObject,
  writes,
  type Called,
  type Routine,
} from '../../../harness/sim';
import type { Block } from '../ex/block';
import type { Pool, PoolRequest } from '../ex/pool';
import { LevelAccount } from '../ex/level-account';
import type { EventLog } from './event-log';

const CHARGE = Name.of('srv.memory.charge');
const UNCHARGE = Name.of('srv.memory.uncharge');

/**
 * What SRV has allocated from one pool, counted by itself and bounded by a setting (MaxPagedMemoryUsage, MaxNonpagedMemoryUsage of
 * KB Q102967): perfmon's Server\Pool Paged Bytes and its like. What SRV was given, such as a buffer that came with an IRP, is not in it.
 * Its counter is interlocked (KB Q164253): without a bound nobody looks at it, and to count is no step.
 */
export class SrvMemory extends SharedObject {
  bytes = 0;
  /** What perfmon shows. */
  readonly account = new LevelAccount();
  readonly #charge: Operation;
  readonly #uncharge: Operation;

  constructor(
    readonly pool: Pool,
    readonly log: EventLog,
    readonly limitBytes: number | undefined,
  ) {
    super(pool.world.kernel);
    this.#charge = new Operation(CHARGE, [writes(this.object)]);
    this.#uncharge = new Operation(UNCHARGE, [writes(this.object)]);
  }

  get label(): string {
    return `SRV's ${this.pool.label}`;
  }

  /** By the property's name, in a tenth of what its key takes: it is what a run does most. */
  override tally(counter: string, by: number): void {
    assert(counter === 'bytes', 'the level is all that is counted here');
    this.bytes += by;
  }

  /** Undefined when there is none to be had, which SRV logs: events 2017 and 2018 at its own bound, 2019 and 2020 when the pool is empty. */
  allocate(request: PoolRequest): Called<Block | undefined> {
    const block = this.allocateAtOnce(request);
    return block === undefined ? call(this.#allocateInSteps(request)) : returned(block);
  }

  /** The same where it takes no step and nothing can go wrong; undefined elsewhere. */
  allocateAtOnce(request: PoolRequest): Block | undefined {
    const block = this.limitBytes === undefined ? this.pool.allocateAtOnce(request) : undefined;
    if (block === undefined) return undefined;
    this.tally('bytes', block.bytes);
    this.#count(block);
    return block;
  }

  *#allocateInSteps(request: PoolRequest): Routine<Block | undefined> {
    const { bytes } = request;
    const isPaged = this.pool.type === 'Paged';
    if (this.limitBytes !== undefined) {
      yield this.#charge;
      if (this.bytes + bytes > this.limitBytes) {
        this.pool.world.events.poolRefused(this.pool, request);
        return yield* call(this.#refuse(isPaged ? 2018 : 2017));
      }
    }
    this.tally('bytes', bytes);
    const block = yield* this.pool.allocate(request);
    if (block !== undefined) {
      this.#count(block);
      return block;
    }
    if (this.limitBytes !== undefined) yield this.#uncharge;
    this.tally('bytes', -bytes);
    return yield* call(this.#refuse(isPaged ? 2020 : 2019));
  }

  #count({ bytes }: Block): void {
    this.account.allocated(bytes, this.pool.world.kernel.now);
  }

  free(block: Block, by: string): Called<void> {
    return this.freeAtOnce(block, by) ? RETURNED : call(this.#freeInSteps(block, by));
  }

  /** The same where it takes no step; false elsewhere. */
  freeAtOnce(block: Block, by: string): boolean {
    if (this.limitBytes !== undefined || this.pool.limitBytes !== undefined) return false;
    this.#uncount(block);
    return this.pool.freeAtOnce(block, by);
  }

  *#freeInSteps(block: Block, by: string): Routine {
    if (this.limitBytes !== undefined) yield this.#uncharge;
    this.#uncount(block);
    yield* this.pool.free(block, by);
  }

  #uncount(block: Block): void {
    if (block.state === 'freed') return;
    this.tally('bytes', -block.bytes);
    this.account.freed(block.bytes, this.pool.world.kernel.now);
  }

  *#refuse(event: 2017 | 2018 | 2019 | 2020): Routine<undefined> {
    this.account.failures++;
    yield this.log.write(event);
    return undefined;
  }
}
