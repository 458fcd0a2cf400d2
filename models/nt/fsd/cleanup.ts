import { assert, type Routine } from '../../../harness/sim';
import { FILTERS } from '../fsrtl/filters';
import { fsRtlNotifyCleanup } from '../fsrtl/notify-cleanup';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { fatDeleteFile, fatMarkForDeletion, isToGo, whyNotDeleted } from './delete';
import { fatNotifyReportChange } from './notify';
import { Ccb, type Vcb } from './vcb';

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
  io.world.events.handleClosed(ccb);
  if (fcb.dirent.directory) yield fsRtlNotifyCleanup(io, notifySync, notifyList, ccb, fcb.fullName);
  if (ccb.deleteOnClose && whyNotDeleted(fcb.dirent) === undefined) yield fatMarkForDeletion(vcb, fcb);
  fcb.uncleanCount--;
  fcb.shareAccess.remove(fileObject);
  if (fcb.dirty && fcb.good) {
    // Size and last write are reported when they reach the disk (sdk-api).
    if (!io.world.defect('fsd.dirty-for-ever')) fcb.dirty = false;
    yield fatNotifyReportChange(vcb, fcb.dirent, FILTERS.size | FILTERS['last-write'], 'MODIFIED');
  }
  const last = isToGo(fcb);
  if (!io.world.defect('fsd.cleanup-not-marked')) fileObject.cleanupComplete = true;
  yield fcb.resource.release;
  yield vcb.resource.release;
  if (last) yield fatDeleteFile(vcb, fcb);
  return yield* fatCompleteRequest(io, irp, 'STATUS_SUCCESS');
}
