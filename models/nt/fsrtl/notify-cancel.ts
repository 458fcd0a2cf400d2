import { assert, call, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import { discardBuffer, migrateData } from './change-buffer';
import { completeWithoutData, unlinkIrp } from './complete-notify-irp';
import { MARK } from './marks';
import { NotifyChange } from './notify-change';
import { dereferenceNotifyChange } from './notify-free';
import { CANCEL_DONE, CANCEL_ENTERED } from './points';

/**
 * The package's cancel routine. Entered with the cancel spin lock held [D: DDK]; completes the IRP with STATUS_CANCELLED. What is
 * buffered for its handle is kept for the next request: cancelling loses no change [T: raw.notify tree, double, mask].
 */
export function* fsRtlCancelNotify(io: Io, irp: Irp): Routine {
  const entry = irp.information;
  assert(entry instanceof NotifyChange, () => `${irp.label} refers to the structure that it is queued on`);
  if (io.world.defect('fsrtl.cancel-completes-under-spin-lock')) yield completeWithoutData(io, irp, 'STATUS_CANCELLED');
  io.cancelSpinLock.release();
  // Completed, the IRP is not ours to look at any more.
  const subjects = { request: irp.request, client: irp.client, path: entry.watch.directory.fullName };
  const { sync } = entry;
  if (io.world.faults.watches(CANCEL_ENTERED)) yield* call(io.world.faults.pass(CANCEL_ENTERED, subjects));
  yield sync.acquire();
  yield cancelPendedIrp(io, entry, irp);
  yield sync.release();
  if (io.world.faults.watches(CANCEL_DONE)) yield* call(io.world.faults.pass(CANCEL_DONE, subjects));
}

/**
 * The rest of cancelling, under the sync [I]; also for a request that was cancelled before it could be queued [D: cancel-safe
 * queues].
 */
export function* cancelPendedIrp(io: Io, entry: NotifyChange, irp: Irp): Routine {
  unlinkIrp(io, entry, irp);
  if (!io.world.defect('fsrtl.information-not-zeroed')) irp.information = 0;
  if (io.world.defect('fsrtl.cancel-drops-changes')) yield* discardBuffer(io, entry, 'FsRtlCancelNotify');
  const mine = entry.bufferIrp === irp || (io.world.defect('fsrtl.cancel-always-migrates') && entry.dataBytes > 0);
  if (mine && !io.world.defect('fsrtl.cancel-forgets-buffer')) {
    yield migrateData(io, entry, entry.irps[0], 'FsRtlCancelNotify');
  }
  io.world.kernel.mark(MARK['notify.completed-by-cancel']);
  yield completeWithoutData(io, irp, 'STATUS_CANCELLED');
  yield* dereferenceNotifyChange(io, entry, 'FsRtlCancelNotify');
}
