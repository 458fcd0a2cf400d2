import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { Table } from './table';

export const notifyCancelKeepsChanges: Invariant<NtEvents> = {
  id: 'notify.cancel-keeps-changes',
  number: 'I-35',
  statement:
    'A request that is cancelled takes no change with it: what is buffered for its handle stays for the next one, or is known to be lost.',
  source: 'raw.notify tree, double, mask; microsoft/Windows-driver-samples NameChanger; rules of the cancel routine',
  create(judge) {
    /** How many changes were buffered when the cancel routine began with a request. */
    const before = new Table<Irp, { readonly entry: NotifyChange; readonly changes: number }>();
    return {
      reset: () => {
        before.clear();
      },
      irpUnlinked: (irp, entry) => {
        const changes = irp.cancel ? bufferedIn(entry) : 0;
        if (changes > 0) before.set(irp, { entry, changes });
      },
      irpCompleted: (irp) => {
        const held = before.size > 0 ? before.get(irp) : undefined;
        if (held === undefined) return;
        before.delete(irp);
        const { entry, changes } = held;
        if (irp.ioStatus !== 'STATUS_CANCELLED' || !entry.onList || entry.notifyImmediately) return;
        judge.exercised();
        const left = bufferedIn(entry);
        if (left === changes) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is cancelled, and of ${changes} changes that were buffered ${left} are left`,
          place: 'FsRtlCancelNotify',
          shape: 'change lost to a cancel',
        });
      },
    };
  },
};

function bufferedIn({ dataBytes, buffer }: NotifyChange): number {
  return dataBytes === 0 ? 0 : (buffer?.records.length ?? 0);
}
