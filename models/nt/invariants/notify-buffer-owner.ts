import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { Table } from './table';

export const notifyBufferOwner: Invariant<NtEvents> = {
  id: 'notify.buffer-owner',
  number: 'I-11',
  statement:
    'Records are written to the structure’s own buffer or to that of a request queued on it, never to one that has been completed.',
  source: 'ReactOS notify.c, defects of its; DDK IoCompleteRequest; rules of the notify structure',
  create(judge) {
    const queuedOn = new Table<Irp, NotifyChange>();
    return {
      reset: () => {
        queuedOn.clear();
      },
      irpQueued: (irp, entry) => {
        queuedOn.set(irp, entry);
      },
      irpCompleted: (irp) => {
        const entry = queuedOn.get(irp);
        queuedOn.delete(irp);
        if (entry?.bufferIrp !== irp) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is completed, and ${entry.label} still writes to its buffer`,
          place: 'IoCompleteRequest',
          shape: 'buffer of a completed request',
        });
      },
      notifyRecorded: (entry) => {
        judge.exercised();
        const { bufferIrp } = entry;
        if (bufferIrp === undefined || queuedOn.get(bufferIrp) === entry) return;
        judge.violate({
          class: 'safety',
          message: `${entry.label} writes to the buffer of ${bufferIrp.label}, which is not queued on it`,
          place: 'FsRtlNotifyFullReportChange',
          shape: 'buffer of a stranger',
        });
      },
    };
  },
};
