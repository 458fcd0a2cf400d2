import { assert, call, unreachable, type FaultPoint, type Routine } from '../../../harness/sim';
import { FILTERS } from '../fsrtl/filters';
import type { FileTime, Irp, Parameters } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { OVERWRITTEN } from './create';
import { fatMarkForDeletion, isGoing, whyNotDeleted } from './delete';
import type { Dirent } from './dirent';
import { fatAllocateName, fatReplaceName } from './fcb-memory';
import { fatNotifyReportChange, nameFilter } from './notify';
import { lookUp, pathOf, splitPath } from './path';
import { Ccb, type Fcb, type Vcb } from './vcb';

export const BETWEEN_NAMES: FaultPoint = {
  id: 'fsd.rename.between-names',
  doc: 'The file system has reported the old name of a rename and not yet the new one; it holds the resources of the volume and of the file, and a directory can be watched.',
  subjects: ['path', 'to'],
  admits: ['delay', 'hold'],
};

/**
 * IRP_MJ_SET_INFORMATION: basic (attributes and times), end of file, disposition (delete), rename. For the latter two the volume
 * is held exclusively: there may be no creates meanwhile. Nothing is set of the root (fastfat fileinfo.c).
 */
export function* fatCommonSetInformation(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject, parameters } = irp.location;
  const ccb = fileObject?.fsContext2;
  assert(ccb instanceof Ccb && parameters !== undefined, 'information is set on an open file');
  const { fcb } = ccb;
  if (fcb.dirent === vcb.root) {
    const refusal = parameters.kind === 'disposition' ? 'STATUS_CANNOT_DELETE' : 'STATUS_INVALID_PARAMETER';
    return yield* fatCompleteRequest(vcb.io, irp, refusal);
  }
  if (parameters.kind === 'disposition' || parameters.kind === 'rename') yield vcb.resource.acquireExclusive;
  else yield vcb.resource.acquireShared;
  yield fcb.resource.acquireExclusive;
  const status = fcb.good ? yield* call(setInformation(vcb, fcb, parameters)) : 'STATUS_VOLUME_DISMOUNTED';
  yield fcb.resource.release;
  yield vcb.resource.release;
  return yield* fatCompleteRequest(vcb.io, irp, status);
}

function* setInformation(vcb: Vcb, fcb: Fcb, parameters: Parameters): Routine<NtStatus> {
  switch (parameters.kind) {
    case 'basic':
      return yield* call(setBasicInfo(vcb, fcb, parameters));
    case 'end-of-file':
      return yield* call(setEndOfFileInfo(vcb, fcb, parameters.bytes));
    case 'disposition':
      return yield* call(setDispositionInfo(vcb, fcb, parameters.deleteFile));
    case 'rename':
      return yield* call(setRenameInfo(vcb, fcb, parameters));
    case 'create':
    case 'notify':
    case 'query-basic':
    case 'write':
      return 'STATUS_INVALID_PARAMETER';
    default:
      return unreachable(parameters);
  }
}

/**
 * One report, with the bits of all that is set (fastfat fileinfo.c). A change time has none, and FAT does not keep it. Attributes that are
 * what they were are reported too, where FASTFAT keeps silent: Windows is heard to when SRV has renamed a file (raw.notify mask).
 */
function* setBasicInfo(
  vcb: Vcb,
  { dirent }: Fcb,
  { attributes, times }: { readonly attributes: string | undefined; readonly times: readonly FileTime[] },
): Routine<NtStatus> {
  if (attributes !== undefined) dirent.attributes = attributes;
  vcb.io.world.events.diskChanged('MODIFIED', dirent.path);
  const ofAttributes = attributes === undefined ? 0 : FILTERS.attributes;
  const filterMatch = times.reduce((bits, time) => bits | (time === 'change' ? 0 : FILTERS[time]), ofAttributes);
  yield fatNotifyReportChange(vcb, dirent, filterMatch, 'MODIFIED');
  return 'STATUS_SUCCESS';
}

