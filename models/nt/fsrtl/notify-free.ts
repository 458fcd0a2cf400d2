import { call, removeFrom, RETURNED, type Called, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import type { NotifyChange } from './notify-change';
import { seReleaseSubjectContext, type SubjectContext } from './subject-context';

/** Takes a structure off its list. The caller gives the list's reference back [I]. */
export function unlinkNotifyChange(io: Io, entry: NotifyChange): void {
  removeFrom(entry.list.entries, entry);
  entry.onList = false;
  io.world.events.notifyUnlinked(entry);
}

/** Gives one reference to a structure back; the last one frees it, and its subject's context. The caller holds the sync [I]. */
export function dereferenceNotifyChange(io: Io, entry: NotifyChange, by: string): Called<void> {
  entry.referenceCount--;
  if (entry.referenceCount > 0) return RETURNED;
  const { subjectContext } = entry.watch;
  return subjectContext === undefined ? destroy(io, entry, by) : call(destroyWith(io, entry, subjectContext, by));
}

function destroy(io: Io, entry: NotifyChange, by: string): Called<void> {
  io.world.events.notifyDestroyed(entry);
  return entry.block === undefined ? RETURNED : io.executive.pagedPool.free(entry.block, by);
}

function* destroyWith(io: Io, entry: NotifyChange, context: SubjectContext, by: string): Routine {
  yield seReleaseSubjectContext(io, context, by);
  yield* destroy(io, entry, by);
}
