import { call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { ioMarkIrpPending } from '../io/io-call-driver';
import { ioSetCancelRoutine } from '../io/io-cancel-irp';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import { completeWithChanges, completeWithoutData, claimPendedIrp } from './complete-notify-irp';
import { discardBuffer } from './change-buffer';
import { MARK } from './marks';
import { NotifyChange, type NotifyList, type Watch } from './notify-change';
import { cancelPendedIrp, fsRtlCancelNotify } from './notify-cancel';
import type { NotifySync } from './notify-sync';
import { BEFORE_QUEUE, QUEUED } from './points';

/**
 * FsRtlNotifyFullChangeDirectory (DDK): registers a request for changes below a directory. Completes or queues the IRP,
 * which the caller must not touch afterwards; the file system answers STATUS_PENDING whatever has become of it. May raise
 * STATUS_INSUFFICIENT_RESOURCES, in which case the IRP is still the caller's.
 */
export function* fsRtlNotifyFullChangeDirectory(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  watch: Watch,
  irp: Irp,
): Routine {
  yield sync.acquire();
  try {
    yield register(io, sync, list, watch, irp);
  } finally {
    yield sync.release();
  }
}

function* register(io: Io, sync: NotifySync, list: NotifyList, watch: Watch, irp: Irp): Routine {
  if (irp.location.fileObject?.cleanupComplete === true) {
    io.world.kernel.mark(MARK['notify.came-after-cleanup']);
    ioMarkIrpPending(io, irp);
    yield completeWithoutData(io, irp, 'STATUS_NOTIFY_CLEANUP');
    return;
  }
  const entry = list.find(watch.fsContext) ?? (yield* call(insertStructure(io, sync, list, watch, irp)));
  ioMarkIrpPending(io, irp);
  if (entry.cleanupInProcess) yield completeWithoutData(io, irp, 'STATUS_NOTIFY_CLEANUP');
  else if (entry.deleteInProcess) yield completeWithoutData(io, irp, 'STATUS_DELETE_PENDING');
  else if (!entry.notifyLater && (entry.notifyImmediately || entry.dataBytes > 0)) {
    // The filter, depth and length that this call gives do not change the structure, nor what it has buffered.
    io.world.kernel.mark(MARK['notify.answered-at-once']);
    yield completeWithChanges(io, entry, irp, false);
  } else yield queue(io, entry, irp);
}

/** May raise; then nothing has been inserted. */
function* insertStructure(io: Io, sync: NotifySync, list: NotifyList, watch: Watch, irp: Irp): Routine<NotifyChange> {
  const entry = new NotifyChange(io.world.kernel, sync, list, watch, irp.client);
  const request = { bytes: 104, tag: TAG.notifyChange, site: 'FsRtlNotifyFullChangeDirectory', owner: entry };
  entry.block = yield* call(io.executive.pagedPool.allocateOrRaise(request));
  list.entries.push(entry);
  io.world.events.notifyCreated(entry, irp);
  return entry;
}

/** Queues a marked IRP at the tail, then lets it be cancelled: routine first, Cancel tested after (DDK, cancel-safe queues). */
function* queue(io: Io, entry: NotifyChange, irp: Irp): Routine {
  irp.information = entry;
  io.world.events.irpQueued(irp, entry);
  irp.listEntry = entry.label;
  entry.irps.push(irp);
  entry.referenceCount++;
  io.world.kernel.mark(MARK['notify.pended']);
  if (entry.notifyLater) io.world.kernel.mark(MARK['notify.pended-between-names']);
  const subjects = { request: irp.request, client: irp.client, path: entry.watch.directory.fullName };
  if (io.world.faults.watches(BEFORE_QUEUE)) yield* call(io.world.faults.pass(BEFORE_QUEUE, subjects));
  yield io.cancelSpinLock.acquire;
  ioSetCancelRoutine(irp, fsRtlCancelNotify);
  const cancelledHere = irp.cancel && ioSetCancelRoutine(irp, undefined) !== undefined;
  io.cancelSpinLock.release();
  if (cancelledHere) {
    io.world.kernel.mark(MARK['notify.cancelled-before-queued']);
    yield cancelPendedIrp(io, entry, irp);
  } else if (io.world.faults.watches(QUEUED)) yield* call(io.world.faults.pass(QUEUED, subjects));
}

/**
 * The delete form, NotifyIrp == NULL (DDK): the stream is being deleted. Everything pended on any of its handles is completed with
 * STATUS_DELETE_PENDING, and later requests are too.
 */
export function* fsRtlNotifyDeletePending(io: Io, sync: NotifySync, list: NotifyList, streamId: object): Routine {
  const byHandle = io.world.defect('fsrtl.delete-matches-handle');
  yield sync.acquire();
  for (const entry of [...list.entries]) {
    if ((byHandle ? entry.watch.fsContext : entry.watch.streamId) !== streamId) continue;
    entry.deleteInProcess = true;
    for (const irp of [...entry.irps]) {
      if (!(yield* call(claimPendedIrp(io, entry, irp)))) continue;
      if (entry.bufferIrp === irp) yield discardBuffer(io, entry, 'FsRtlNotifyFullChangeDirectory');
      io.world.kernel.mark(MARK['notify.completed-by-delete']);
      yield completeWithoutData(io, irp, 'STATUS_DELETE_PENDING');
    }
  }
  yield sync.release();
}
