import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';

export const irpCompletedOnce: Invariant<NtEvents> = {
  id: 'irp.completed-once',
  number: 'I-06',
  statement: 'An IRP is completed exactly once for each time that it is sent.',
  source: 'DDK IoCompleteRequest',
  create(judge) {
    return {
      reset: () => undefined,
      irpSent: (irp) => {
        judge.exercised();
        if (irp.state === 'freed') {
          judge.violate({
            class: 'safety',
            message: `${irp.label} is sent after it was freed`,
            place: 'IoCallDriver',
            shape: 'sent after free',
          });
        }
      },
      irpCompleted: (irp) => {
        if (irp.state === 'sent') return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is completed with ${irp.ioStatus} while it is ${irp.state}`,
          place: 'IoCompleteRequest',
          shape: `completed while ${irp.state}`,
        });
      },
    };
  },
};
