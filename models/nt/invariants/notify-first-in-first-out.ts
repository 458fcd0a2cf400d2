import { removeAt, type Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { tellsOfChanges } from './delivered';
import { Table } from './table';

/** The requests of one structure, in the order in which they were queued. */
interface Line {
  readonly entry: NotifyChange;
  readonly irps: Irp[];
  /** The latest report that one of them was completed for. */
  served: number;
}

export const notifyFirstInFirstOut: Invariant<NtEvents> = {
  id: 'notify.first-in-first-out',
  number: 'I-25',
  statement:
    'Of the requests pended on a handle the oldest that is not being cancelled is told of a change, and no more than one of them for each report.',
  source: 'MS-FSA 2.1.4.1; raw.notify double; rules of reporting',
  create(judge) {
    const lines = new Table<NotifyChange, Line>();
    /** Claimed requests that stood behind another one which could have been claimed. */
    const ahead = new Table<Irp, Irp>();
    const claimedOn = new Table<Irp, Line>();
    let reports = 0;
    const wrong = (shape: string, message: string): void => {
      judge.violate({ class: 'safety', message, place: 'FsRtlNotifyFullReportChange', shape });
    };
    return {
      reset: () => {
        lines.clear();
        ahead.clear();
        claimedOn.clear();
        reports = 0;
      },
      changeReported: () => {
        reports++;
      },
      irpQueued: (irp, entry) => {
        const line = lines.get(entry);
        if (line === undefined) lines.set(entry, { entry, irps: [irp], served: 0 });
        else line.irps.push(irp);
      },
      irpUnlinked: (irp, entry) => {
        const line = lines.get(entry);
        const at = line?.irps.indexOf(irp) ?? -1;
        if (line === undefined || at < 0) return;
        removeAt(line.irps, at);
        claimedOn.set(irp, line);
        const older = line.irps.find((other, i) => i < at && !other.cancel);
        if (older !== undefined) ahead.set(irp, older);
      },
      irpCompleted: (irp) => {
        const line = claimedOn.get(irp);
        if (line === undefined) return;
        claimedOn.delete(irp);
        const older = ahead.get(irp);
        ahead.delete(irp);
        if (!tellsOfChanges(irp)) return;
        judge.exercised();
        if (older !== undefined) wrong('not the oldest', `${irp.label} is told of a change before ${older.label}`);
        const kept = line.entry.list.rules.enumDirKeeps;
        if (line.served === reports && !kept)
          wrong('told twice', `${irp.label} is told of a change that another has been told of`);
        line.served = reports;
      },
    };
  },
};
