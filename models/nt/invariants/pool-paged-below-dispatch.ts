import type { Invariant, Judge } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import { DISPATCH_LEVEL, KThread } from '../ke/thread';

export const poolPagedBelowDispatch: Invariant<NtEvents> = {
  id: 'pool.paged-below-dispatch',
  statement: 'Paged pool is neither allocated, touched nor freed at DISPATCH_LEVEL.',
  source:
    'DDK ExAllocatePoolWithTag, ExFreePool: IRQL; Driver Verifier, force IRQL checking; rules of the life cycle of an IRP',
  create(judge) {
    return {
      reset: () => undefined,
      poolAllocated: (block) => {
        check(judge, block, 'is allocated', block.site);
      },
      poolTouched: (block, by) => {
        check(judge, block, 'is touched', by);
      },
      poolFreed: (block, by) => {
        check(judge, block, 'is freed', by);
      },
    };
  },
};

function check(judge: Judge, block: Block, what: string, by: string): void {
  if (block.pool.type !== 'Paged') return;
  judge.exercised();
  const thread = block.pool.world.kernel.current?.local;
  if (!(thread instanceof KThread) || thread.irql < DISPATCH_LEVEL) return;
  judge.violate({
    class: 'safety',
    message: `${block.label}, paged, ${what} by ${by} at DISPATCH_LEVEL`,
    place: by,
    shape: `${block.tag} ${what} at DISPATCH_LEVEL`,
  });
}
