import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Irp } from '../io/irp';
import { Table } from './table';

export const workContextFree: Invariant<NtEvents> = {
  id: 'work-context.free-unused',
  number: 'I-16',
  statement:
    'A work context goes back to the free list when its IRP has been completed and IoCancelIrp does not work on it, and not before.',
  source: 'KB Q161802; DDK IoCancelIrp; rules of IoCancelIrp',
  create(judge) {
    const cancelling = new Table<Irp, number>();
    return {
      reset: () => {
        cancelling.clear();
      },
      irpCancelEntered: (irp) => {
        cancelling.set(irp, (cancelling.get(irp) ?? 0) + 1);
      },
      irpCancelLeft: (irp) => {
        const left = (cancelling.get(irp) ?? 1) - 1;
        if (left === 0) cancelling.delete(irp);
        else cancelling.set(irp, left);
      },
      requestForgotten: ({ irp, label }) => {
        judge.exercised();
        const used =
          irp.state === 'sent'
            ? 'its IRP is still in the file system'
            : cancelling.has(irp)
              ? 'IoCancelIrp works on its IRP'
              : undefined;
        if (used === undefined) return;
        judge.violate({
          class: 'safety',
          message: `the work context of ${label} is given back while ${used}`,
          place: 'SRV',
          shape: used,
        });
      },
    };
  },
};
