import { call, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import { claimPendedIrp, completeWithChanges } from './complete-notify-irp';
import { discardBuffer, migrateData } from './change-buffer';
import type { FileAction } from './filters';
import { MARK } from './marks';
import type { NotifyChange, NotifyList } from './notify-change';
import type { NotifySync } from './notify-sync';
import { BEFORE_COMPLETE, REPORT_RECORDED } from './points';
import { recordChange } from './record-change';
import { assertExported } from './versions';

/** What a file system reports. */
export interface Change {
  /**
   * FullTargetName: full path of what changed, in UTF-16. Simplified: its last component is found here, not told by
   * TargetNameOffset.
   */
  readonly target: string;
  /** NormalizedParentName: the path to `target` in the long names that watched directories go by, where `target` has short ones. */
  readonly normalizedParent?: string | undefined;
  readonly streamName?: string | undefined;
  /** FILE_NOTIFY_CHANGE_* bits that describe the change. */
  readonly filterMatch: number;
  readonly action: FileAction;
  /** What the traverse callbacks of watchers are asked about. */
  readonly targetContext?: object | undefined;
}

/**
 * FsRtlNotifyFullReportChange [D: DDK]: records a change for every structure that it concerns, in list order [I], and completes at
 * most one request of each, the oldest [D: MS-FSA; T: raw.notify double], where the DDK says "any pending".
 */
export function fsRtlNotifyFullReportChange(io: Io, sync: NotifySync, list: NotifyList, change: Change): Routine {
  return reportChange(io, sync, list, change, undefined);
}

/** FsRtlNotifyFilterReportChange [D: DDK, Windows XP]: the same, and watchers with a filter callback are told only if that agrees. */
export function fsRtlNotifyFilterReportChange(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  change: Change,
  filterContext: object,
): Routine {
  assertExported(io, 'FsRtlNotifyFilterReportChange', 'Windows XP');
  return reportChange(io, sync, list, change, filterContext);
}

/** FsRtlNotifyReportChange, the oldest form: says that something has changed, and not what [I: ReactOS]. */
export function fsRtlNotifyReportChange(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  { target, filterMatch }: Change,
): Routine {
  return reportChange(io, sync, list, { target, filterMatch, action: 'NONE' }, undefined);
}

function* reportChange(
  io: Io,
  sync: NotifySync,
  list: NotifyList,
  change: Change,
  filterContext: object | undefined,
): Routine {
  yield sync.acquire();
  io.world.events.changeReported(change, filterContext);
  const hasty = io.world.defect('fsrtl.report-lets-go-of-sync');
  for (const entry of [...list.entries]) {
    if (hasty) yield letOthersIn(sync);
    entry.block?.touch('FsRtlNotifyFullReportChange');
    const name = nameToTell(entry, change);
    if (name !== undefined && isAllowed(io, entry, change, name, filterContext))
      yield reportTo(io, entry, change, name);
  }
  yield sync.release();
}

function* letOthersIn(held: NotifySync): Routine {
  yield held.release();
  yield held.acquire();
}

/**
 * The target's path below the watched directory; undefined when the change does not concern the watch. Names are compared byte by
 * byte, so case counts [I]. Of the directory itself: an open point [T: raw.notify basedir].
 */
function nameToTell(entry: NotifyChange, change: Change): string | undefined {
  const { filterApplies, tellsOwnDirectory } = entry.list.rules;
  if (filterApplies && (change.filterMatch & entry.watch.completionFilter) === 0) return undefined;
  const directory = borrowedName(entry);
  const { target, normalizedParent, streamName } = change;
  if (target === directory) return tellsOwnDirectory ? '' : undefined;
  const at = target.lastIndexOf('\\');
  const below = pathBelow(directory, normalizedParent ?? (at === 0 ? '\\' : target.slice(0, at)));
  if (below === undefined || (below !== '' && !entry.watch.watchTree)) return undefined;
  return below + target.slice(at + 1) + (streamName === undefined ? '' : `:${streamName}`);
}

/** The directory's name where the file system keeps it [I]. */
function borrowedName({ watch: { directory } }: NotifyChange): string {
  directory.nameBlock?.touch('FsRtlNotifyFullReportChange');
  return directory.fullName;
}

/** What leads from a watched directory to another: empty for itself, `sub\\deep\\` below; undefined elsewhere. */
function pathBelow(directory: string, path: string): string | undefined {
  if (path === directory) return '';
  const prefix = directory === '\\' ? directory : `${directory}\\`;
  return path.startsWith(prefix) ? `${path.slice(prefix.length)}\\` : undefined;
}

/**
 * The traverse callback is asked about what lies deeper than the directory itself, the filter callback where there is a context
 * [D, I].
 */
function isAllowed(
  io: Io,
  { watch }: NotifyChange,
  { targetContext }: Change,
  name: string,
  filterContext: object | undefined,
): boolean {
  const { fsContext, traverseCallback, filterCallback, subjectContext } = watch;
  const asked = name.includes('\\') && !io.world.defect('fsrtl.skips-traverse-check');
  if (asked && traverseCallback !== undefined) {
    io.world.kernel.mark(MARK['notify.traverse-asked']);
    if (!traverseCallback(fsContext, targetContext, subjectContext)) {
      io.world.kernel.mark(MARK['notify.vetoed-by-traverse']);
      return false;
    }
  }
  if (filterContext !== undefined && filterCallback?.(fsContext, filterContext) === false) {
    io.world.kernel.mark(MARK['notify.vetoed-by-filter']);
    return false;
  }
  return true;
}

/**
 * One change for one structure. An old name is held back for its new name [I; T: Samba 15864]; else the oldest request that
 * cancellation has not got is completed [D: MS-FSA].
 */
function* reportTo(io: Io, entry: NotifyChange, change: Change, name: string): Routine {
  const { action } = change;
  yield recordChange(io, entry, action, name);
  if (io.world.faults.watches(REPORT_RECORDED)) {
    const path = entry.watch.directory.fullName;
    yield* call(io.world.faults.pass(REPORT_RECORDED, { path, action, name }));
  }
  if (action === 'RENAMED_OLD_NAME' && !io.world.defect('fsrtl.old-name-not-held')) {
    entry.notifyLater = true;
    io.world.kernel.mark(MARK['notify.old-name-held-back']);
    return;
  }
  entry.notifyLater = false;
  const irps = io.world.defect('fsrtl.newest-first') ? entry.irps.toReversed() : [...entry.irps];
  for (const irp of irps) {
    if (io.world.faults.watches(BEFORE_COMPLETE)) {
      const path = entry.watch.directory.fullName;
      yield* call(io.world.faults.pass(BEFORE_COMPLETE, { request: irp.request, client: irp.client, path }));
    }
    if (!(yield* call(claimPendedIrp(io, entry, irp)))) {
      if (io.world.defect('fsrtl.data-dropped-before-claim')) {
        yield* discardBuffer(io, entry, 'FsRtlNotifyCompleteIrp');
        return;
      }
      // What is buffered stays for the next request, and must not stay where the cancel routine takes it away.
      if (entry.bufferIrp === irp) yield migrateData(io, entry, after(entry, irp), 'FsRtlNotifyFullReportChange');
      continue;
    }
    io.world.kernel.mark(MARK['notify.completed-by-report']);
    yield completeWithChanges(io, entry, irp, true);
    if (entry.dataBytes === 0 && !io.world.defect('fsrtl.report-completes-all')) return;
    // It was told to enumerate and what is buffered was kept (a setting): the next request has a claim to that.
  }
}

/** The request that was queued next after this one. */
function after({ irps }: NotifyChange, irp: Irp): Irp | undefined {
  return irps[irps.indexOf(irp) + 1];
}
