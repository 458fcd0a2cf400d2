import { assert, call, removeAt, type Routine } from '../../../harness/sim';
import { ioSetCancelRoutine } from '../io/io-cancel-irp';
import { ioCompleteRequest } from '../io/io-complete-request';
import type { Io } from '../io/io';
import type { Irp, NotifyRecord } from '../io/irp';
import { NtException, type NtStatus } from '../status';
import { capacityFor, discardBuffer, forgetBuffer, reachableBuffer, touchRequestMemory } from './change-buffer';
import { MARK } from './marks';
import type { NotifyChange } from './notify-change';

/**
 * Takes a pended request out of the hands of cancellation and off the structure's list. False when its cancel routine has
 * begun: cancel always wins, and the completing path must not touch the IRP nor drop what it would have delivered
 * [S: NameChanger; D: DDK IoSetCancelRoutine].
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

/** Takes an IRP off the structure's list [I]. */
export function unlinkIrp(io: Io, entry: NotifyChange, irp: Irp): void {
  io.world.events.irpTouched(irp, 'FsRtlNotify');
  const at = entry.irps.indexOf(irp);
  io.world.events.irpUnlinked(irp, entry, at >= 0);
  if (at >= 0) removeAt(entry.irps, at);
  irp.listEntry = undefined;
}

/** Completes a claimed request that gets no data: CLEANUP, DELETE_PENDING, CANCELLED, ENUM_DIR. Its Information is 0 [T]. */
export function* completeWithoutData(io: Io, irp: Irp, status: NtStatus): Routine {
  irp.ioStatus = status;
  if (status === 'STATUS_NOTIFY_ENUM_DIR') io.world.kernel.mark(MARK['notify.enum-dir']);
  yield* ioCompleteRequest(io, irp);
}

/**
 * Completes a claimed request with what the structure has buffered, or tells it to enumerate: when changes were lost, when nothing
 * is buffered because nothing ever is, when it has too little room [D: sdk-api; T: smb2.valid-req], when its memory has gone [H].
 * `pended` says whether it was queued before.
 */
export function* completeWithChanges(io: Io, entry: NotifyChange, irp: Irp, pended: boolean): Routine {
  const { dataBytes } = entry;
  const { kernel } = io.world;
  if (io.world.defect('fsrtl.sorts-records')) sortRecords(entry.buffer?.records ?? []);
  const lost = entry.notifyImmediately || dataBytes === 0;
  const tooSmall = !lost && dataBytes > capacityFor(entry, irp);
  if (lost || tooSmall || !(yield* call(deliver(io, entry, irp, pended)))) {
    if (tooSmall) kernel.mark(MARK['notify.too-small']);
    else if (lost) kernel.mark(MARK[pended ? 'notify.enum-dir-pended' : 'notify.enum-dir-at-once']);
    yield tellToEnumerate(io, entry, irp);
    return;
  }
  kernel.mark(MARK[pended ? 'notify.data-pended' : 'notify.data-at-once']);
  if (pended && io.world.defect('fsrtl.completion-loses-depth') && entry.watch.directory.fullName === '\\') {
    entry.watch = { ...entry.watch, watchTree: false };
  }
  irp.ioStatus = 'STATUS_SUCCESS';
  irp.information = dataBytes;
  yield* ioCompleteRequest(io, irp);
}

/** By action: what happened to one name twice comes out of order. */
function sortRecords(records: NotifyRecord[]): void {
  const sorted = [...records].sort((a, b) => (a.action < b.action ? -1 : a.action > b.action ? 1 : 0));
  records.forEach(({ nextEntryOffset }, i) => (records[i] = { ...sorted[i], nextEntryOffset }));
}

/**
 * Delivered, an overflow is over: the request after this one is queued again [T: Wine test_ntncdf_async]. What is buffered goes
 * with it.
 */
function* tellToEnumerate(io: Io, entry: NotifyChange, irp: Irp): Routine {
  if (!io.world.defect('fsrtl.overflow-sticky')) entry.notifyImmediately = false;
  if (io.world.defect('fsrtl.enum-dir-keeps-buffer')) entry.dataBytes = 0;
  else if (!entry.list.rules.enumDirKeeps || entry.bufferIrp !== undefined) {
    yield* discardBuffer(io, entry, 'FsRtlNotifyCompleteIrp');
  }
  yield completeWithoutData(io, irp, 'STATUS_NOTIFY_ENUM_DIR');
}

/**
 * Brings the buffered records into the request's reach and leaves the structure without a buffer. Four ways [I], by what the
 * request has:
 *
 * - in place: the records were written to its own buffer when they were reported;
 * - copied to its system buffer, or, while we are in its requestor's address space still, to its user buffer;
 * - copied to the mapping of its MDL;
 * - donated: it was pended, and has neither.
 *
 * False when its memory could not be written to.
 */
function* deliver(io: Io, entry: NotifyChange, irp: Irp, pended: boolean): Routine<boolean> {
  const source = entry.buffer;
  assert(source !== undefined, () => `${entry.label} has data and a buffer that it is in`);
  const target = reachableBuffer(irp) ?? (pended ? undefined : irp.userBuffer);
  if (target === undefined) {
    donate(io, entry, irp);
    return true;
  }
  if (target === source) {
    io.world.kernel.mark(MARK['notify.delivered-in-place']);
    forgetBuffer(entry);
    return true;
  }
  try {
    yield touchRequestMemory(io, entry, irp, target);
  } catch (error) {
    if (!(error instanceof NtException)) throw error;
    return false;
  }
  source.block?.touch('FsRtlNotifyCompleteIrp');
  target.records = source.records;
  io.world.kernel.mark(MARK[target.kind === 'mdl' ? 'notify.delivered-by-mapping' : 'notify.delivered-by-copy']);
  yield freeAllocated(io, entry);
  return true;
}

/** The package's own buffer has been copied from: it goes, and its quota is returned [I]. */
function* freeAllocated(io: Io, entry: NotifyChange): Routine {
  const allocated = entry.allocatedBuffer;
  forgetBuffer(entry);
  if (allocated?.block === undefined) return;
  entry.watch.process.returnQuota(allocated.bytes);
  yield* io.executive.pagedPool.free(allocated.block, 'FsRtlNotifyCompleteIrp');
}

/**
 * The request is pended and has nothing that we could write to: the buffer itself becomes its system buffer, to be copied and
 * freed by the final stage of completion [I: ReactOS; D: DDK, how completion is performed]. From here on the IRP owns it. Whoever
 * keeps that stage from running must free it.
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
