import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';

export const irpCleanAtCompletion: Invariant<NtEvents> = {
  id: 'irp.clean-at-completion',
  number: 'I-07',
  statement:
    'When an IRP is completed it has no cancel routine, its status is not STATUS_PENDING, its Information is a count, and the thread holds no spin lock.',
  source: 'DDK IoCompleteRequest; Driver Verifier I/O verification 0xC9/06 and /07; rules of the life cycle of an IRP',
  create(judge) {
    return {
      reset: () => undefined,
      irpCompleted: (irp, thread) => {
        judge.exercised();
        const wrong =
          thread.spinLocks > 0
            ? 'with a spin lock held'
            : irp.cancelRoutine !== undefined
              ? 'with its cancel routine set'
              : irp.ioStatus === 'STATUS_PENDING'
                ? 'with STATUS_PENDING'
                : typeof irp.information !== 'number'
                  ? 'with a pointer in IoStatus.Information'
                  : undefined;
        if (wrong === undefined) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is completed ${wrong}`,
          place: 'IoCompleteRequest',
          shape: wrong,
        });
      },
    };
  },
};
