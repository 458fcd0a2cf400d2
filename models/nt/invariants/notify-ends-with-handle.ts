import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { Members, Table } from './table';

export const notifyEndsWithHandle: Invariant<NtEvents> = {
  id: 'notify.ends-with-handle',
  number: 'I-32',
  statement:
    'When the last handle of an open has been closed no request of it is pended, save one that is being cancelled, and none is pended afterwards.',
  source: 'DDK FsRtlNotifyCleanup, IRP_MJ_CLEANUP; rules of CLEANUP and CLOSE',
  create(judge) {
    const pended = new Table<Irp, object>();
    const cleanedUp = new Members<object>();
    const wrong = (shape: string, message: string): void => {
      judge.violate({ class: 'safety', message, place: 'FsRtlNotifyCleanup', shape });
    };
    return {
      reset: () => {
        pended.clear();
        cleanedUp.clear();
      },
      irpQueued: (irp, { watch, label }: NotifyChange) => {
        pended.set(irp, watch.fsContext);
        if (!cleanedUp.has(watch.fsContext)) return;
        wrong('pended afterwards', `${irp.label} is pended on ${label}, whose handle has been cleaned up`);
      },
      irpCompleted: (irp) => {
        if (pended.size > 0) pended.delete(irp);
      },
      handleCleanedUp: (fsContext) => {
        judge.exercised();
        cleanedUp.add(fsContext);
        for (const [irp, handle] of pended) {
          if (handle !== fsContext || irp.cancel) continue;
          wrong('left pended', `the handle of ${irp.label} has been cleaned up, and it is still pended`);
          return;
        }
      },
    };
  },
};
