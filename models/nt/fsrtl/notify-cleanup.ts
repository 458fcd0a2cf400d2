import { call, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import { discardBuffer } from './change-buffer';
import { claimPendedIrp, completeWithoutData } from './complete-notify-irp';
import { MARK } from './marks';
import type { NotifyChange, NotifyList } from './notify-change';
import { dereferenceNotifyChange, unlinkNotifyChange } from './notify-free';
import type { NotifySync } from './notify-sync';
import { CLEANUP_DONE, CLEANUP_ENTERED } from './points';
import { assertExported } from './versions';

/**
 * FsRtlNotifyCleanup [D: DDK]: the last handle for this FsContext is closed. Completes what is pended with STATUS_NOTIFY_CLEANUP
 * and removes the structure; if a cancel is under way, that frees it with its own reference [I].
 */
export function* fsRtlNotifyCleanup(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  fsContext: object,
  path: string,
): Routine {
  if (io.world.faults.watches(CLEANUP_ENTERED)) yield* call(io.world.faults.pass(CLEANUP_ENTERED, { path }));
  yield sync.acquire();
  const mine = list.find(fsContext);
  const byStream = mine !== undefined && io.world.defect('fsrtl.cleanup-matches-stream');
  const entry = byStream ? list.entries.find(({ watch }) => watch.streamId === mine.watch.streamId) : mine;
  if (entry !== undefined) {
    if (isWatchedByAnother(list, entry)) io.world.kernel.mark(MARK['notify.other-handle-cleaned-up']);
    yield cleanUp(io, entry, 'cleanup');
  }
  io.world.events.handleCleanedUp(fsContext);
  yield sync.release();
  if (io.world.faults.watches(CLEANUP_DONE)) yield* call(io.world.faults.pass(CLEANUP_DONE, { path }));
}

/** FsRtlNotifyCleanupAll [D: DDK, Windows Vista]: the same for every structure of the list, on dismount. */
export function* fsRtlNotifyCleanupAll(io: Io, sync: NotifySync, list: NotifyList): Routine {
  assertExported(io, 'FsRtlNotifyCleanupAll', 'Windows Vista');
  yield sync.acquire();
  const entries = [...list.entries];
  for (let i = 0; i < entries.length; i++) yield cleanUp(io, entries[i], 'cleanup-all');
  yield sync.release();
}

/** Whether requests are pended on another handle of the same directory. They are none of this one's business [D]. */
function isWatchedByAnother({ entries }: NotifyList, entry: NotifyChange): boolean {
  const { streamId } = entry.watch;
  return entries.some((other) => other !== entry && other.watch.streamId === streamId && other.irps.length > 0);
}

/** One structure: all of its requests, then the list's reference to it [D, I]. */
function* cleanUp(io: Io, entry: NotifyChange, by: 'cleanup' | 'cleanup-all'): Routine {
  entry.cleanupInProcess = true;
  const status = io.world.defect('fsrtl.cleanup-says-cancelled') ? 'STATUS_CANCELLED' : 'STATUS_NOTIFY_CLEANUP';
  // First, as it may lie with a request: whatever becomes of that, nobody will be told any more.
  const left = entry.irps.length > 0 && io.world.defect('fsrtl.cleanup-leaves-buffer');
  if (!left) yield* discardBuffer(io, entry, 'FsRtlNotifyCleanup');
  const irps = [...entry.irps];
  for (let i = 0; i < irps.length; i++) {
    const irp = irps[i];
    if (!(yield* call(claimPendedIrp(io, entry, irp)))) continue;
    io.world.kernel.mark(MARK[by === 'cleanup' ? 'notify.completed-by-cleanup' : 'notify.completed-by-cleanup-all']);
    yield completeWithoutData(io, irp, status);
  }
  const lastReference = entry.referenceCount === 1;
  if (!lastReference) io.world.kernel.mark(MARK['notify.structure-outlived-cleanup']);
  if (lastReference || !io.world.defect('fsrtl.cleanup-leaves-structure-listed')) unlinkNotifyChange(io, entry);
  yield* dereferenceNotifyChange(io, entry, 'FsRtlNotifyCleanup');
}
