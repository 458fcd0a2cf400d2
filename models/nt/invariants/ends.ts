import type { NtEvents } from '../events';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { handleOf } from './delivered';
import { Members } from './table';

/** What ends notify requests, as whoever looks on from outside of the notify package sees it. */
export class Ends {
  /** Handles that were closed and directories that were marked for deletion. */
  readonly #ended = new Members<object>();
  #dismounted = false;

  reset(): void {
    this.#ended.clear();
    this.#dismounted = false;
  }

  /** What it hears of, for the handlers of an invariant. */
  readonly heard = {
    handleClosed: (fsContext) => {
      this.#ended.add(fsContext);
    },
    deletePending: (fcb) => {
      this.#ended.add(fcb);
    },
    listCleanedUp: () => {
      this.#dismounted = true;
    },
  } satisfies Partial<NtEvents>;

  /** The statuses that a request may be ended with, for what has befallen it. */
  statusesFor(irp: Irp): readonly NtStatus[] {
    const statuses: NtStatus[] = [];
    const handle = handleOf(irp);
    const stream = irp.stack[0]?.fileObject?.fsContext;
    if (this.#dismounted || (handle !== undefined && this.#ended.has(handle))) statuses.push('STATUS_NOTIFY_CLEANUP');
    if (irp.cancel) statuses.push('STATUS_CANCELLED');
    if (stream !== undefined && this.#ended.has(stream)) statuses.push('STATUS_DELETE_PENDING');
    return statuses;
  }
}

/** Whether a notify request was ended by something other than a change. */
export function isEnded({ ioStatus }: Irp): boolean {
  return (
    ioStatus === 'STATUS_NOTIFY_CLEANUP' || ioStatus === 'STATUS_CANCELLED' || ioStatus === 'STATUS_DELETE_PENDING'
  );
}
