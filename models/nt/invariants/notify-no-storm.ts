import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import { handleOf, tellsOfChanges } from './delivered';
import { Table } from './table';

export const notifyNoStorm: Invariant<NtEvents> = {
  id: 'notify.no-storm',
  number: 'I-29',
  statement:
    'Between two answers on one handle that tell of changes the file system has reported one: whoever asks again for each answer asks no more often than things change.',
  source: 'KB Q167023; SMBLibrary 6470290; rules of registration',
  create(judge) {
    let reports = 0;
    /** How many reports there had been when a handle was last told. */
    const told = new Table<object, { readonly entry: NotifyChange; reports: number }>();
    return {
      reset: () => {
        reports = 0;
        told.clear();
      },
      changeReported: () => {
        reports++;
      },
      notifyCreated: (entry) => {
        told.set(entry.watch.fsContext, { entry, reports });
      },
      irpCompleted: (irp) => {
        const handle = handleOf(irp);
        if (handle === undefined || !tellsOfChanges(irp)) return;
        judge.exercised();
        const last = told.get(handle);
        if (last === undefined) return;
        const before = last.reports;
        last.reports = reports;
        if (before !== reports || last.entry.list.rules.enumDirKeeps) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is answered ${irp.ioStatus}, and nothing has changed since the last answer`,
          place: 'FsRtlNotifyCompleteIrp',
          shape: 'answer without a change',
        });
      },
    };
  },
};
