import { assert, call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { ioMarkIrpPending } from '../io/io-call-driver';
import { ioSetCancelRoutine } from '../io/io-cancel-irp';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import { discardBuffer, requestBytes } from './change-buffer';
import { claimPendedIrp, completeWithChanges, completeWithoutData } from './complete-notify-irp';
import { MARK } from './marks';
import { NotifyChange, type FilterCallback, type NotifyList, type Registration, type Watch } from './notify-change';
import { cancelPendedIrp, fsRtlCancelNotify } from './notify-cancel';
import type { NotifySync } from './notify-sync';
import { BEFORE_QUEUE, QUEUED } from './points';
import { seReleaseSubjectContext } from './subject-context';
import { assertExported } from './versions';

/**
 * FsRtlNotifyFullChangeDirectory [D: DDK]: registers a request for changes below a directory. Completes or queues the IRP,
 * which the caller must not touch afterwards; the file system answers STATUS_PENDING whatever has become of it [S: fastfat
 * dirctrl.c]. May raise STATUS_INSUFFICIENT_RESOURCES, in which case the IRP is still the caller's [I]. The subject context is the
 * package's in any case [D].
 */
export function fsRtlNotifyFullChangeDirectory(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  registration: Registration,
  irp: Irp,
): Routine {
  return changeDirectory(io, sync, list, registration, undefined, irp);
}

/** FsRtlNotifyFilterChangeDirectory [D: DDK, Windows XP]: the same with a callback that may keep changes from this watcher. */
export function fsRtlNotifyFilterChangeDirectory(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  registration: Registration,
  filterCallback: FilterCallback,
  irp: Irp,
): Routine {
  assertExported(io, 'FsRtlNotifyFilterChangeDirectory', 'Windows XP');
  return changeDirectory(io, sync, list, registration, filterCallback, irp);
}

/** FsRtlNotifyChangeDirectory, the oldest form: without callbacks, and users' buffers are ignored [I: ReactOS]. */
export function fsRtlNotifyChangeDirectory(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  { fsContext, directory, watchTree, completionFilter }: Registration,
  irp: Irp,
): Routine {
  const registration = { fsContext, directory, watchTree, completionFilter, ignoreBuffer: true };
  return changeDirectory(io, sync, list, registration, undefined, irp);
}

/** Under the notify sync, which is released however it ends [I]. */
function* changeDirectory(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  registration: Registration,
  filterCallback: FilterCallback | undefined,
  irp: Irp,
): Routine {
  const { subjectContext } = registration;
  yield sync.acquire();
  try {
    yield register(io, sync, list, registration, filterCallback, irp);
  } catch (error) {
    io.world.kernel.mark(MARK[subjectContext === undefined ? 'notify.no-structure' : 'notify.raised-with-subject']);
    throw error;
  } finally {
    // Only a structure that this call has made keeps the context of its subject.
    const spare =
      subjectContext !== undefined && list.find(registration.fsContext)?.watch.subjectContext !== subjectContext;
    yield sync.release();
    const mine = spare
      ? !io.world.defect('fsrtl.joining-keeps-context')
      : io.world.defect('fsrtl.stored-context-freed');
    if (subjectContext !== undefined && mine) {
      yield seReleaseSubjectContext(io, subjectContext, 'FsRtlNotifyFullChangeDirectory');
    }
  }
}

/**
 * What becomes of a request, in the order in which the reasons count: its handle has been cleaned up [D: DDK]; its structure is
 * being cleaned up or its directory deleted [I: ReactOS; sticky, D: MS-FSA]; something is buffered for it [D]; else it is queued.
 */
function* register(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  registration: Registration,
  filterCallback: FilterCallback | undefined,
  irp: Irp,
): Routine {
  if (irp.location.fileObject?.cleanupComplete === true) {
    io.world.kernel.mark(MARK['notify.came-after-cleanup']);
    ioMarkIrpPending(io, irp);
    yield completeWithoutData(io, irp, 'STATUS_NOTIFY_CLEANUP');
    return;
  }
  const known = io.world.defect('fsrtl.structure-for-each') ? undefined : list.find(registration.fsContext);
  const entry =
    known ?? (yield* call(insertStructure(io, sync, list, watchOf(registration, filterCallback, irp), irp)));
  ioMarkIrpPending(io, irp);
  const { watchTree, completionFilter } = registration;
  if (io.world.defect('fsrtl.later-filter-honoured')) entry.watch = { ...entry.watch, watchTree, completionFilter };
  if (io.world.defect('fsrtl.later-length-honoured')) entry.watch = { ...entry.watch, bufferBytes: requestBytes(irp) };
  const impatient = io.world.defect('fsrtl.empty-answered-at-once');
  if (entry.cleanupInProcess) yield completeWithoutData(io, irp, 'STATUS_NOTIFY_CLEANUP');
  else if (entry.deleteInProcess) {
    yield completeWithoutData(io, irp, 'STATUS_DELETE_PENDING');
    if (io.world.defect('fsrtl.queues-completed')) yield queue(io, entry, irp);
  } else if (!entry.notifyLater && (entry.notifyImmediately || entry.dataBytes > 0 || impatient)) {
    // The filter, depth and length that this call gives do not change the structure, nor what it has buffered.
    io.world.kernel.mark(MARK['notify.answered-at-once']);
    yield completeWithChanges(io, entry, irp, false);
  } else yield queue(io, entry, irp);
}

/** What the structure takes from the request that makes it [D: MS-SMB2 3.3.1.3; T: raw.notify mask_change]. */
function watchOf(registration: Registration, filterCallback: FilterCallback | undefined, irp: Irp): Watch {
  const { process, location } = irp;
  assert(process !== undefined, () => `${irp.label} is asked for by a process`);
  const bufferBytes = registration.ignoreBuffer ? 0 : requestBytes(irp);
  const { fsContext, directory, watchTree, ignoreBuffer, completionFilter, traverseCallback, subjectContext } =
    registration;
  const streamId = location.fileObject?.fsContext;
  // Written out: what is spread and then added to gets a hidden class for each run (docs/architecture.md).
  return {
    fsContext,
    directory,
    watchTree,
    ignoreBuffer,
    completionFilter,
    traverseCallback,
    subjectContext,
    filterCallback,
    streamId,
    bufferBytes,
    process,
  };
}

/** Inserts a structure at the tail of the list [I]. May raise; then nothing has been inserted. */
function* insertStructure(io: Io, sync: NotifySync, list: NotifyList, watch: Watch, irp: Irp): Routine<NotifyChange> {
  const entry = new NotifyChange(io.world.kernel, sync, list, watch, irp.client);
  const request = { bytes: 104, tag: TAG.notifyChange, site: 'FsRtlNotifyFullChangeDirectory', owner: entry };
  entry.block = yield* io.executive.pagedPool.allocateOrRaise(request);
  watch.subjectContext?.block.handOver(entry, 'FsRtlNotifyFullChangeDirectory');
  list.entries.push(entry);
  io.world.events.notifyCreated(entry, irp);
  return entry;
}

/** Queues a marked IRP at the tail, then lets it be cancelled: routine first, Cancel tested after [D: DDK, cancel-safe queues]. */
function* queue(io: Io, entry: NotifyChange, irp: Irp): Routine {
  irp.information = entry;
  io.world.events.irpQueued(irp, entry);
  irp.listEntry = entry.label;
  entry.irps.push(irp);
  if (!io.world.defect('fsrtl.queued-without-reference')) entry.referenceCount++;
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
 * The delete form, NotifyIrp == NULL [D: DDK]: the stream is being deleted. Everything pended on any of its handles is completed
 * with STATUS_DELETE_PENDING, and later requests are too [D: MS-FSA ChangeNotifyDirectoryMarkedDeleted].
 */
export function* fsRtlNotifyDeletePending(io: Io, sync: NotifySync, list: NotifyList, streamId: object): Routine {
  const byHandle = io.world.defect('fsrtl.delete-matches-handle');
  yield sync.acquire();
  for (const entry of [...list.entries]) {
    if ((byHandle ? entry.watch.fsContext : entry.watch.streamId) !== streamId) continue;
    entry.deleteInProcess = !io.world.defect('fsrtl.deletion-forgotten');
    for (const irp of [...entry.irps]) {
      if (!(yield* call(claimPendedIrp(io, entry, irp)))) continue;
      if (entry.bufferIrp === irp) yield* discardBuffer(io, entry, 'FsRtlNotifyFullChangeDirectory');
      io.world.kernel.mark(MARK['notify.completed-by-delete']);
      yield completeWithoutData(io, irp, 'STATUS_DELETE_PENDING');
    }
  }
  yield sync.release();
}
