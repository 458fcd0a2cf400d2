import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';

export const irpCompletedOnce: Invariant<NtEvents> = {
  id: 'irp.completed-once',
  number: 'I-06',
  statement:
    'An IRP is completed exactly once for each time that it is sent, and no driver that it was sent to queues or looks at it afterwards.',
  source: 'DDK IoCompleteRequest; WinFsp adb6819d; rules of registration, the life cycle of an IRP',
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
      irpTouched: (irp, by) => {
        if (irp.state === 'sent') return;
        judge.violate({
          class: 'safety',
          message: `${by} looks at ${irp.label} while it is ${irp.state}`,
          place: by,
          shape: `touched while ${irp.state}`,
        });
      },
      irpQueued: (irp, entry) => {
        if (irp.state === 'sent') return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is queued on ${entry.label} while it is ${irp.state}`,
          place: 'FsRtlNotifyFullChangeDirectory',
          shape: `queued while ${irp.state}`,
        });
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
