import { assert, call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { FILTERS } from '../fsrtl/filters';
import { fsRtlAllocateFileLock, fsRtlFreeFileLock } from '../fsrtl/file-lock';
import { fsRtlNotifyFullReportChange } from '../fsrtl/notify-full-report-change';
import type { FileObject } from '../io/file-object';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { Dirent } from './dirent';
import { lookUp, splitPath } from './path';
import { Ccb, Fcb, type Vcb } from './vcb';

/** IRP_MJ_CREATE. Reports ADDED for what it creates (fastfat create.c). */
export function* fatCommonCreate(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject, parameters } = irp.location;
  assert(fileObject !== undefined && parameters?.kind === 'create', 'a create request names a file');
  yield vcb.resource.acquireExclusive;
  const status = yield* call(createOrOpen(vcb, fileObject, parameters));
  yield vcb.resource.release;
  return yield* call(fatCompleteRequest(vcb.io, irp, status));
}

function* createOrOpen(
  vcb: Vcb,
  fileObject: FileObject,
  wanted: { disposition: 'open' | 'create'; directory: boolean; deleteOnClose: boolean },
): Routine<NtStatus> {
  const { parent, name } = splitPath(fileObject.path);
  const directory = lookUp(vcb, parent);
  if (directory === undefined || !directory.directory) return 'STATUS_OBJECT_PATH_NOT_FOUND';
  const found = name === '' ? vcb.root : directory.children.get(name);
  if (wanted.disposition === 'open') {
    if (found === undefined) return 'STATUS_OBJECT_NAME_NOT_FOUND';
    return yield* call(open(vcb, found, fileObject, wanted.deleteOnClose));
  }
  if (found !== undefined) return 'STATUS_OBJECT_NAME_COLLISION';
  const made = new Dirent(vcb.io.world.kernel, name, wanted.directory, directory);
  const status = yield* call(open(vcb, made, fileObject, wanted.deleteOnClose));
  if (status !== 'STATUS_SUCCESS') return status;
  directory.children.set(name, made);
  const filterMatch = made.directory ? FILTERS['dir-name'] : FILTERS['file-name'];
  const change = { target: made.path, filterMatch, action: 'ADDED' } as const;
  yield fsRtlNotifyFullReportChange(vcb.io, vcb.notifySync, vcb.notifyList, change);
  return 'STATUS_SUCCESS';
}

/** Gives the file object an FCB, made if this is the first open, and a CCB of its own; undoes all of it when memory runs out. */
function* open(vcb: Vcb, dirent: Dirent, fileObject: FileObject, deleteOnClose: boolean): Routine<NtStatus> {
  const { pagedPool } = vcb.io.executive;
  const fcb = vcb.fcbs.get(dirent) ?? new Fcb(vcb, dirent);
  if (fcb.deleteOnClose) return 'STATUS_DELETE_PENDING';
  const ccb = new Ccb(fcb, fileObject.opener);
  ccb.block = yield* call(pagedPool.allocate({ bytes: 72, tag: TAG.fatCcb, site: 'FatCreateCcb', owner: ccb }));
  if (ccb.block === undefined) return 'STATUS_INSUFFICIENT_RESOURCES';
  if (fcb.block === undefined) {
    fcb.block = yield* call(pagedPool.allocate({ bytes: 216, tag: TAG.fatFcb, site: 'FatCreateFcb', owner: fcb }));
    fcb.lockBlock = yield* call(fsRtlAllocateFileLock(vcb.io, fcb));
    if (fcb.block === undefined || fcb.lockBlock === undefined) {
      if (fcb.block !== undefined) yield pagedPool.free(fcb.block, 'FatCreateFcb');
      if (fcb.lockBlock !== undefined) yield fsRtlFreeFileLock(vcb.io, fcb.lockBlock);
      yield pagedPool.free(ccb.block, 'FatCreateCcb');
      return 'STATUS_INSUFFICIENT_RESOURCES';
    }
    vcb.fcbs.set(dirent, fcb);
  }
  fcb.openCount++;
  fcb.uncleanCount++;
  if (deleteOnClose) fcb.deleteOnClose = true;
  fileObject.fsContext = fcb;
  fileObject.fsContext2 = ccb;
  return 'STATUS_SUCCESS';
}
