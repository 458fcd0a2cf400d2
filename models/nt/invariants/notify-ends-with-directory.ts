import { removeFrom, type Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import { Members, Table } from './table';

export const notifyEndsWithDirectory: Invariant<NtEvents> = {
  id: 'notify.ends-with-directory',
  number: 'I-33',
  statement:
    'No request is pended on a directory that is marked for deletion; nor on a handle that watched it then, though the mark be taken back.',
  source:
    'MS-FSA ChangeNotifyDirectoryMarkedDeleted; DDK FsRtlNotifyFullChangeDirectory; rules of registration, deletion',
  create(judge) {
    const watching = new Table<object | undefined, NotifyChange[]>();
    const marked = new Members<object | undefined>();
    return {
      reset: () => {
        watching.clear();
        marked.clear();
      },
      notifyCreated: (entry) => {
        const { streamId } = entry.watch;
        const entries = watching.get(streamId);
        if (entries === undefined) watching.set(streamId, [entry]);
        else entries.push(entry);
      },
      notifyUnlinked: (entry) => {
        removeFrom(watching.get(entry.watch.streamId) ?? [], entry);
      },
      deletePending: (fcb) => {
        marked.add(fcb);
        for (const entry of watching.get(fcb) ?? []) marked.add(entry);
        judge.exercised();
      },
      deleteUndone: (fcb) => {
        marked.delete(fcb);
      },
      irpQueued: (irp, entry) => {
        if (marked.size === 0 || !(marked.has(entry) || marked.has(entry.watch.streamId))) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is pended on ${entry.label}, whose directory was marked for deletion`,
          place: 'FsRtlNotifyFullChangeDirectory',
          shape: 'pended after deletion',
        });
      },
    };
  },
};
