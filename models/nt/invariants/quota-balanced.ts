import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import type { Process } from '../ex/quota';
import { Table } from './table';

export const quotaBalanced: Invariant<NtEvents> = {
  id: 'quota.balanced',
  number: 'I-04',
  statement:
    'What a process is charged is the size of the change buffers that its notify structures own; never negative, nothing at rest.',
  source: 'DDK PsChargePoolQuota; rules of the notify structure, balance of allocations',
  create(judge) {
    const owned = new Table<Block, Process>();
    const charged = new Table<Process, number>();
    const compare = (stage: string): void => {
      for (const [process, bytes] of charged) {
        let owns = 0;
        for (const [block, of] of owned) if (of === process) owns += block.bytes;
        if (bytes === owns) continue;
        judge.violate({
          class: 'leak',
          message: `${stage}, ${process.label} is charged ${bytes} bytes and owns change buffers of ${owns}`,
          place: process.label,
          shape: bytes > owns ? 'charged too much' : 'charged too little',
          about: { kind: 'objects', objects: [process.object] },
        });
      }
    };
    return {
      reset: () => {
        owned.clear();
        charged.clear();
      },
      notifyBufferAllocated: (entry, block) => {
        owned.set(block, entry.watch.process);
      },
      notifyBufferDonated: (_entry, _irp, block) => {
        owned.delete(block);
      },
      poolFreed: (block) => {
        owned.delete(block);
      },
      quotaCharged: (process, bytes) => {
        judge.exercised();
        charged.set(process, (charged.get(process) ?? 0) + bytes);
      },
      quotaReturned: (process, bytes) => {
        const left = (charged.get(process) ?? 0) - bytes;
        charged.set(process, left);
        if (left >= 0) return;
        judge.violate({
          class: 'safety',
          message: `${process.label} is returned ${bytes} bytes, ${-left} more than it was charged`,
          place: process.label,
          shape: 'returned too much',
        });
      },
      atIdle: () => {
        compare('when the system is idle');
      },
      atRest: () => {
        compare('at rest');
      },
    };
  },
};
