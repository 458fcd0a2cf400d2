import { LevelHistory } from './level-history';
import type { PoolTag } from './tags';

/** What poolmon shows of one tag. */
export interface TagUsage {
  readonly tag: PoolTag;
  allocations: number;
  frees: number;
  bytes: number;
}

/**
 * What perfmon and poolmon show of a pool. Nothing in the system looks at it, so that nobody sees in which order it was kept: no
 * step announces it.
 */
export class PoolAccount {
  bytes = 0;
  peakBytes = 0;
  failures = 0;
  readonly tags = new Map<PoolTag, TagUsage>();
  /** Memory\Pool Paged Bytes or Memory\Pool Nonpaged Bytes over time. */
  readonly history = new LevelHistory();

  /** Answers whether it was the first with this tag. */
  allocated(tag: PoolTag, bytes: number, ticks: number): boolean {
    const usage = this.#usage(tag);
    usage.allocations++;
    usage.bytes += bytes;
    this.bytes += bytes;
    if (this.bytes > this.peakBytes) this.peakBytes = this.bytes;
    this.history.record(ticks, this.bytes);
    return usage.allocations === 1;
  }

  freed(tag: PoolTag, bytes: number, ticks: number): void {
    const usage = this.#usage(tag);
    usage.frees++;
    usage.bytes -= bytes;
    this.bytes -= bytes;
    this.history.record(ticks, this.bytes);
  }

  #usage(tag: PoolTag): TagUsage {
    let usage = this.tags.get(tag);
    if (usage === undefined) this.tags.set(tag, (usage = { tag, allocations: 0, frees: 0, bytes: 0 }));
    return usage;
  }
}
