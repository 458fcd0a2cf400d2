import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { bufferBytesOf, handleOf } from './delivered';
import { Ends, isEnded } from './ends';
import { Members, Table } from './table';

/** What the client may be answered for what the file system said. */
const ANSWERS: { readonly [S in NtStatus]?: readonly NtStatus[] } = {
  STATUS_SUCCESS: ['STATUS_SUCCESS'],
  STATUS_NOTIFY_ENUM_DIR: ['STATUS_NOTIFY_ENUM_DIR', 'STATUS_SUCCESS'],
  STATUS_NOTIFY_CLEANUP: ['STATUS_NOTIFY_CLEANUP', 'STATUS_SUCCESS'],
  STATUS_CANCELLED: ['STATUS_CANCELLED'],
  STATUS_DELETE_PENDING: ['STATUS_DELETE_PENDING'],
};

/** In SMB1, and in SMB2. */
const NO_MEMORY: readonly NtStatus[] = ['STATUS_INSUFF_SERVER_RESOURCES', 'STATUS_INSUFFICIENT_RESOURCES'];

export const notifyStatusFits: Invariant<NtEvents> = {
  id: 'notify.status-fits',
  number: 'I-26',
  statement:
    'A notify request that is completed with success has Information above 0 and no more than its length; with any other status Information is 0, and one that ends a request names what has ended it. The client is answered what that status means, and records with success only; without memory for its answer, that the server lacks resources.',
  source:
    'DDK FsRtlNotifyFullChangeDirectory; MS-CIFS 2.2.7.4.2; KB Q167023; rules of status codes, completion, what ends a request',
  create(judge) {
    /** What the file system has said to requests that have not been answered yet. */
    const said = new Table<Irp, NtStatus>();
    /** Answers for which the server found no memory, by their labels. */
    const unsaid = new Members<string>();
    const ends = new Ends();
    const wrong = (place: string, shape: string, message: string): void => {
      judge.violate({ class: 'safety', message, place, shape });
    };
    return {
      reset: () => {
        said.clear();
        unsaid.clear();
        ends.reset();
      },
      ...ends.heard,
      poolRefused: (_pool, { site, owner }) => {
        if (site === 'SrvAllocateResponse') unsaid.add(owner.label);
      },
      irpCompleted: (irp) => {
        if (handleOf(irp) === undefined) return;
        judge.exercised();
        const { ioStatus, information } = irp;
        said.set(irp, ioStatus);
        const causes = isEnded(irp) ? ends.statusesFor(irp) : [];
        if (causes.length > 0 && !causes.includes(ioStatus)) {
          wrong(
            'IoCompleteRequest',
            `${ioStatus} for another end`,
            `${irp.label} is ended with ${ioStatus}, not ${causes.join(' or ')}`,
          );
        }
        if (typeof information !== 'number') return;
        const [least, most] = ioStatus === 'STATUS_SUCCESS' ? [1, bufferBytesOf(irp)] : [0, 0];
        if (information >= least && information <= most) return;
        const message = `${irp.label} is completed with ${ioStatus} and Information ${information}`;
        wrong('IoCompleteRequest', `Information with ${ioStatus}`, message);
      },
      requestAnswered: ({ irp, label }, status, _sent, records) => {
        const ioStatus = said.get(irp);
        if (ioStatus === undefined) return;
        const isUnsaid = unsaid.delete(`response to ${label}`);
        const allowed = isUnsaid ? NO_MEMORY : (ANSWERS[ioStatus] ?? [ioStatus]);
        const fits = allowed.includes(status) && (records === 0) !== (ioStatus === 'STATUS_SUCCESS' && !isUnsaid);
        if (fits) return;
        const message = `the file system said ${ioStatus}, and ${label} is answered ${status} with ${records} records`;
        wrong('SRV', `${status} for ${ioStatus}`, message);
      },
      requestForgotten: ({ irp }) => {
        said.delete(irp);
      },
    };
  },
};
