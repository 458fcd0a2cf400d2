import type { Block } from '../ex/block';

/** So many may be kept that are not live any more. */
const SLACK = 64;

/**
 * Blocks that have been allocated and not freed, in the order of their allocation. A list that is gone through now and then: a set
 * that grows and shrinks with every run costs a short run more than all else that an invariant does.
 */
export class LiveBlocks {
  #blocks: Block[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  reset(): void {
    if (this.#blocks.length > 0) this.#blocks = [];
    this.#count = 0;
  }

  allocated(block: Block): void {
    this.#count++;
    if (this.#blocks.push(block) > 2 * this.#count + SLACK) this.#blocks = this.#blocks.filter(isLive);
  }

  /** To be told before the block knows it. False when it has been freed before. */
  freed(block: Block): boolean {
    if (!isLive(block)) return false;
    this.#count--;
    return true;
  }

  all(): readonly Block[] {
    return this.#blocks.filter(isLive);
  }
}

function isLive({ state }: Block): boolean {
  return state === 'live';
}
