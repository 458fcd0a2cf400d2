import type { Invariant, Judge } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import { Table } from './table';

export const notifyNameLives: Invariant<NtEvents> = {
  id: 'notify.name-lives',
  number: 'I-10',
  statement:
    'The name of a watched directory, which the notify package borrows from the file system, lives and stays the same as long as a notify structure on the list refers to it.',
  source: 'Dokan 5c1b983 and issue 133; rules of the notify structure',
  create(judge) {
    /** What each listed structure’s directory was called when it was made, and how many structures borrow from a file. */
    const names = new Table<NotifyChange, string>();
    const lenders = new Table<object, number>();
    return {
      reset: () => {
        names.clear();
        lenders.clear();
      },
      notifyCreated: (entry) => {
        judge.exercised();
        const { directory } = entry.watch;
        names.set(entry, directory.fullName);
        lenders.set(directory, (lenders.get(directory) ?? 0) + 1);
      },
      notifyUnlinked: (entry) => {
        if (!names.delete(entry)) return;
        const { directory } = entry.watch;
        const left = (lenders.get(directory) ?? 1) - 1;
        if (left === 0) lenders.delete(directory);
        else lenders.set(directory, left);
      },
      poolFreed: (block, by) => {
        if (lenders.size === 0 || !lenders.has(block.firstOwner)) return;
        judge.violate({
          class: 'safety',
          message: `${by} frees the ${block.firstOwner.label}, whose name a notify structure refers to`,
          place: by,
          shape: 'borrowed name freed',
        });
      },
      irpQueued: (_irp, entry) => {
        check(judge, entry, names.get(entry));
      },
      notifyRecorded: (entry) => {
        check(judge, entry, names.get(entry));
      },
    };
  },
};

function check(judge: Judge, entry: NotifyChange, name: string | undefined): void {
  const { fullName } = entry.watch.directory;
  if (name === undefined || name === fullName) return;
  judge.violate({
    class: 'safety',
    message: `a notify structure made for ${name} finds its directory to be ${fullName}`,
    place: 'FsRtlNotify',
    shape: 'borrowed name changed',
  });
}
