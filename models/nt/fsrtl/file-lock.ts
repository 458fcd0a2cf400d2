import type { Called } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import { TAG } from '../ex/tags';
import type { Io } from '../io/io';

/**
 * FsRtlAllocateFileLock [D: DDK]: the byte-range lock package's memory for one open file. It has the tag of the notify package's
 * buffers and comes and goes with the files that are open: a detector that goes by the tag alone accuses an innocent. Simplified:
 * no locks are ever taken.
 */
export function fsRtlAllocateFileLock(io: Io, owner: Owner): Called<Block | undefined> {
  return io.executive.pagedPool.allocate({ bytes: 48, tag: TAG.fsRtl, site: 'FsRtlAllocateFileLock', owner });
}

/** FsRtlFreeFileLock [D: DDK]. */
export function fsRtlFreeFileLock(io: Io, block: Block): Called<void> {
  return io.executive.pagedPool.free(block, 'FsRtlFreeFileLock');
}
