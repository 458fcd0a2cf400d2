import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Change } from '../fsrtl/notify-full-report-change';
import { Table } from './table';

export const volumeChangesReported: Invariant<NtEvents> = {
  id: 'volume.changes-reported',
  statement:
    'The file system reports each change of a name on the disk once and as what it was, and reports a file as modified no more often than it was.',
  source:
    'fastfat create.c, cleanup.c, fileinfo.c; Dokan 8e2d78f, 0e8fa49; rules of what file systems report; the file system’s half of I-18',
  create(judge) {
    /** Changes of names: how often each has happened more often than it was reported. */
    const owed = new Table<string, number>();
    /** How often a file was modified more often than that was reported: several writes may be one report. */
    const modified = new Table<string, number>();
    /** The oldest form of report does not say what has changed. */
    let untold = false;
    const count = (action: string, path: string, by: number): void => {
      const key = `${action} ${path}`;
      const left = (owed.get(key) ?? 0) + by;
      if (left === 0) owed.delete(key);
      else owed.set(key, left);
    };
    return {
      reset: () => {
        owed.clear();
        modified.clear();
        untold = false;
      },
      diskChanged: (action, path) => {
        judge.exercised();
        if (action === 'MODIFIED') modified.set(path, (modified.get(path) ?? 0) + 1);
        else count(action, path, 1);
      },
      diskRenamed: (from, to, replaced) => {
        judge.exercised();
        modified.set(to, (modified.get(from) ?? 0) + (replaced ? 1 : 0));
        modified.delete(from);
        const within = parentOf(from) === parentOf(to) && !replaced;
        count(within ? 'RENAMED_OLD_NAME' : 'REMOVED', from, 1);
        if (!replaced) count(within ? 'RENAMED_NEW_NAME' : 'ADDED', to, 1);
      },
      changeReported: ({ action, target }: Change) => {
        if (action === 'NONE') untold = true;
        if (action !== 'MODIFIED') {
          count(action, target, -1);
          return;
        }
        const left = modified.get(target) ?? 0;
        modified.set(target, left - 1);
        if (left > 0) return;
        judge.violate({
          class: 'safety',
          message: `${target} is reported as modified more often than it was`,
          place: 'FatNotifyReportChange',
          shape: 'modified without a change',
        });
      },
      atIdle: () => {
        if (untold) return;
        for (const [change, left] of owed) {
          judge.violate({
            class: 'safety',
            message: left > 0 ? `${change} has not been reported` : `${change} is reported, and has not happened`,
            place: 'FatNotifyReportChange',
            shape: left > 0 ? 'not reported' : 'did not happen',
          });
          return;
        }
      },
    };
  },
};

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('\\'));
}
