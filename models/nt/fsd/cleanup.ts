import { assert, call, type Routine } from '../../../harness/sim';
import { FILTERS } from '../fsrtl/filters';
import { fsRtlNotifyCleanup } from '../fsrtl/notify-cleanup';
import { fsRtlNotifyDeletePending } from '../fsrtl/notify-full-change-directory';
import { fsRtlNotifyFullReportChange, type Change } from '../fsrtl/notify-full-report-change';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { Ccb, type Fcb, type Vcb } from './vcb';

/**
 * IRP_MJ_CLEANUP: the last handle of an open is closed. The open's notify structure goes first, before the parent's watchers hear
 * that a directory was removed (fastfat cleanup.c).
 */
export function* fatCommonCleanup(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject } = irp.location;
  const ccb = fileObject?.fsContext2;
  assert(fileObject !== undefined && ccb instanceof Ccb, 'an open file is cleaned up');
  const { fcb } = ccb;
  const { io, notifySync, notifyList } = vcb;
  yield vcb.resource.acquireShared;
  yield fcb.resource.acquireExclusive;
  if (fcb.dirent.directory) yield fsRtlNotifyCleanup(io, notifySync, notifyList, ccb, fcb.fullName);
  fcb.uncleanCount--;
  if (fcb.dirty) {
    // Size and last write are reported when they reach the disk (sdk-api).
    fcb.dirty = false;
    yield report(vcb, {
      target: fcb.dirent.path,
      filterMatch: FILTERS.size | FILTERS['last-write'],
      action: 'MODIFIED',
    });
  }
  const last = isToGo(fcb);
  fileObject.cleanupComplete = true;
  yield fcb.resource.release;
  yield vcb.resource.release;
  if (last) yield deleteFile(vcb, fcb);
  return yield* call(fatCompleteRequest(io, irp, 'STATUS_SUCCESS'));
}

/** Whether nobody has it open any more and it is marked for deletion. */
function isToGo(fcb: Fcb): boolean {
  return fcb.uncleanCount === 0 && fcb.deleteOnClose && !fcb.deleted;
}

/** Takes the file off the disk, unless it is not to go any more: we had to let go of its resource to have the volume's. */
function* deleteFile(vcb: Vcb, fcb: Fcb): Routine {
  const { dirent } = fcb;
  yield vcb.resource.acquireExclusive;
  yield fcb.resource.acquireExclusive;
  if (isToGo(fcb) && dirent.children.size === 0) {
    if (dirent.directory) yield fsRtlNotifyDeletePending(vcb.io, vcb.notifySync, vcb.notifyList, fcb);
    const target = dirent.path;
    fcb.deleted = true;
    dirent.parent?.children.delete(dirent.name);
    const filterMatch = dirent.directory ? FILTERS['dir-name'] : FILTERS['file-name'];
    yield report(vcb, { target, filterMatch, action: 'REMOVED' });
  }
  yield fcb.resource.release;
  yield vcb.resource.release;
}

function report(vcb: Vcb, change: Change): Routine {
  return fsRtlNotifyFullReportChange(vcb.io, vcb.notifySync, vcb.notifyList, change);
}
