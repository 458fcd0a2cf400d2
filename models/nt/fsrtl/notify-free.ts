import type { Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import { discardBuffer } from './change-buffer';
import type { NotifyChange } from './notify-change';

/** Takes a structure off its list. The caller gives the list's reference back. */
export function unlinkNotifyChange(io: Io, entry: NotifyChange): void {
  const { entries } = entry.list;
  const at = entries.indexOf(entry);
  if (at >= 0) entries.splice(at, 1);
  entry.onList = false;
  io.world.events.notifyUnlinked(entry);
}

/** Gives one reference to a structure back; the last one frees its buffer and itself. The caller holds the sync. */
export function* dereferenceNotifyChange(io: Io, entry: NotifyChange, by: string): Routine {
  entry.referenceCount--;
  if (entry.referenceCount > 0) return;
  yield discardBuffer(io, entry, by);
  io.world.events.notifyDestroyed(entry);
  if (entry.block !== undefined) yield io.executive.pagedPool.free(entry.block, by);
}