/** Reported if it truly changes (fastfat fileinfo.c). */
function* setEndOfFileInfo(vcb: Vcb, { dirent }: Fcb, bytes: number): Routine<NtStatus> {
  if (dirent.directory) return 'STATUS_INVALID_DEVICE_REQUEST';
  if (bytes === dirent.bytes) return 'STATUS_SUCCESS';
  dirent.bytes = bytes;
  vcb.io.world.events.diskChanged('MODIFIED', dirent.path);
  yield fatNotifyReportChange(vcb, dirent, FILTERS.size, 'MODIFIED');
  return 'STATUS_SUCCESS';
}

function* setDispositionInfo(vcb: Vcb, fcb: Fcb, deleteFile: boolean): Routine<NtStatus> {
  if (!deleteFile) {
    fcb.deleteOnClose = false;
    vcb.io.world.events.deleteUndone(fcb);
    return 'STATUS_SUCCESS';
  }
  const status = whyNotDeleted(fcb.dirent);
  if (status === undefined) yield fatMarkForDeletion(vcb, fcb);
  return status ?? 'STATUS_SUCCESS';
}

/**
 * Within a directory: OLD_NAME before, NEW_NAME after. To another directory: REMOVED, then ADDED. Over a file that exists:
 * REMOVED, then that file is MODIFIED (fastfat fileinfo.c). Simplified: a directory that somebody else has open keeps its name, as does one
 * below which something is open; FASTFAT refuses the latter only.
 */
function* setRenameInfo(
  vcb: Vcb,
  fcb: Fcb,
  { to, replace }: { readonly to: string; readonly replace: boolean },
): Routine<NtStatus> {
  const { dirent } = fcb;
  const { parent, name } = splitPath(to);
  const target = lookUp(vcb, parent);
  if (target === undefined || !target.directory) return 'STATUS_OBJECT_PATH_NOT_FOUND';
  if (isGoing(vcb, target)) return 'STATUS_DELETE_PENDING';
  const busy = dirent.directory && isBusy(vcb, fcb) && !vcb.io.world.defect('fsd.renames-watched-directory');
  // FASTFAT renames no directory below which something is open: nobody watches one that is given another name.
  if (busy) return 'STATUS_ACCESS_DENIED';
  const replaced = target.children.get(name);
  if (replaced === dirent) return 'STATUS_SUCCESS';
  if (replaced !== undefined && !(replace && isReplaceable(replaced))) return 'STATUS_OBJECT_NAME_COLLISION';
  if (replaced !== undefined && vcb.fcbs.has(replaced)) return 'STATUS_ACCESS_DENIED';
  const fullName = pathOf(target, name);
  const nameBlock = yield* fatAllocateName(vcb, fcb, fullName);
  if (nameBlock === undefined) return 'STATUS_INSUFFICIENT_RESOURCES';
  const near = target === dirent.parent || vcb.io.world.defect('fsd.move-told-as-rename');
  const within = near && replaced === undefined;
  yield fatNotifyReportChange(vcb, dirent, nameFilter(dirent), within ? 'RENAMED_OLD_NAME' : 'REMOVED');
  const { faults } = vcb.io.world;
  if (faults.watches(BETWEEN_NAMES)) yield* call(faults.pass(BETWEEN_NAMES, { path: dirent.path, to }));
  vcb.io.world.events.diskRenamed(dirent.path, fullName, replaced !== undefined);
  moveTo(dirent, target, name);
  yield fatReplaceName(vcb, fcb, fullName, nameBlock);
  if (replaced !== undefined) yield fatNotifyReportChange(vcb, dirent, OVERWRITTEN, 'MODIFIED');
  else yield fatNotifyReportChange(vcb, dirent, nameFilter(dirent), within ? 'RENAMED_NEW_NAME' : 'ADDED');
  return 'STATUS_SUCCESS';
}

/** Whether a file can take its place. */
function isReplaceable({ directory, attributes }: Dirent): boolean {
  return !directory && attributes !== 'read-only';
}

function moveTo(dirent: Dirent, target: Dirent, name: string): void {
  dirent.parent?.children.delete(dirent.name);
  dirent.name = name;
  dirent.parent = target;
  target.children.set(name, dirent);
}

function isBusy(vcb: Vcb, fcb: Fcb): boolean {
  if (fcb.openCount > 1) return true;
  for (const open of vcb.fcbs.keys()) {
    for (let at = open.parent; at !== undefined; at = at.parent) if (at === fcb.dirent) return true;
  }
  return false;
}
