import { assert, call, unreachable, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { FILTERS } from '../fsrtl/filters';
import type { FileObject } from '../io/file-object';
import type { Disposition, Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { isGoing } from './delete';
import { Dirent } from './dirent';
import { fatAllocateFcb } from './fcb-memory';
import { fatNotifyReportChange, nameFilter } from './notify';
import { lookUp, splitPath } from './path';
import { Ccb, Fcb, type Vcb } from './vcb';

/** What an overwritten or superseded file is reported with (fastfat create.c), and one that a rename has taken the place of. */
export const OVERWRITTEN =
  FILTERS.attributes | FILTERS.size | FILTERS['last-write'] | FILTERS['last-access'] | FILTERS.creation | FILTERS.ea;

interface Wanted {
  readonly disposition: Disposition;
  readonly directory: boolean;
  readonly deleteOnClose: boolean;
}

/** IRP_MJ_CREATE. Reports ADDED for what it creates and MODIFIED for what it overwrites (fastfat create.c). */
export function* fatCommonCreate(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject, parameters } = irp.location;
  assert(fileObject !== undefined && parameters?.kind === 'create', 'a create request names a file');
  yield vcb.resource.acquireExclusive;
  const status = yield* call(createOrOpen(vcb, fileObject, parameters));
  yield vcb.resource.release;
  return yield* fatCompleteRequest(vcb.io, irp, status);
}

function* createOrOpen(vcb: Vcb, fileObject: FileObject, wanted: Wanted): Routine<NtStatus> {
  if (!vcb.mounted) return 'STATUS_VOLUME_DISMOUNTED';
  const { parent, name } = splitPath(fileObject.path);
  const directory = lookUp(vcb, parent);
  if (directory === undefined || !directory.directory) return 'STATUS_OBJECT_PATH_NOT_FOUND';
  const { closedDirectories, root } = vcb;
  if (closedDirectories.concern(fileObject.opener) && closedDirectories.liesBehind(directory, root)) {
    return 'STATUS_ACCESS_DENIED';
  }
  const found = name === '' ? root : directory.children.get(name);
  switch (wanted.disposition) {
    case 'open':
      return found === undefined
        ? 'STATUS_OBJECT_NAME_NOT_FOUND'
        : yield* call(open(vcb, found, fileObject, wanted.deleteOnClose));
    case 'create':
      return found === undefined
        ? yield* call(create(vcb, directory, name, fileObject, wanted))
        : 'STATUS_OBJECT_NAME_COLLISION';
    case 'overwrite':
      return found === undefined
        ? yield* call(create(vcb, directory, name, fileObject, wanted))
        : yield* call(overwrite(vcb, found, fileObject, wanted));
    default:
      return unreachable(wanted.disposition);
  }
}

function* create(vcb: Vcb, parent: Dirent, name: string, fileObject: FileObject, wanted: Wanted): Routine<NtStatus> {
  if (isGoing(vcb, parent)) return 'STATUS_DELETE_PENDING';
  const made = new Dirent(vcb.io.world.kernel, name, wanted.directory, parent);
  const status = yield* call(open(vcb, made, fileObject, wanted.deleteOnClose));
  if (status !== 'STATUS_SUCCESS') return status;
  parent.children.set(name, made);
  vcb.io.world.events.diskChanged('ADDED', made.path);
  yield fatNotifyReportChange(vcb, made, nameFilter(made), 'ADDED');
  return 'STATUS_SUCCESS';
}

/** Whoever has the file open already does not need the volume to read or write it: the file is held exclusively too. */
function* overwrite(vcb: Vcb, found: Dirent, fileObject: FileObject, wanted: Wanted): Routine<NtStatus> {
  if (found.directory) return 'STATUS_FILE_IS_A_DIRECTORY';
  const status = yield* call(open(vcb, found, fileObject, wanted.deleteOnClose));
  if (status !== 'STATUS_SUCCESS') return status;
  const fcb = vcb.fcbs.get(found);
  assert(fcb !== undefined, 'what has been opened has an FCB');
  yield fcb.resource.acquireExclusive;
  found.bytes = 0;
  found.attributes = 'normal';
  vcb.io.world.events.diskChanged('MODIFIED', found.path);
  yield fatNotifyReportChange(vcb, found, OVERWRITTEN, 'MODIFIED');
  yield fcb.resource.release;
  return 'STATUS_SUCCESS';
}

/** Gives the file object an FCB, made if this is the first open, and a CCB of its own; undoes all of it when memory runs out. */
function* open(vcb: Vcb, dirent: Dirent, fileObject: FileObject, deleteOnClose: boolean): Routine<NtStatus> {
  const { pagedPool } = vcb.io.executive;
  const fcb = vcb.fcbs.get(dirent) ?? new Fcb(vcb, dirent);
  if (fcb.deleteOnClose) return 'STATUS_DELETE_PENDING';
  if (!fcb.shareAccess.admits(fileObject)) return 'STATUS_SHARING_VIOLATION';
  const ccb = new Ccb(fcb, fileObject.opener, deleteOnClose);
  ccb.block = yield* pagedPool.allocate({ bytes: 72, tag: TAG.fatCcb, site: 'FatCreateCcb', owner: ccb });
  if (ccb.block === undefined) return 'STATUS_INSUFFICIENT_RESOURCES';
  if (fcb.openCount === 0) {
    if (!(yield* call(fatAllocateFcb(vcb, fcb)))) {
      yield* pagedPool.free(ccb.block, 'FatCreateCcb');
      return 'STATUS_INSUFFICIENT_RESOURCES';
    }
    vcb.fcbs.set(dirent, fcb);
  }
  fcb.openCount++;
  fcb.uncleanCount++;
  fcb.shareAccess.add(fileObject);
  fileObject.fsContext = fcb;
  fileObject.fsContext2 = ccb;
  return 'STATUS_SUCCESS';
}
