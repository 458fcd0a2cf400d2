import { assert, type Routine } from '../../../harness/sim';
import { ioSetCancelRoutine } from '../io/io-cancel-irp';
import { ioCompleteRequest } from '../io/io-complete-request';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { discardBuffer, forgetBuffer, reachableBuffer, requestBytes } from './change-buffer';
import { MARK } from './marks';
import type { NotifyChange } from './notify-change';

/**
 * Takes a pended request out of the hands of cancellation and off the structure's list. False when its cancel routine has
 * begun: cancel always wins, and the completing path must not touch the IRP nor drop what it would have delivered
 * (microsoft/Windows-driver-samples NameChanger).
 */
export function* claimPendedIrp(io: Io, entry: NotifyChange, irp: Irp): Routine<boolean> {
  yield io.cancelSpinLock.acquire;
  const routine = ioSetCancelRoutine(irp, undefined);
  io.cancelSpinLock.release();
  if (routine === undefined && !io.world.defect('fsrtl.completes-cancelled')) {
    io.world.kernel.mark(MARK['notify.cancel-won-the-race']);
    if (io.world.defect('fsrtl.completion-unlinks-unclaimed')) unlinkIrp(io, entry, irp);
    return false;
  }
  unlinkIrp(io, entry, irp);
  entry.referenceCount--;
  irp.information = 0;
  return true;
}

/** Takes an IRP off the structure's list. */
export function unlinkIrp(io: Io, entry: NotifyChange, irp: Irp): void {
  const at = entry.irps.indexOf(irp);
  io.world.events.irpUnlinked(irp, entry, at >= 0);
  if (at >= 0) entry.irps.splice(at, 1);
  irp.listEntry = undefined;
}

/** Completes a claimed request that gets no data: CLEANUP, DELETE_PENDING, CANCELLED, ENUM_DIR. */
export function* completeWithoutData(io: Io, irp: Irp, status: NtStatus): Routine {
  irp.ioStatus = status;
  if (status === 'STATUS_NOTIFY_ENUM_DIR') io.world.kernel.mark(MARK['notify.enum-dir']);
  yield ioCompleteRequest(io, irp);
}

/**
 * Completes a claimed request with what the structure has buffered, which may be that changes were lost. `pended` says whether it was queued
 * before: only then are we outside its requestor's address space, and a request with neither system buffer nor
 * MDL must be given the package's own buffer.
 */
export function* completeWithChanges(io: Io, entry: NotifyChange, irp: Irp, pended: boolean): Routine {
  if (entry.notifyImmediately || entry.dataBytes === 0 || requestBytes(irp) < entry.dataBytes) {
    // Delivered, the overflow is over: the request after this one is queued again (Wine test_ntncdf_async).
    entry.notifyImmediately = false;
    if (io.world.defect('fsrtl.enum-dir-keeps-buffer')) entry.dataBytes = 0;
    else yield discardBuffer(io, entry, 'FsRtlNotifyCompleteIrp');
    yield completeWithoutData(io, irp, 'STATUS_NOTIFY_ENUM_DIR');
    return;
  }
  const informationBytes = entry.dataBytes;
  yield deliver(io, entry, irp, pended);
  irp.ioStatus = 'STATUS_SUCCESS';
  irp.information = informationBytes;
  yield ioCompleteRequest(io, irp);
}

/** Brings the buffered records into the request's reach, by the way that its buffers allow. Leaves the structure without a buffer. */
function* deliver(io: Io, entry: NotifyChange, irp: Irp, pended: boolean): Routine {
  const source = entry.buffer;
  assert(source !== undefined, () => `${entry.label} has data and a buffer that it is in`);
  const allocated = entry.allocatedBuffer;
  const target = reachableBuffer(irp) ?? (pended ? undefined : irp.userBuffer);
  if (target === undefined) {
    donate(io, entry, irp);
    return;
  }
  source.block?.touch('FsRtlNotifyCompleteIrp');
  if (target !== source) target.records = source.records;
  forgetBuffer(entry);
  if (allocated?.block === undefined) return;
  entry.watch.process.returnQuota(allocated.bytes);
  yield io.executive.pagedPool.free(allocated.block, 'FsRtlNotifyCompleteIrp');
}

/**
 * The request is pended and has nothing that we could write to: the buffer itself becomes its system buffer, to be copied and
 * freed by the final stage of completion [I]. From here on the IRP owns it. Whoever keeps that stage from running must free it.
 */
function donate(io: Io, entry: NotifyChange, irp: Irp): void {
  const memory = entry.allocatedBuffer;
  assert(memory?.block !== undefined, () => `${entry.label} has its data in a buffer of its own`);
  irp.systemBuffer = memory;
  irp.deallocateBuffer = true;
  if (!io.world.defect('fsrtl.donation-keeps-quota')) entry.watch.process.returnQuota(memory.bytes);
  forgetBuffer(entry);
  // By its name of now: SRV will use the IRP for other requests.
  memory.block.handOver({ label: irp.label }, 'FsRtlNotifyCompleteIrp');
  io.world.kernel.mark(MARK['notify.buffer-donated']);
  io.world.events.notifyBufferDonated(entry, irp, memory.block);
}
