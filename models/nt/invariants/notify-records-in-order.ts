import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import { handleOf, recordsOf } from './delivered';
import { Table } from './table';

export const notifyRecordsInOrder: Invariant<NtEvents> = {
  id: 'notify.records-in-order',
  number: 'I-24',
  statement:
    'Records are delivered in the order in which the changes were reported, one for each, none merged with another.',
  source: 'raw.notify dir; Samba 6915ad57efb; rules of reporting',
  create(judge) {
    /** What each handle’s structure has recorded and not delivered, in order. */
    const recorded = new Table<object, { readonly entry: NotifyChange; readonly records: string[] }>();
    return {
      reset: () => {
        recorded.clear();
      },
      notifyRecorded: (entry, action, name) => {
        const { fsContext } = entry.watch;
        const known = recorded.get(fsContext);
        if (known === undefined) recorded.set(fsContext, { entry, records: [`${action} ${name}`] });
        else known.records.push(`${action} ${name}`);
      },
      notifyOverflowed: (entry) => {
        if (recorded.size > 0) recorded.delete(entry.watch.fsContext);
      },
      irpCompleted: (irp) => {
        if (irp.ioStatus !== 'STATUS_SUCCESS' && irp.ioStatus !== 'STATUS_NOTIFY_ENUM_DIR') return;
        const handle = handleOf(irp);
        const known = handle === undefined ? undefined : recorded.get(handle);
        if (handle === undefined || known === undefined) return;
        const enumerates = irp.ioStatus !== 'STATUS_SUCCESS';
        if (!enumerates || !known.entry.list.rules.enumDirKeeps) recorded.delete(handle);
        if (enumerates) return;
        const due = known.records;
        if (due.length > 1) judge.exercised();
        const told = recordsOf(irp).map(({ action, name }) => `${action} ${name}`);
        if (told.length === due.length && told.every((record, i) => record === due[i])) return;
        judge.violate({
          class: 'safety',
          message: `[${due.join(', ')}] was recorded for ${irp.label}, which is told [${told.join(', ')}]`,
          place: 'FsRtlNotifyCompleteIrp',
          shape: told.length === due.length ? 'out of order' : 'not what was recorded',
        });
      },
    };
  },
};
