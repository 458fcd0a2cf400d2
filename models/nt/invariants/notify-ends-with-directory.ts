import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';

export const notifyEndsWithDirectory: Invariant<NtEvents> = {
  id: 'notify.ends-with-directory',
  number: 'I-33',
  statement:
    'No request is pended on a directory that is marked for deletion; nor on a handle that watched it then, though the mark be taken back.',
  source:
    'MS-FSA ChangeNotifyDirectoryMarkedDeleted; DDK FsRtlNotifyFullChangeDirectory; rules of registration, deletion',
  create(judge) {
    let watching = new Map<object | undefined, Set<NotifyChange>>();
    let marked = new Set<object | undefined>();
    return {
      reset: () => {
        watching = new Map();
        marked = new Set();
      },
      notifyCreated: (entry) => {
        const { streamId } = entry.watch;
        const entries = watching.get(streamId);
        if (entries === undefined) watching.set(streamId, new Set([entry]));
        else entries.add(entry);
      },
      notifyUnlinked: (entry) => {
        watching.get(entry.watch.streamId)?.delete(entry);
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
