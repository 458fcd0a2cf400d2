import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import { handleOf, recordsOf } from './delivered';
import { Members } from './table';

export const notifyRenamePairs: Invariant<NtEvents> = {
  id: 'notify.rename-pairs',
  number: 'I-23',
  statement:
    'An old name is followed at once by its new name, in the same answer; no structure is left with an old name that waits for its new one.',
  source: 'MS-FSCC 2.7.1; Samba 245d80c6a98; rules of reporting, packing of records',
  create(judge) {
    /** Structures whose latest record is an old name. */
    const waiting = new Members<NotifyChange>();
    return {
      reset: () => {
        waiting.clear();
      },
      notifyRecorded: (entry, action) => {
        if (action === 'RENAMED_OLD_NAME') {
          judge.exercised();
          waiting.add(entry);
        } else waiting.delete(entry);
      },
      notifyOverflowed: (entry) => {
        waiting.delete(entry);
      },
      notifyUnlinked: (entry) => {
        waiting.delete(entry);
      },
      irpCompleted: (irp) => {
        if (irp.ioStatus !== 'STATUS_SUCCESS' || handleOf(irp) === undefined) return;
        const records = recordsOf(irp);
        for (let i = 0; i < records.length; i++) {
          if (records[i].action !== 'RENAMED_OLD_NAME' || records[i + 1]?.action === 'RENAMED_NEW_NAME') continue;
          judge.violate({
            class: 'safety',
            message: `${irp.label} is told that ${records[i].name} was renamed, and not to what`,
            place: 'FsRtlNotifyCompleteIrp',
            shape: 'old name alone',
          });
          return;
        }
      },
      atIdle: () => {
        for (const entry of waiting) {
          judge.violate({
            class: 'safety',
            message: `${entry.label} has an old name, and its new name never came`,
            place: 'FsRtlNotifyFullReportChange',
            shape: 'no new name',
          });
          return;
        }
      },
    };
  },
};
