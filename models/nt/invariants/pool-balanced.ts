import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import { changesOf, shapeOf, storyOf } from './story';

export const poolBalanced: Invariant<NtEvents> = {
  id: 'pool.balanced',
  number: 'I-01',
  statement: 'At rest, everything that was allocated has been freed, for every tag.',
  source: 'Driver Verifier, pool tracking; rules of balance of allocations',
  create(judge) {
    let live = new Set<Block>();
    return {
      reset: () => {
        live = new Set();
      },
      poolAllocated: (block) => {
        live.add(block);
      },
      poolFreed: (block) => {
        live.delete(block);
      },
      atRest: () => {
        judge.exercised();
        for (const block of live) {
          judge.violate({
            class: 'leak',
            message: `at rest ${live.size} blocks are still allocated; the first is ${block.label}`,
            place: block.site,
            shape: shapeOf(block),
            story: storyOf(block),
            about: changesOf(block),
          });
          return;
        }
      },
    };
  },
};
