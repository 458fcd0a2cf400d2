import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { bufferBytesOf, handleOf } from './delivered';
import { Table } from './table';

/** What one structure has buffered, and whether it has lost some. */
interface State {
  readonly entry: NotifyChange;
  dataBytes: number;
  lost: boolean;
  /** Its memory could not be written to. */
  gone: boolean;
}

export const notifyOverflowToldOnce: Invariant<NtEvents> = {
  id: 'notify.overflow-told-once',
  number: 'I-20',
  statement:
    'When changes are lost nothing stays buffered, no request is pended and none is told of changes until one has been told to enumerate; and none is told to enumerate again for the same loss.',
  source: 'sdk-api ReadDirectoryChangesW; Wine test_ntncdf_async; rules of reporting, completion',
  create(judge) {
    const states = new Table<object, State>();
    const wrong = (place: string, shape: string, message: string): void => {
      judge.violate({ class: 'safety', message, place, shape });
    };
    return {
      reset: () => {
        states.clear();
      },
      notifyCreated: (entry) => {
        states.set(entry.watch.fsContext, { entry, dataBytes: 0, lost: false, gone: false });
      },
      notifyUnlinked: (entry) => {
        states.delete(entry.watch.fsContext);
      },
      notifyRecorded: (entry) => {
        const state = states.get(entry.watch.fsContext);
        if (state === undefined) return;
        state.dataBytes = entry.dataBytes;
        if (!state.lost || entry.list.rules.buffersAfterOverflow) return;
        wrong('FsRtlNotifyFullReportChange', 'recorded behind a loss', `${entry.label} records a change behind a loss`);
      },
      notifyOverflowed: (entry) => {
        judge.exercised();
        const state = states.get(entry.watch.fsContext);
        if (state === undefined) return;
        state.dataBytes = 0;
        state.lost = true;
      },
      requestMemoryGone: (irp) => {
        const handle = handleOf(irp);
        const state = handle === undefined ? undefined : states.get(handle);
        if (state !== undefined) state.gone = true;
      },
      irpQueued: (irp, entry) => {
        // Between the two names of a rename it waits for the new one.
        if (states.get(entry.watch.fsContext)?.lost !== true || entry.notifyLater) return;
        const message = `${irp.label} is pended, and nobody has been told that changes were lost`;
        wrong('FsRtlNotifyFullChangeDirectory', 'loss not told', message);
      },
      irpCompleted: (irp) => {
        const handle = handleOf(irp);
        const state = handle === undefined ? undefined : states.get(handle);
        if (state === undefined) return;
        if (irp.ioStatus === 'STATUS_SUCCESS') {
          if (state.lost)
            wrong('FsRtlNotifyCompleteIrp', 'told of changes', `${irp.label} is told of changes behind a loss`);
          state.dataBytes = 0;
        } else if (irp.ioStatus === 'STATUS_NOTIFY_ENUM_DIR') {
          const { lost, gone, dataBytes, entry } = state;
          const due = lost || gone || dataBytes > capacityFor(entry, irp) || entry.watch.bufferBytes === 0;
          if (!due)
            wrong('FsRtlNotifyCompleteIrp', 'no loss', `${irp.label} is told to enumerate, and nothing was lost`);
          state.lost = false;
          state.gone = false;
          if (!entry.list.rules.enumDirKeeps) state.dataBytes = 0;
        }
      },
      atIdle: () => {
        for (const { entry, lost } of states.values()) {
          const kept =
            lost &&
            !entry.list.rules.buffersAfterOverflow &&
            (entry.dataBytes > 0 || entry.allocatedBuffer !== undefined);
          if (entry.notifyImmediately === lost && !kept) continue;
          const shape = kept ? 'something is kept' : lost ? 'a loss is forgotten' : 'a loss is told again';
          wrong(
            'FsRtlNotifyCompleteIrp',
            shape,
            `when the system is idle ${entry.label} is wrong about its losses: ${shape}`,
          );
        }
      },
    };
  },
};

function capacityFor(entry: NotifyChange, irp: Irp): number {
  const bytes = bufferBytesOf(irp);
  return entry.list.rules.leastCapacity ? Math.min(bytes, entry.watch.bufferBytes) : bytes;
}
