import { removeFrom, type Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { ChangeLedger, type Account, type Settlement } from './change-ledger';

export const notifyEventsConserved: Invariant<NtEvents> = {
  id: 'notify.events-conserved',
  number: 'I-18',
  statement:
    'Each matching change is delivered once, or still buffered, or covered by one loss that a request is told of, or discarded with its handle; and nothing else is delivered. Changes are lost for want of room or memory only.',
  source:
    'MS-FSA 2.1.4.1, 2.1.5.10.4; MS-CIFS 3.3.5.59.4; Samba 245d80c6a98; rules of registration, reports, completion and cancel; balance of changes',
  create(judge) {
    const ledger = new ChangeLedger();
    const wrong = (place: string, shape: string, message: string): void => {
      judge.violate({ class: 'safety', message, place, shape });
    };
    return {
      reset: () => {
        ledger.reset();
      },
      notifyCreated: (entry, irp) => {
        ledger.opened(entry, irp);
      },
      notifyUnlinked: (entry) => {
        ledger.closed(entry);
      },
      irpQueued: (irp, entry) => {
        ledger.queued(irp, entry);
      },
      irpUnlinked: (irp, entry) => {
        ledger.unlinked(irp, entry);
      },
      poolRefused: () => {
        ledger.refused();
      },
      quotaRefused: () => {
        ledger.refused();
      },
      requestMemoryGone: () => {
        ledger.refused();
      },
      changeReported: (change, filterContext) => {
        if (ledger.reported(change, filterContext) > 0) judge.exercised();
      },
      notifyOverflowed: (entry) => {
        const account = ledger.overflowed(entry);
        if (account === undefined) return;
        wrong('FsRtlNotifyFullReportChange', 'lost without a cause', `changes of ${account.path} are dropped that fit`);
      },
      irpCompleted: (irp) => {
        const settlement = ledger.completed(irp);
        const shape = settlement === undefined ? undefined : unsettled(settlement);
        if (settlement === undefined || shape === undefined) return;
        const { owed, delivered } = settlement;
        const message = `${irp.label} is owed [${owed.join(', ')}] and is told [${delivered.join(', ')}]: ${shape}`;
        wrong('FsRtlNotifyCompleteIrp', shape, message);
      },
      atIdle: () => {
        for (const account of ledger.accounts) {
          const why = forgotten(account);
          if (why !== undefined) wrong('FsRtlNotifyFullReportChange', 'change lost', `on ${account.path} ${why}`);
        }
      },
    };
  },
};

/** What is wrong with an answer, apart from its order. */
function unsettled({ owed, delivered, wrong }: Settlement): string | undefined {
  if (wrong !== undefined) return wrong;
  if (delivered.length === owed.length && delivered.every((record, i) => record === owed[i])) return undefined;
  const left = [...owed];
  for (const record of delivered) {
    if (!removeFrom(left, record)) return owed.includes(record) ? 'change told twice' : 'change that was not reported';
  }
  return left.length > 0 ? 'change lost' : undefined;
}

/** With nothing left to run, what is owed is in a buffer, and nobody is waiting for it. */
function forgotten({ entry, owed, lost, pended, firstBytes }: Account): string | undefined {
  if (!entry.onList || entry.deleteInProcess) return undefined;
  if (pended.length > 0 && (owed.length > 0 || lost)) {
    return `a request is pended, and [${owed.join(', ')}]${lost ? ' and a loss' : ''} is not told`;
  }
  if (firstBytes === 0) return undefined;
  const buffered = entry.dataBytes > 0 ? (entry.buffer?.records.length ?? 0) : 0;
  // What stays buffered behind a loss is not delivered: that is I-20's.
  if (buffered !== owed.length && (owed.length > 0 || !lost))
    return `${owed.length} changes are owed and ${buffered} are buffered`;
  return lost && !entry.notifyImmediately ? 'a loss is forgotten' : undefined;
}
