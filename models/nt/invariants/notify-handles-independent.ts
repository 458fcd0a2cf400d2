import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { handleOf } from './delivered';
import { Ends, isEnded } from './ends';

export const notifyHandlesIndependent: Invariant<NtEvents> = {
  id: 'notify.handles-independent',
  number: 'I-36',
  statement:
    'A request is ended by what befalls itself: it was cancelled, its own handle was closed, its own directory was marked for deletion, or its volume was dismounted; never by what befalls another.',
  source:
    'DDK FsRtlNotifyCleanup; MS-CIFS 2.2.4.65; raw.notify double; rules of cleanup and deletion, what ends a request',
  create(judge) {
    const ends = new Ends();
    return {
      reset: () => {
        ends.reset();
      },
      ...ends.heard,
      irpCompleted: (irp) => {
        if (!isEnded(irp) || handleOf(irp) === undefined) return;
        judge.exercised();
        if (ends.statusesFor(irp).length > 0) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is ended with ${irp.ioStatus}, and nothing has befallen it`,
          place: 'FsRtlNotifyCompleteIrp',
          shape: `${irp.ioStatus} without a cause`,
        });
      },
    };
  },
};
