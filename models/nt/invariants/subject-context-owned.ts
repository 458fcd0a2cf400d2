import type { Invariant, Judge } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import type { NotifyChange } from '../fsrtl/notify-change';
import { changesOf, shapeOf, storyOf } from './story';
import { Table } from './table';

export const subjectContextOwned: Invariant<NtEvents> = {
  id: 'notify.subject-context-owned',
  number: 'I-19',
  statement:
    'A captured subject context belongs to the notify structure that was made with it, and is freed when that is; any other is freed before its request is left to itself.',
  source: 'DDK FsRtlNotifyFullChangeDirectory, SubjectContext; ReactOS notify.c; rules of registration',
  create(judge) {
    /** Contexts that have not been freed, with the structures that they belong to. */
    const live = new Table<Block, NotifyChange | undefined>();
    return {
      reset: () => {
        live.clear();
      },
      poolAllocated: (block) => {
        if (block.site !== 'SeCaptureSubjectContext') return;
        judge.exercised();
        live.set(block, undefined);
      },
      notifyCreated: (entry) => {
        const block = entry.watch.subjectContext?.block;
        if (block !== undefined) live.set(block, entry);
      },
      poolFreed: (block, by) => {
        const entry = live.size > 0 ? live.get(block) : undefined;
        live.delete(block);
        if (entry === undefined || !(entry.onList || entry.irps.length > 0)) return;
        judge.violate({
          class: 'safety',
          message: `${by} frees the ${block.firstOwner.label}, which ${entry.label} still refers to`,
          place: by,
          shape: 'freed while stored',
        });
      },
      atIdle: () => {
        for (const [block, entry] of live) if (entry === undefined) kept(judge, block, 'the system is idle');
      },
      atRest: () => {
        for (const block of live.keys()) kept(judge, block, 'the system is at rest');
      },
    };
  },
};

function kept(judge: Judge, block: Block, when: string): void {
  judge.violate({
    class: 'leak',
    message: `${when}, and the ${block.firstOwner.label} is still allocated`,
    place: block.site,
    shape: shapeOf(block),
    about: changesOf(block),
    story: storyOf(block),
  });
}
