import type { Invariant, Judge } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange, Watch } from '../fsrtl/notify-change';
import { Table } from './table';

type Bound = Pick<Watch, 'watchTree' | 'completionFilter' | 'bufferBytes'>;

export const notifyFirstRequestBinds: Invariant<NtEvents> = {
  id: 'notify.first-request-binds',
  number: 'I-21',
  statement:
    'The depth, the filter and the buffer length of a notify structure are those of the first request on its handle, for as long as it lives.',
  source: 'MS-SMB2 3.3.1.3; raw.notify mask_change; Samba 11f25834203; rules of registration',
  create(judge) {
    const bounds = new Table<NotifyChange, Bound>();
    return {
      reset: () => {
        bounds.clear();
      },
      notifyCreated: (entry) => {
        const { watchTree, completionFilter, bufferBytes } = entry.watch;
        bounds.set(entry, { watchTree, completionFilter, bufferBytes });
      },
      irpQueued: (_irp, entry) => {
        check(judge, entry, bounds.get(entry));
      },
      notifyRecorded: (entry) => {
        check(judge, entry, bounds.get(entry));
      },
      notifyDestroyed: (entry) => {
        check(judge, entry, bounds.get(entry));
        bounds.delete(entry);
      },
    };
  },
};

function check(judge: Judge, entry: NotifyChange, bound: Bound | undefined): void {
  if (bound === undefined) return;
  judge.exercised();
  const { watch } = entry;
  const what =
    watch.watchTree !== bound.watchTree
      ? 'depth'
      : watch.completionFilter !== bound.completionFilter
        ? 'filter'
        : watch.bufferBytes !== bound.bufferBytes
          ? 'buffer length'
          : undefined;
  if (what === undefined) return;
  judge.violate({
    class: 'safety',
    message: `the ${what} of ${entry.label} is not that of the first request any more`,
    place: 'FsRtlNotifyFullChangeDirectory',
    shape: `${what} changed`,
  });
}
