import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import { Members, Table } from './table';

export const notifyListedWhileAlive: Invariant<NtEvents> = {
  id: 'notify.listed-while-alive',
  number: 'I-09',
  statement:
    'A notify structure is on its volume’s list from its creation to its cleanup; there is one at most for each handle; none is freed while listed, and none is left at rest.',
  source: 'DDK FsRtlNotifyCleanup; rules of the notify structure, cleanup',
  create(judge) {
    const alive = new Members<NotifyChange>();
    const byContext = new Table<object, NotifyChange>();
    return {
      reset: () => {
        alive.clear();
        byContext.clear();
      },
      notifyCreated: (entry) => {
        judge.exercised();
        alive.add(entry);
        const other = byContext.get(entry.watch.fsContext);
        byContext.set(entry.watch.fsContext, entry);
        if (other === undefined) return;
        judge.violate({
          class: 'safety',
          message: `${entry.label} is made while its handle has a notify structure already`,
          place: 'FsRtlNotifyFullChangeDirectory',
          shape: 'two structures for one handle',
        });
      },
      notifyUnlinked: (entry) => {
        byContext.delete(entry.watch.fsContext);
      },
      notifyDestroyed: (entry) => {
        alive.delete(entry);
        if (!entry.onList) return;
        judge.violate({
          class: 'safety',
          message: `${entry.label} is freed while it is on the volume’s list`,
          place: 'FsRtlNotify',
          shape: 'freed while listed',
        });
      },
      atRest: () => {
        for (const entry of alive) {
          judge.violate({
            class: 'leak',
            message: `at rest ${entry.label} still exists`,
            place: 'FsRtlNotifyCleanup',
            shape: entry.onList ? 'never cleaned up' : 'unlisted and never freed',
            about: { kind: 'objects', objects: [entry.object] },
          });
          return;
        }
      },
    };
  },
};
