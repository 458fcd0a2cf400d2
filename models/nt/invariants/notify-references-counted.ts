import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import { Members, Table } from './table';

export const notifyReferencesCounted: Invariant<NtEvents> = {
  id: 'notify.references-counted',
  number: 'I-34',
  statement:
    'A notify structure has a reference for its place on the list and one for each request queued on it, and is freed with the last of them and not before.',
  source: 'ReactOS notify.c; rules of the notify structure',
  create(judge) {
    /** How many requests are queued on each structure that has not been freed. */
    const queued = new Table<NotifyChange, number>();
    const listed = new Members<NotifyChange>();
    const wrong = (entry: NotifyChange, shape: string, message: string): void => {
      judge.violate({ class: 'safety', message: `${entry.label} ${message}`, place: 'FsRtlNotify', shape });
    };
    return {
      reset: () => {
        queued.clear();
        listed.clear();
      },
      notifyCreated: (entry) => {
        queued.set(entry, 0);
        listed.add(entry);
      },
      notifyUnlinked: (entry) => {
        listed.delete(entry);
      },
      irpQueued: (_irp, entry) => {
        queued.set(entry, (queued.get(entry) ?? 0) + 1);
      },
      irpUnlinked: (_irp, entry, wasQueued) => {
        if (wasQueued) queued.set(entry, (queued.get(entry) ?? 1) - 1);
      },
      notifyDestroyed: (entry) => {
        judge.exercised();
        const count = queued.get(entry) ?? 0;
        queued.delete(entry);
        if (count > 0) wrong(entry, 'freed too early', `is freed with ${count} requests queued on it`);
        else if (listed.has(entry)) wrong(entry, 'freed too early', 'is freed while it is on the list');
      },
      atIdle: () => {
        for (const [entry, count] of queued) {
          const due = count + (listed.has(entry) ? 1 : 0);
          if (entry.referenceCount === due) continue;
          wrong(entry, 'miscounted', `has ${entry.referenceCount} references and should have ${due}`);
          return;
        }
      },
    };
  },
};
