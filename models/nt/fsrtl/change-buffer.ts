import { assert, call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { Io } from '../io/io';
import type { Irp, NotifyMemory } from '../io/irp';
import { NtException } from '../status';
import type { FileAction } from './filters';
import { MARK } from './marks';
import type { NotifyChange } from './notify-change';

/** Size of a FILE_NOTIFY_INFORMATION without its name (MS-FSCC 2.7.1). */
const HEADER_BYTES = 12;

/** The length that a request gave for its buffer. */
export function requestBytes(irp: Irp): number {
  const { parameters } = irp.location;
  return parameters?.kind === 'notify' ? parameters.bufferBytes : 0;
}

/** What a driver can write to in any context: the system buffer, or the mapping of the MDL. */
export function reachableBuffer(irp: Irp): NotifyMemory | undefined {
  return irp.systemBuffer ?? irp.mdl;
}

/**
 * Writes one record for a structure that buffers, into the active buffer, the first pended request's own, or a new one.
 * If it does not fit or no buffer can be had, everything buffered is discarded and the overflow remembered: "the entire
 * contents of the buffer are discarded" (sdk-api ReadDirectoryChangesW).
 */
export function* recordChange(io: Io, entry: NotifyChange, action: FileAction, name: string): Routine {
  const head = entry.irps[0];
  const capacity =
    entry.buffer !== undefined
      ? entry.thisBufferBytes
      : head !== undefined
        ? requestBytes(head)
        : entry.watch.bufferBytes;
  const position = (entry.dataBytes + 3) & ~3;
  const bytes = HEADER_BYTES + 2 * name.length;
  if (position + bytes > capacity) entry.notifyImmediately = true;
  else if (entry.buffer === undefined) yield activateBuffer(io, entry, head, capacity);
  const { buffer } = entry;
  if (entry.notifyImmediately || buffer === undefined) {
    io.world.kernel.mark(MARK['notify.overflowed']);
    io.world.events.notifyOverflowed(entry);
    yield discardBuffer(io, entry, 'FsRtlNotifyFullReportChange');
    return;
  }
  buffer.block?.touch('FsRtlNotifyFullReportChange');
  const last = buffer.records.at(-1);
  if (last !== undefined && entry.dataBytes > 0) last.nextEntryOffset = position - entry.lastEntry;
  buffer.records.push({ nextEntryOffset: 0, action, name, bytes });
  entry.lastEntry = position;
  entry.dataBytes = position + bytes;
  io.world.events.notifyRecorded(entry, action, name);
}

/** Chooses where records go, from the first pended request's own buffer to an allocated one charged to the watcher's process. */
function* activateBuffer(io: Io, entry: NotifyChange, head: Irp | undefined, capacity: number): Routine {
  const own = head === undefined ? undefined : reachableBuffer(head);
  if (own !== undefined) {
    own.records = [];
    entry.buffer = own;
    entry.bufferIrp = head;
    entry.thisBufferBytes = capacity;
    return;
  }
  yield allocateBuffer(io, entry, capacity, 'FsRtlNotifyFullReportChange');
}

/** Charges quota, then allocates; if either raises, what was charged is returned and the overflow is set. */
export function* allocateBuffer(io: Io, entry: NotifyChange, bytes: number, site: string): Routine {
  const { process } = entry.watch;
  let charged = false;
  try {
    yield process.chargeQuota(bytes);
    charged = true;
    const request = { bytes, tag: TAG.fsRtl, site, owner: entry };
    const block = yield* call(io.executive.pagedPool.allocateOrRaise(request));
    const memory: NotifyMemory = { kind: 'pool', bytes, records: [], block };
    entry.allocatedBuffer = memory;
    entry.buffer = memory;
    entry.thisBufferBytes = bytes;
    io.world.kernel.mark(MARK['notify.buffer-allocated']);
    io.world.events.notifyBufferAllocated(entry, block);
  } catch (error) {
    if (!(error instanceof NtException)) throw error;
    if (charged && !io.world.defect('fsrtl.quota-kept-on-exception')) process.returnQuota(bytes);
    entry.notifyImmediately = true;
  }
}

/**
 * The records lie in the buffer of a request that goes, which can be only while an old name waits for its new name. They move to the
 * buffer of the next request if there is one and it is large enough, else to a new one, else they are lost and the overflow is set.
 */
export function* migrateData(io: Io, entry: NotifyChange, next: Irp | undefined, site: string): Routine {
  const from = entry.buffer;
  assert(from !== undefined, () => `${entry.label} has an active buffer`);
  io.world.kernel.mark(MARK['notify.data-migrated']);
  const target = next === undefined ? undefined : reachableBuffer(next);
  if (next !== undefined && target !== undefined && requestBytes(next) >= entry.dataBytes) {
    target.records = from.records;
    entry.buffer = target;
    entry.bufferIrp = next;
    entry.thisBufferBytes = requestBytes(next);
    return;
  }
  yield allocateBuffer(io, entry, entry.thisBufferBytes, site);
  entry.bufferIrp = undefined;
  if (entry.notifyImmediately) {
    io.world.events.notifyOverflowed(entry);
    yield discardBuffer(io, entry, site);
  } else if (entry.buffer !== undefined) entry.buffer.records = from.records;
}

/** Frees what the package has allocated for this structure, returns its quota and forgets what was buffered. */
export function* discardBuffer(io: Io, entry: NotifyChange, by: string): Routine {
  const memory = entry.allocatedBuffer;
  forgetBuffer(entry);
  if (memory?.block === undefined) return;
  if (!io.world.defect('fsrtl.overflow-keeps-quota')) entry.watch.process.returnQuota(memory.bytes);
  yield io.executive.pagedPool.free(memory.block, by);
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
