import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import { changesOf, shapeOf, storyOf } from './story';
import { Table } from './table';

export const notifyDonatedFreedOnce: Invariant<NtEvents> = {
  id: 'notify.donated-freed-once',
  number: 'I-22',
  statement:
    'A change buffer that was given to a request is freed exactly once: by the final stage of completion, or by the driver that kept it from running.',
  source: 'DDK "How Completion Processing Is Performed"; rules of the life cycle of an IRP',
  create(judge) {
    const frees = new Table<Block, number>();
    return {
      reset: () => {
        frees.clear();
      },
      notifyBufferDonated: (_entry, _irp, block) => {
        judge.exercised();
        frees.set(block, 0);
      },
      poolFreed: (block, by) => {
        const count = frees.get(block);
        if (count === undefined) return;
        frees.set(block, count + 1);
        if (count === 0) return;
        judge.violate({
          class: 'safety',
          message: `${by} frees the donated ${block.label} a second time`,
          place: by,
          shape: 'donated buffer freed twice',
        });
      },
      atRest: () => {
        for (const [block, count] of frees) {
          if (count > 0) continue;
          judge.violate({
            class: 'leak',
            message: `the donated ${block.label} was never freed`,
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
