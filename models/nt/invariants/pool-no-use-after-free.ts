import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';

export const poolNoUseAfterFree: Invariant<NtEvents> = {
  id: 'pool.no-use-after-free',
  number: 'I-02',
  statement: 'No block is freed twice, and none is touched after it was freed.',
  source: 'Driver Verifier, special pool',
  create(judge) {
    return {
      reset: () => undefined,
      poolTouched: (block, by) => {
        judge.exercised();
        if (block.state === 'live') return;
        judge.violate({
          class: 'safety',
          message: `${by} touches ${block.label}, which ${block.freedBy} has freed`,
          place: by,
          shape: `${block.tag} touched after free`,
        });
      },
      poolFreed: (block, by) => {
        judge.exercised();
        if (block.state === 'live') return;
        judge.violate({
          class: 'safety',
          message: `${by} frees ${block.label}, which ${block.freedBy} has freed already`,
          place: by,
          shape: `${block.tag} freed twice`,
        });
      },
    };
  },
};
