import { call, Name, Operation, writes, type Routine, type Task } from '../../../harness/sim';
import type { Block } from '../ex/block';
import { DispatcherObject } from '../ob/dispatcher-object';
import { ALL_ACCESS } from './access';
import type { DeviceObject } from './device';
import type { Io } from './io';
import { ioSynchronousRequest } from './io-synchronous-request';
import type { Sharing } from './share-access';

const LOCK = Name.of('io.file-lock.acquire');
const UNLOCK = Name.of('io.file-lock.release');

/** What an open is granted (ACCESS), leaves to others, and whether its requests are done one after the other in their callers' threads. */
export interface FileOptions extends Sharing {
  /** FO_SYNCHRONOUS_IO, with FILE_SYNCHRONOUS_IO_ALERT. */
  readonly synchronous: boolean;
}

const SHARED_BY_ALL: FileOptions = { access: ALL_ACCESS, share: ALL_ACCESS, synchronous: false };

/**
 * FILE_OBJECT. A pended request keeps a reference to it, so that CLOSE can not come before the request is complete. It is signalled
 * when a request is completed that brought no event of its own.
 */
export class FileObject extends DispatcherObject implements Sharing {
  readonly access: number;
  readonly share: number;
  readonly synchronous: boolean;
  /** FsContext: the FCB, shared by all opens of the file. */
  fsContext: object | undefined = undefined;
  /** FsContext2: the CCB, this open's own. */
  fsContext2: object | undefined = undefined;
  /** FO_CLEANUP_COMPLETE. */
  cleanupComplete = false;
  block: Block | undefined = undefined;
  /** Who has the lock of a synchronous file: the I/O manager sends it one request at a time. */
  locker: Task | undefined = undefined;

  constructor(
    readonly io: Io,
    readonly device: DeviceObject,
    /** Full path on the volume. */
    readonly path: string,
    /** Who opened it, for reports. */
    readonly opener: string,
    options: FileOptions = SHARED_BY_ALL,
  ) {
    super(io.world);
    this.access = options.access;
    this.share = options.share;
    this.synchronous = options.synchronous;
  }

  get label(): string {
    return `file object ${this.path} of ${this.opener}`;
  }

  /** IopAcquireFileObjectLock. */
  acquireLock(): Operation {
    const free = (): boolean => this.locker === undefined;
    const take = (task: Task): void => {
      this.locker = task;
    };
    return new Operation(LOCK, [writes(this.object)], free, take, () => this.locker);
  }

  /** IopReleaseFileObjectLock. */
  releaseLock(): Operation {
    return new Operation(UNLOCK, [writes(this.object)], undefined, () => {
      this.locker = undefined;
    });
  }

  /** IopCloseFile: the last handle is closed, IRP_MJ_CLEANUP. */
  protected override *closeProcedure(): Routine {
    if (this.fsContext !== undefined) yield* call(ioSynchronousRequest(this.io, this, { major: 'CLEANUP' }));
  }

  /** IopDeleteFile: the last reference has gone, IRP_MJ_CLOSE. */
  protected override *deleteProcedure(): Routine {
    if (this.fsContext !== undefined) yield* call(ioSynchronousRequest(this.io, this, { major: 'CLOSE' }));
    if (this.block !== undefined) yield* this.io.executive.nonpagedPool.free(this.block, 'IopDeleteFile');
  }
}
