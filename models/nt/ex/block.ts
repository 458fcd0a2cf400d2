import { GuardedObject } from '../../../harness/sim';
import type { Pool } from './pool';
import type { TagUsage } from './pool-account';
import type { PoolTag } from './tags';

/** Who can own a block: an object of the system that reports can name. */
export interface Owner {
  readonly label: string;
}

/** One change of a block's owner. */
export interface HandOver {
  readonly to: Owner;
  /** The routine that did it, by its NT name. */
  readonly by: string;
  readonly task: string;
  readonly step: number;
  readonly ticks: number;
}

/** Most blocks are never handed over: they share this. */
const NONE: readonly HandOver[] = [];

/**
 * A pool block. It always has one owner: who must free it or hand it over. The record of hand-overs is what a leak's
 * story is computed from.
 */
export class Block extends GuardedObject {
  state: 'live' | 'freed' = 'live';
  freedBy = '';
  /** After the allocation, in order. */
  handOvers: readonly HandOver[] = NONE;

  constructor(
    readonly pool: Pool,
    /** Of all blocks of this pool with its tag. */
    readonly usage: TagUsage,
    readonly bytes: number,
    /** The routine that allocated it. */
    readonly site: string,
    readonly firstOwner: Owner,
    readonly task: string,
    readonly step: number,
    readonly ticks: number,
  ) {
    super(pool.world.kernel);
  }

  get tag(): PoolTag {
    return this.usage.tag;
  }

  get owner(): Owner {
    return this.handOvers.at(-1)?.to ?? this.firstOwner;
  }

  get label(): string {
    return `${this.tag.trimEnd()} block of ${this.firstOwner.label} (${this.bytes} bytes)`;
  }

  /** Makes `to` the owner. `by` is the routine that says so. */
  handOver(to: Owner, by: string): void {
    const { kernel } = this.pool.world;
    const handOver = { to, by, task: kernel.current?.name ?? '', step: kernel.step, ticks: kernel.now };
    this.handOvers = [...this.handOvers, handOver];
    this.pool.world.events.poolHandedOver(this);
  }

  /** `by` reads or writes the block's bytes. */
  touch(by: string): void {
    this.pool.world.events.poolTouched(this, by);
  }
}
