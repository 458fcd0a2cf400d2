import { call, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import { claimPendedIrp, completeWithChanges } from './complete-notify-irp';
import { discardBuffer, migrateData, recordChange } from './change-buffer';
import type { FileAction } from './filters';
import { MARK } from './marks';
import type { NotifyChange, NotifyList } from './notify-change';
import type { NotifySync } from './notify-sync';
import { BEFORE_COMPLETE, REPORT_RECORDED } from './points';

/** What a file system reports. */
export interface Change {
  /** Full path of what changed. */
  readonly target: string;
  /** FILE_NOTIFY_CHANGE_* bits that describe the change. */
  readonly filterMatch: number;
  readonly action: FileAction;
}

/**
 * FsRtlNotifyFullReportChange (DDK): records a change for every structure that it concerns, in list order, and completes at most one
 * request of each, the oldest (MS-FSA; raw.double).
 */
export function* fsRtlNotifyFullReportChange(io: Io, sync: NotifySync, list: NotifyList, change: Change): Routine {
  yield sync.acquire();
  io.world.events.changeReported(change);
  for (const entry of [...list.entries]) {
    if ((change.filterMatch & entry.watch.completionFilter) === 0) continue;
    const name = relativeName(entry, change.target);
    if (name !== undefined) yield reportTo(io, entry, change, name);
  }
  yield sync.release();
}

/**
 * The target's path below the watched directory; undefined when the change does not concern it. Compared byte by byte,
 * so case counts. A change of the watched directory itself is none of its own watch (raw.notify basedir).
 */
function relativeName(entry: NotifyChange, target: string): string | undefined {
  const directory = entry.watch.directory.fullName;
  const prefix = directory === '\\' ? directory : `${directory}\\`;
  if (!target.startsWith(prefix) || target.length === prefix.length) return undefined;
  const name = target.slice(prefix.length);
  return entry.watch.watchTree || !name.includes('\\') ? name : undefined;
}

function* reportTo(io: Io, entry: NotifyChange, change: Change, name: string): Routine {
  const { action } = change;
  // Until a remembered overflow has been delivered nothing more is buffered. With a first length of zero nothing ever is.
  if (!entry.notifyImmediately && entry.watch.bufferBytes > 0) yield recordChange(io, entry, action, name);
  if (io.world.faults.watches(REPORT_RECORDED)) {
    const path = entry.watch.directory.fullName;
    yield* call(io.world.faults.pass(REPORT_RECORDED, { path, action, name }));
  }
  if (action === 'RENAMED_OLD_NAME') {
    entry.notifyLater = true;
    io.world.kernel.mark(MARK['notify.old-name-held-back']);
    return;
  }
  entry.notifyLater = false;
  for (const irp of [...entry.irps]) {
    if (io.world.faults.watches(BEFORE_COMPLETE)) {
      const path = entry.watch.directory.fullName;
      yield* call(io.world.faults.pass(BEFORE_COMPLETE, { request: irp.request, client: irp.client, path }));
    }
    if (!(yield* call(claimPendedIrp(io, entry, irp)))) {
      if (io.world.defect('fsrtl.data-dropped-before-claim')) {
        yield discardBuffer(io, entry, 'FsRtlNotifyCompleteIrp');
        return;
      }
      // What is buffered stays for the next request, and must not stay where the cancel routine takes it away.
      if (entry.bufferIrp === irp) yield migrateData(io, entry, after(entry, irp), 'FsRtlNotifyFullReportChange');
      continue;
    }
    io.world.kernel.mark(MARK['notify.completed-by-report']);
    yield completeWithChanges(io, entry, irp, true);
    return;
  }
}

/** The request that was queued next after this one. */
function after({ irps }: NotifyChange, irp: Irp): Irp | undefined {
  return irps[irps.indexOf(irp) + 1];
}
