import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { Members, Table } from './table';

export const requestEnds: Invariant<NtEvents> = {
  id: 'request.ends',
  number: 'I-17',
  statement:
    'After a cancel, the close of its file, a disconnect, a logoff, the deletion of its directory or the dismount of its volume, a pended request is completed: the system is never idle with it pended.',
  source:
    'MS-CIFS 3.3.5.52; MS-FSA ChangeNotifyDirectoryMarkedDeleted; DDK FsRtlNotifyCleanup; rules of what ends a request',
  create(judge) {
    const pended = new Members<Irp>();
    const mustEnd = new Table<Irp, string>();
    return {
      reset: () => {
        pended.clear();
        mustEnd.clear();
      },
      irpQueued: (irp) => {
        pended.add(irp);
      },
      irpCompleted: (irp) => {
        pended.delete(irp);
        mustEnd.delete(irp);
      },
      requestMustEnd: ({ irp }, because) => {
        judge.exercised();
        mustEnd.set(irp, because);
      },
      requestForgotten: ({ irp }) => {
        // It was found while it was being answered; its IRP is free for another request now.
        mustEnd.delete(irp);
      },
      deletePending: (fcb) => {
        for (const irp of pended) {
          if (irp.location.fileObject?.fsContext !== fcb) continue;
          judge.exercised();
          mustEnd.set(irp, 'its directory was marked for deletion');
        }
      },
      listCleanedUp: (list) => {
        for (const irp of pended) {
          if (!(irp.information instanceof NotifyChange) || irp.information.list !== list) continue;
          judge.exercised();
          mustEnd.set(irp, 'its volume was dismounted');
        }
      },
      atIdle: () => {
        for (const [irp, because] of mustEnd) {
          if (!pended.has(irp)) continue;
          judge.violate({
            class: 'liveness',
            message: `${irp.label} is still pended although ${because}, and nothing is left to run`,
            place: 'FsRtlNotify',
            shape: `pended after: ${because}`,
            about: { kind: 'objects', objects: [irp.object] },
          });
        }
      },
    };
  },
};
