import type { Called, Routine } from '../../../harness/sim';
import type { Block } from '../ex/block';
import { TAG } from '../ex/tags';
import { fsRtlAllocateFileLock, fsRtlFreeFileLock } from '../fsrtl/file-lock';
import type { Fcb, Vcb } from './vcb';

/** The memory of an FCB: its own, that of its full name, that of its file lock. All of it, or false and none. */
export function* fatAllocateFcb(vcb: Vcb, fcb: Fcb): Routine<boolean> {
  const { pagedPool } = vcb.io.executive;
  fcb.block = yield* pagedPool.allocate({ bytes: 216, tag: TAG.fatFcb, site: 'FatCreateFcb', owner: fcb });
  fcb.nameBlock = yield* fatAllocateName(vcb, fcb, fcb.fullName);
  fcb.lockBlock = yield* fsRtlAllocateFileLock(vcb.io, fcb);
  if (fcb.block !== undefined && fcb.nameBlock !== undefined && fcb.lockBlock !== undefined) return true;
  yield fatDeleteFcb(vcb, fcb);
  return false;
}

/** Memory for a full name of the file. The notify package borrows it for as long as the directory is watched. */
export function fatAllocateName(vcb: Vcb, fcb: Fcb, fullName: string): Called<Block | undefined> {
  const request = { bytes: 2 * fullName.length, tag: TAG.fatName, site: 'FatSetFullFileNameInFcb', owner: fcb };
  return vcb.io.executive.pagedPool.allocate(request);
}

/** Gives the file another full name, and the memory of the old one back. */
export function* fatReplaceName(vcb: Vcb, fcb: Fcb, fullName: string, block: Block): Routine {
  const old = fcb.nameBlock;
  fcb.fullName = fullName;
  fcb.nameBlock = block;
  if (old !== undefined && !vcb.io.world.defect('fsd.old-name-kept'))
    yield* vcb.io.executive.pagedPool.free(old, 'FatSetFullFileNameInFcb');
}

/** FatDeleteFcb. Nobody has the file open, and no notify structure borrows its name. */
export function* fatDeleteFcb(vcb: Vcb, fcb: Fcb): Routine {
  const { pagedPool } = vcb.io.executive;
  const { block, nameBlock, lockBlock } = fcb;
  fcb.block = fcb.nameBlock = fcb.lockBlock = undefined;
  if (lockBlock !== undefined) yield* fsRtlFreeFileLock(vcb.io, lockBlock);
  if (nameBlock !== undefined) yield* pagedPool.free(nameBlock, 'FatDeleteFcb');
  if (block !== undefined) yield* pagedPool.free(block, 'FatDeleteFcb');
}
