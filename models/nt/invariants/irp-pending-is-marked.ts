import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Irp } from '../io/irp';
import { Table } from './table';

/** One sending of an IRP to a driver. */
interface Sending {
  readonly irp: Irp;
  marked: boolean;
}

export const irpPendingIsMarked: Invariant<NtEvents> = {
  id: 'irp.pending-is-marked',
  number: 'I-27',
  statement: 'A dispatch routine answers STATUS_PENDING if and only if it has marked the IRP pending.',
  source: 'DDK IoMarkIrpPending; Driver Verifier, enhanced I/O verification; rules of the life cycle of an IRP',
  create(judge) {
    /** What each thread has sent and not had an answer to, the latest last; and the latest sending of an IRP. */
    const threads = new Table<string, Sending[]>();
    const latest = new Table<Irp, Sending>();
    return {
      reset: () => {
        threads.clear();
        latest.clear();
      },
      irpSent: (irp) => {
        const sending = { irp, marked: false };
        latest.set(irp, sending);
        const sent = threads.get(judge.task);
        if (sent === undefined) threads.set(judge.task, [sending]);
        else sent.push(sending);
      },
      irpMarkedPending: (irp) => {
        const sending = latest.get(irp);
        if (sending !== undefined) sending.marked = true;
      },
      irpDispatched: (irp, status) => {
        const sending = threads.get(judge.task)?.pop();
        if (sending?.irp !== irp) return;
        if (latest.get(irp) === sending) latest.delete(irp);
        judge.exercised();
        const { marked } = sending;
        if (marked === (status === 'STATUS_PENDING')) return;
        judge.violate({
          class: 'safety',
          message: `${status} is answered for ${irp.label}, which was ${marked ? '' : 'not '}marked pending`,
          place: 'IoCallDriver',
          shape: marked ? 'marked, not answered' : 'answered, not marked',
        });
      },
    };
  },
};
