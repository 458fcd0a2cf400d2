import { SharedObject } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import { NotifyList, type DirectoryName } from '../fsrtl/notify-change';
import type { NotifySync } from '../fsrtl/notify-sync';
import type { Io } from '../io/io';
import { Resource } from '../ke/resource';
import { Dirent } from './dirent';

/** Volume control block. Its resource guards everything on the volume; Simplified: FCBs have none of their own. */
export class Vcb extends SharedObject {
  readonly resource: Resource;
  readonly root = new Dirent('', true, undefined);
  readonly notifyList: NotifyList;
  /** Open files, by what they are on the disk. */
  fcbs = new Map<Dirent, Fcb>();
  mounted = true;

  constructor(
    readonly io: Io,
    readonly notifySync: NotifySync,
    readonly label: string,
  ) {
    super(io.world.kernel);
    this.resource = new Resource(io.world, `resource of ${label}`);
    this.notifyList = new NotifyList(io.world.kernel, `notify list of ${label}`);
  }
}

/** File control block: a file that is open, by however many handles. Guarded by the volume's resource. */
export class Fcb extends SharedObject implements DirectoryName, Owner {
  /** Opens that have not been closed (IRP_MJ_CLOSE). */
  openCount = 0;
  /** Opens that have not been cleaned up. */
  uncleanCount = 0;
  deleteOnClose = false;
  /** The entry has been taken off the disk. */
  deleted = false;
  /** Written since the last report. */
  dirty = false;
  block: Block | undefined = undefined;
  lockBlock: Block | undefined = undefined;
  /** Lent to the notify package as long as a structure is watching. */
  fullName: string;

  constructor(
    readonly vcb: Vcb,
    readonly dirent: Dirent,
  ) {
    super(vcb.io.world.kernel);
    this.fullName = dirent.path;
  }

  get label(): string {
    return `FCB of ${this.dirent.path}`;
  }
}

/** Context control block: one open. Key of its notify structure. */
export class Ccb implements Owner {
  block: Block | undefined = undefined;

  constructor(
    readonly fcb: Fcb,
    readonly opener: string,
  ) {}

  get label(): string {
    return `CCB of ${this.opener} on ${this.fcb.dirent.path}`;
  }
}
