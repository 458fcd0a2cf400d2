import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { LiveBlocks } from './live-blocks';
import { changesOf, shapeOf, storyOf } from './story';

export const poolBalanced: Invariant<NtEvents> = {
  id: 'pool.balanced',
  number: 'I-01',
  statement: 'At rest, everything that was allocated has been freed, for every tag.',
  source: 'Driver Verifier, pool tracking; rules of balance of allocations',
  create(judge) {
    const live = new LiveBlocks();
    return {
      reset: () => {
        live.reset();
      },
      poolAllocated: (block) => {
        live.allocated(block);
      },
      poolFreed: (block) => {
        live.freed(block);
      },
      atRest: () => {
        judge.exercised();
        if (live.count === 0) return;
        const [block] = live.all();
        judge.violate({
          class: 'leak',
          message: `at rest ${live.count} blocks are still allocated; the first is ${block.label}`,
          place: block.site,
          shape: shapeOf(block),
          story: storyOf(block),
          about: changesOf(block),
        });
      },
    };
  },
};
