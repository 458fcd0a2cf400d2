import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';

export const irpOneList: Invariant<NtEvents> = {
  id: 'irp.one-list',
  number: 'I-08',
  statement: 'An IRP is on one list at most, and is taken off only a list that it is on.',
  source: 'DDK IoSetCancelRoutine, cancel-safe queues; rules of the dequeue protocol',
  create(judge) {
    return {
      reset: () => undefined,
      irpQueued: (irp, entry) => {
        judge.exercised();
        if (irp.listEntry === undefined) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is put on the list of ${entry.label} while it is on that of ${irp.listEntry}`,
          place: 'FsRtlNotifyFullChangeDirectory',
          shape: 'queued twice',
        });
      },
      irpUnlinked: (irp, entry, wasQueued) => {
        if (wasQueued) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is taken off the list of ${entry.label}, which it is not on`,
          place: 'FsRtlNotify',
          shape: 'unlinked twice',
        });
      },
    };
  },
};
