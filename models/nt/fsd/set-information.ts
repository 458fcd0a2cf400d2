import { assert, call, unreachable, type FaultPoint, type Routine } from '../../../harness/sim';
import { FILTERS } from '../fsrtl/filters';
import { fsRtlNotifyDeletePending } from '../fsrtl/notify-full-change-directory';
import { fsRtlNotifyFullReportChange, type Change } from '../fsrtl/notify-full-report-change';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { lookUp, splitPath } from './path';
import { Ccb, type Fcb, type Vcb } from './vcb';

export const BETWEEN_NAMES: FaultPoint = {
  id: 'fsd.rename.between-names',
  doc: 'The file system has reported the old name of a rename and not yet the new one; it holds the resources of the volume and of the file, and a directory can be watched.',
  subjects: ['path', 'to'],
  admits: ['delay', 'hold'],
};

/**
 * IRP_MJ_SET_INFORMATION: basic (attributes), disposition (delete), rename. For the latter two the volume is held exclusively: there
 * may be no creates meanwhile (fastfat fileinfo.c).
 */
export function* fatCommonSetInformation(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject, parameters } = irp.location;
  const ccb = fileObject?.fsContext2;
  assert(ccb instanceof Ccb && parameters !== undefined, 'information is set on an open file');
  const { fcb } = ccb;
  const { acquireShared, acquireExclusive } = vcb.resource;
  yield parameters.kind === 'basic' ? acquireShared : acquireExclusive;
  yield fcb.resource.acquireExclusive;
  let status: NtStatus;
  switch (parameters.kind) {
    case 'basic':
      status = yield* call(setBasicInfo(vcb, fcb, parameters.attributes));
      break;
    case 'disposition':
      status = yield* call(setDispositionInfo(vcb, fcb, parameters.deleteFile));
      break;
    case 'rename':
      status = yield* call(setRenameInfo(vcb, fcb, parameters.to));
      break;
    case 'create':
    case 'notify':
    case 'write':
      status = 'STATUS_INVALID_PARAMETER';
      break;
    default:
      status = unreachable(parameters);
  }
  yield fcb.resource.release;
  yield vcb.resource.release;
  return yield* call(fatCompleteRequest(vcb.io, irp, status));
}

function* setBasicInfo(vcb: Vcb, fcb: Fcb, attributes: string): Routine<NtStatus> {
  fcb.dirent.attributes = attributes;
  yield report(vcb, { target: fcb.dirent.path, filterMatch: FILTERS.attributes, action: 'MODIFIED' });
  return 'STATUS_SUCCESS';
}

/** A directory marked for deletion answers the requests pended on all of its handles: the key is the stream. */
function* setDispositionInfo(vcb: Vcb, fcb: Fcb, deleteFile: boolean): Routine<NtStatus> {
  if (deleteFile && fcb.dirent.children.size > 0) return 'STATUS_DIRECTORY_NOT_EMPTY';
  if (deleteFile && fcb.dirent.parent === undefined) return 'STATUS_ACCESS_DENIED';
  fcb.deleteOnClose = deleteFile;
  if (deleteFile && fcb.dirent.directory) {
    vcb.io.world.events.deletePending(fcb);
    yield fsRtlNotifyDeletePending(vcb.io, vcb.notifySync, vcb.notifyList, fcb);
  }
  return 'STATUS_SUCCESS';
}

/** Within a directory: OLD_NAME before, NEW_NAME after. To another directory: REMOVED, then ADDED. */
function* setRenameInfo(vcb: Vcb, fcb: Fcb, to: string): Routine<NtStatus> {
  const { dirent } = fcb;
  const { parent, name } = splitPath(to);
  const target = lookUp(vcb, parent);
  if (target === undefined || !target.directory) return 'STATUS_OBJECT_PATH_NOT_FOUND';
  if (target.children.has(name)) return 'STATUS_OBJECT_NAME_COLLISION';
  // FASTFAT renames no directory below which something is open.
  if (dirent.parent === undefined || (dirent.directory && isBusy(vcb, fcb))) return 'STATUS_ACCESS_DENIED';
  const filterMatch = dirent.directory ? FILTERS['dir-name'] : FILTERS['file-name'];
  const within = target === dirent.parent;
  yield report(vcb, { target: dirent.path, filterMatch, action: within ? 'RENAMED_OLD_NAME' : 'REMOVED' });
  const { faults } = vcb.io.world;
  if (faults.watches(BETWEEN_NAMES)) yield* call(faults.pass(BETWEEN_NAMES, { path: dirent.path, to }));
  dirent.parent.children.delete(dirent.name);
  dirent.name = name;
  dirent.parent = target;
  target.children.set(name, dirent);
  fcb.fullName = dirent.path;
  yield report(vcb, { target: dirent.path, filterMatch, action: within ? 'RENAMED_NEW_NAME' : 'ADDED' });
  return 'STATUS_SUCCESS';
}

function isBusy(vcb: Vcb, fcb: Fcb): boolean {
  if (fcb.openCount > 1) return true;
  for (const open of vcb.fcbs.keys()) {
    for (let at = open.parent; at !== undefined; at = at.parent) if (at === fcb.dirent) return true;
  }
  return false;
}

function report(vcb: Vcb, change: Change): Routine {
  return fsRtlNotifyFullReportChange(vcb.io, vcb.notifySync, vcb.notifyList, change);
}
