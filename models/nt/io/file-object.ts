import { call, type Routine } from '../../../harness/sim';
import type { Block } from '../ex/block';
import { ObObject } from '../ob/object';
import type { DeviceObject } from './device';
import type { Io } from './io';
import { ioSynchronousRequest } from './io-synchronous-request';

/** FILE_OBJECT. A pended request keeps a reference to it, so that CLOSE can not come before the request is complete. */
export class FileObject extends ObObject {
  /** FsContext: the FCB, shared by all opens of the file. */
  fsContext: object | undefined = undefined;
  /** FsContext2: the CCB, this open's own. */
  fsContext2: object | undefined = undefined;
  /** FO_CLEANUP_COMPLETE. */
  cleanupComplete = false;
  block: Block | undefined = undefined;

  constructor(
    readonly io: Io,
    readonly device: DeviceObject,
    /** Full path on the volume. */
    readonly path: string,
    /** Who opened it, for reports. */
    readonly opener: string,
  ) {
    super(io.world);
  }

  get label(): string {
    return `file object ${this.path} of ${this.opener}`;
  }

  /** IopCloseFile: the last handle is closed, IRP_MJ_CLEANUP. */
  protected override *closeProcedure(): Routine {
    if (this.fsContext !== undefined) yield* call(ioSynchronousRequest(this.io, this, { major: 'CLEANUP' }));
  }

  /** IopDeleteFile: the last reference has gone, IRP_MJ_CLOSE. */
  protected override *deleteProcedure(): Routine {
    if (this.fsContext !== undefined) yield* call(ioSynchronousRequest(this.io, this, { major: 'CLOSE' }));
    if (this.block !== undefined) yield this.io.executive.nonpagedPool.free(this.block, 'IopDeleteFile');
  }
}
