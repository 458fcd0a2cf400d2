import { removeAt, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import type { NotifyChange } from './notify-change';
import { seReleaseSubjectContext } from './subject-context';

/** Takes a structure off its list. The caller gives the list's reference back [I]. */
export function unlinkNotifyChange(io: Io, entry: NotifyChange): void {
  const { entries } = entry.list;
  const at = entries.indexOf(entry);
  if (at >= 0) removeAt(entries, at);
  entry.onList = false;
  io.world.events.notifyUnlinked(entry);
}

/** Gives one reference to a structure back; the last one frees it, and its subject's context. The caller holds the sync [I]. */
export function* dereferenceNotifyChange(io: Io, entry: NotifyChange, by: string): Routine {
  entry.referenceCount--;
  if (entry.referenceCount > 0) return;
  const { subjectContext } = entry.watch;
  if (subjectContext !== undefined) yield seReleaseSubjectContext(io, subjectContext, by);
  io.world.events.notifyDestroyed(entry);
  if (entry.block !== undefined) yield* io.executive.pagedPool.free(entry.block, by);
}
