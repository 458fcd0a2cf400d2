import { assert, call, RETURNED, type Called, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { Io } from '../io/io';
import { NotifyMemory, type Irp } from '../io/irp';
import { NtException } from '../status';
import { MARK } from './marks';
import type { NotifyChange } from './notify-change';
import { REQUEST_MEMORY } from './points';

/** The length that a request gave for its buffer. */
export function requestBytes(irp: Irp): number {
  const { parameters } = irp.location;
  return parameters?.kind === 'notify' ? parameters.bufferBytes : 0;
}

/**
 * How much may be buffered for this request if it is pended, or for the next to come: the first request on the handle has its say
 * [T].
 */
export function capacityFor(entry: NotifyChange, irp: Irp | undefined): number {
  const { bufferBytes } = entry.watch;
  if (irp === undefined) return bufferBytes;
  return entry.list.rules.leastCapacity ? Math.min(bufferBytes, requestBytes(irp)) : requestBytes(irp);
}

/** What a driver can write to in any context: the system buffer, or the mapping of the MDL [D: DDK]. */
export function reachableBuffer(irp: Irp): NotifyMemory | undefined {
  return irp.systemBuffer ?? irp.mdl;
}

/** Comes before every write to memory that a request has brought. Raises when that is gone or can not be mapped [D: DDK]. */
export function* touchRequestMemory(io: Io, entry: NotifyChange, irp: Irp, memory: NotifyMemory): Routine {
  memory.block?.touch('FsRtlNotify');
  if (!io.world.faults.watches(REQUEST_MEMORY)) return;
  const { request, client } = irp;
  const subjects = { request, client, path: entry.watch.directory.fullName, memory: memory.kind };
  const verdict = yield* call(io.world.faults.pass(REQUEST_MEMORY, subjects));
  if (verdict?.kind !== 'fail') return;
  io.world.kernel.mark(MARK['notify.request-memory-gone']);
  io.world.events.requestMemoryGone(irp);
  throw new NtException('STATUS_ACCESS_VIOLATION');
}

/** Makes the own buffer of a pended request the active one [I]. */
export function activateOwnBuffer(entry: NotifyChange, irp: Irp, memory: NotifyMemory, capacityBytes: number): void {
  entry.buffer = memory;
  entry.bufferIrp = irp;
  entry.thisBufferBytes = capacityBytes;
}

/**
 * Makes the package a buffer, and that the active one: charges its quota to the watcher's process, then allocates [I]. May raise,
 * and has then returned what it had charged.
 */
export function* allocateBuffer(io: Io, entry: NotifyChange, bytes: number, site: string): Routine<NotifyMemory> {
  const { process } = entry.watch;
  yield process.chargeQuota(bytes);
  try {
    const request = { bytes, tag: TAG.fsRtl, site, owner: entry };
    const block = yield* io.executive.pagedPool.allocateOrRaise(request);
    const memory = new NotifyMemory(io.world.kernel, 'pool', bytes, entry, block);
    entry.allocatedBuffer = memory;
    entry.buffer = memory;
    entry.bufferIrp = undefined;
    entry.thisBufferBytes = bytes;
    io.world.kernel.mark(MARK['notify.buffer-allocated']);
    io.world.events.notifyBufferAllocated(entry, block);
    return memory;
  } catch (error) {
    if (!io.world.defect('fsrtl.quota-kept-on-exception')) process.returnQuota(bytes);
    throw error;
  }
}

/**
 * The records lie in the buffer of a request that goes, which can be only while an old name waits for its new name. They move to
 * the buffer of the next request if there is one and it is large enough, else to a new one, else they are lost and the overflow is
 * set [I, H].
 */
export function* migrateData(io: Io, entry: NotifyChange, next: Irp | undefined, site: string): Routine {
  const from = entry.buffer;
  assert(from !== undefined, () => `${entry.label} has an active buffer`);
  io.world.kernel.mark(MARK['notify.data-migrated']);
  try {
    const to = yield* call(bufferToMoveTo(io, entry, next, site));
    if (!io.world.defect('fsrtl.migration-copies-nothing')) to.records = from.records.map((record) => ({ ...record }));
    if (io.world.defect('fsrtl.migration-buffer-unowned')) entry.allocatedBuffer = undefined;
  } catch (error) {
    if (!(error instanceof NtException)) throw error;
    yield overflow(io, entry, site);
  }
}

function* bufferToMoveTo(io: Io, entry: NotifyChange, next: Irp | undefined, site: string): Routine<NotifyMemory> {
  const own = next === undefined ? undefined : reachableBuffer(next);
  if (next === undefined || own === undefined || capacityFor(entry, next) < entry.dataBytes) {
    return yield* call(allocateBuffer(io, entry, entry.thisBufferBytes, site));
  }
  yield touchRequestMemory(io, entry, next, own);
  activateOwnBuffer(entry, next, own, capacityFor(entry, next));
  return own;
}

/**
 * Changes are lost: because they do not fit, because no buffer can be had for them, or because memory can not be written to. "The
 * entire contents of the buffer are discarded" [D: sdk-api ReadDirectoryChangesW], and the next request will be told to enumerate.
 */
export function* overflow(io: Io, entry: NotifyChange, by: string): Routine {
  entry.notifyImmediately = !io.world.defect('fsrtl.overflow-not-told');
  io.world.kernel.mark(MARK['notify.overflowed']);
  io.world.events.notifyOverflowed(entry);
  if (!io.world.defect('fsrtl.overflow-keeps-data')) yield* discardBuffer(io, entry, by);
}

/** Frees what the package has allocated for this structure, returns its quota and forgets what was buffered [I]. */
export function discardBuffer(io: Io, entry: NotifyChange, by: string): Called<void> {
  const memory = entry.allocatedBuffer;
  forgetBuffer(entry);
  if (memory?.block === undefined) return RETURNED;
  if (!io.world.defect('fsrtl.overflow-keeps-quota')) entry.watch.process.returnQuota(memory.bytes);
  return io.executive.pagedPool.free(memory.block, by);
}

/** Nothing is buffered and no buffer is active. Whoever calls has freed or handed over the allocated one. */
export function forgetBuffer(entry: NotifyChange): void {
  entry.allocatedBuffer = undefined;
  entry.buffer = undefined;
  entry.bufferIrp = undefined;
  entry.thisBufferBytes = 0;
  entry.dataBytes = 0;
  entry.lastEntry = 0;
}
