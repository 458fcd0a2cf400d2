import { call, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import type { NotifyMemory } from '../io/irp';
import { NtException } from '../status';
import {
  activateOwnBuffer,
  allocateBuffer,
  capacityFor,
  overflow,
  reachableBuffer,
  touchRequestMemory,
} from './change-buffer';
import type { FileAction } from './filters';
import { MARK } from './marks';
import type { NotifyChange } from './notify-change';

const SITE = 'FsRtlNotifyFullReportChange';

/**
 * Size of a FILE_NOTIFY_INFORMATION without its name: NextEntryOffset, Action and FileNameLength, four bytes each [D: MS-FSCC
 * 2.7.1].
 */
const HEADER_BYTES = 12;
/** NextEntryOffset is a multiple of this [D: MS-FSCC 2.7.1]. Only a record that another one follows is padded [T]. */
const ALIGNMENT_BYTES = 4;

/**
 * Buffers one record for a structure, or remembers that it could not. Quota, pool and the memory of a request may raise: that is
 * an overflow like one for want of room: "either too large for the system to allocate or too small" [D: sdk-api
 * ReadDirectoryChangesW].
 */
export function* recordChange(io: Io, entry: NotifyChange, action: FileAction, name: string): Routine {
  if (entry.watch.bufferBytes === 0) {
    if (entry.list.rules.remembersZeroLength) yield overflow(io, entry, SITE);
    return;
  }
  if (entry.notifyImmediately && !isBufferedAgain(entry, action)) return;
  const alignment = io.world.defect('fsrtl.records-unaligned') ? 1 : ALIGNMENT_BYTES;
  const position = (entry.dataBytes + alignment - 1) & -alignment;
  const bytes = HEADER_BYTES + 2 * name.length;
  try {
    const memory = yield* call(bufferFor(io, entry, position + bytes));
    if (memory === undefined) {
      yield overflow(io, entry, SITE);
      return;
    }
    const last = memory.records.length - 1;
    if (last >= 0 && entry.dataBytes > 0) {
      memory.records[last] = { ...memory.records[last], nextEntryOffset: position - entry.lastEntry };
    }
    memory.records.push({ nextEntryOffset: 0, action, name, bytes });
  } catch (error) {
    if (!(error instanceof NtException)) throw error;
    const noQuota = error.status === 'STATUS_QUOTA_EXCEEDED';
    if (noQuota) io.world.kernel.mark(MARK['notify.no-quota']);
    else if (error.status === 'STATUS_INSUFFICIENT_RESOURCES') io.world.kernel.mark(MARK['notify.no-buffer']);
    yield overflow(io, entry, SITE);
    return;
  }
  if (!io.world.defect('fsrtl.last-entry-stale')) entry.lastEntry = position;
  entry.dataBytes = position + bytes;
  io.world.events.notifyRecorded(entry, action, name);
}

/**
 * A setting: whether changes are buffered while an overflow still waits to be told. Of a pair of names the second is not when the
 * first was lost.
 */
function isBufferedAgain(entry: NotifyChange, action: FileAction): boolean {
  return entry.list.rules.buffersAfterOverflow && (action !== 'RENAMED_NEW_NAME' || entry.dataBytes > 0);
}

/**
 * Where a record goes that ends at `untilBytes`: the active buffer, else the oldest pended request's own, else one of the
 * package's, charged to the watcher's process [I]. Undefined when it does not fit. May raise.
 */
function* bufferFor(io: Io, entry: NotifyChange, untilBytes: number): Routine<NotifyMemory | undefined> {
  const [head] = entry.irps;
  const { buffer, bufferIrp } = entry;
  const capacityBytes = buffer === undefined ? capacityFor(entry, head) : entry.thisBufferBytes;
  const neededBytes = io.world.defect('fsrtl.length-wraps') ? untilBytes & 0xffff : untilBytes;
  if (neededBytes > capacityBytes) return undefined;
  const own = buffer === undefined && head !== undefined ? reachableBuffer(head) : undefined;
  if (head !== undefined && own !== undefined) {
    yield touchRequestMemory(io, entry, head, own);
    own.records = [];
    activateOwnBuffer(entry, head, own, capacityBytes);
    return own;
  }
  if (buffer === undefined) return yield* call(allocateBuffer(io, entry, capacityBytes, SITE));
  if (bufferIrp === undefined) buffer.block?.touch(SITE);
  else yield touchRequestMemory(io, entry, bufferIrp, buffer);
  return buffer;
}
