import { LevelAccount } from './level-account';
import type { PoolTag } from './tags';

/** What poolmon shows of one tag. */
export class TagUsage {
  allocations = 0;
  frees = 0;
  bytes = 0;

  constructor(readonly tag: PoolTag) {}

  allocated(bytes: number): void {
    this.allocations++;
    this.bytes += bytes;
  }

  freed(bytes: number): void {
    this.frees++;
    this.bytes -= bytes;
  }
}

/** What perfmon and poolmon show of a pool. */
export class PoolAccount extends LevelAccount {
  /** In the order of their first allocations. A list, as there are few. */
  readonly tags: TagUsage[] = [];

  usageOf(tag: PoolTag): TagUsage {
    let usage = this.find(tag);
    if (usage === undefined) this.tags.push((usage = new TagUsage(tag)));
    return usage;
  }

  find(tag: PoolTag): TagUsage | undefined {
    for (const usage of this.tags) if (usage.tag === tag) return usage;
    return undefined;
  }
}
