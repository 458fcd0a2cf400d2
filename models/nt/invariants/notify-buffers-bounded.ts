import type { Invariant, Judge } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { changesOf, shapeOf, storyOf } from './story';
import { Table } from './table';

export const notifyBuffersBounded: Invariant<NtEvents> = {
  id: 'notify.buffers-bounded',
  number: 'I-03',
  statement:
    'A change buffer lives as long as a notify structure has changes in it, or as long as the request that it was given to is being answered; when the system is idle no other is left.',
  source: 'KB Q150833; rules of balance of allocations',
  create(judge) {
    /** Buffers that a structure owns, and those that were given to a request. */
    const owned = new Table<Block, NotifyChange>();
    const donated = new Table<Irp, Block>();
    return {
      reset: () => {
        owned.clear();
        donated.clear();
      },
      notifyBufferAllocated: (entry, block) => {
        judge.exercised();
        owned.set(block, entry);
      },
      notifyBufferDonated: (_entry, irp, block) => {
        owned.delete(block);
        donated.set(irp, block);
      },
      poolFreed: (block) => {
        owned.delete(block);
        for (const [irp, other] of donated) if (other === block) donated.delete(irp);
      },
      requestForgotten: ({ irp, label }) => {
        const block = donated.get(irp);
        if (block !== undefined) leaked(judge, block, `${label} has been answered, and`);
      },
      atIdle: () => {
        for (const block of donated.values()) leaked(judge, block, 'the system is idle, and');
        for (const [block, entry] of owned) {
          const inUse = entry.onList && entry.dataBytes > 0 && entry.allocatedBuffer?.block === block;
          if (!inUse) leaked(judge, block, 'nothing is buffered in it, and');
        }
      },
    };
  },
};

function leaked(judge: Judge, block: Block, because: string): void {
  judge.violate({
    class: 'leak',
    message: `${because} the change buffer ${block.label} is still allocated`,
    place: block.site,
    shape: shapeOf(block),
    story: storyOf(block),
    about: changesOf(block),
  });
}
