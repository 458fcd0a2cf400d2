import { GuardedObject, SharedObject } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import { NotifyList, type DirectoryName } from '../fsrtl/notify-change';
import type { NotifySync } from '../fsrtl/notify-sync';
import type { Io } from '../io/io';
import { ShareAccess } from '../io/share-access';
import { LOCK_LEVEL } from '../ke/lock';
import { Resource } from '../ke/resource';
import { closedDirectoriesOf, type ClosedDirectories } from './closed-directories';
import { Dirent } from './dirent';

/**
 * Volume control block. Its resource guards the tree of directory entries and which files are open. Lock order: a volume's
 * resource, then an FCB's, then the notify sync, then the cancel spin lock. Whoever changes the tree (create, rename, delete,
 * close, dismount) holds the volume exclusively, whoever else reports a change holds it shared: so that the two names of a rename
 * are reported with no other change between them. A notify request takes its directory's FCB only (fastfat dirctrl.c).
 */
export class Vcb extends SharedObject {
  readonly resource: Resource;
  readonly root: Dirent;
  readonly notifyList: NotifyList;
  readonly closedDirectories: ClosedDirectories;
  /** It calls the oldest forms of the package's routines. */
  readonly oldestForms: boolean;
  /** Open files, by what they are on the disk. */
  fcbs = new Map<Dirent, Fcb>();
  mounted = true;

  constructor(
    readonly io: Io,
    readonly notifySync: NotifySync,
    readonly label: string,
  ) {
    super(io.world.kernel);
    this.resource = new Resource(io.world, `resource of ${label}`, LOCK_LEVEL.volume);
    this.root = new Dirent(io.world.kernel, '', true, undefined);
    this.notifyList = new NotifyList(io.world, `notify list of ${label}`);
    this.closedDirectories = closedDirectoriesOf(io.world);
    this.oldestForms = io.world.text('fsd.registration') === 'oldest';
  }
}

/**
 * File control block: a file that is open, by however many handles. Its resource guards the file; `openCount` and `fullName`
 * change with the volume held exclusively.
 */
export class Fcb extends SharedObject implements DirectoryName, Owner {
  readonly resource: Resource;
  /** Opens that have not been closed (IRP_MJ_CLOSE). */
  openCount = 0;
  /** Opens that have not been cleaned up. */
  uncleanCount = 0;
  /** What the opens counted there have been granted and leave to others. */
  readonly shareAccess = new ShareAccess();
  deleteOnClose = false;
  /** The entry has been taken off the disk. */
  deleted = false;
  /** Not on a volume that has been dismounted. */
  good = true;
  /** Written since the last report. */
  dirty = false;
  block: Block | undefined = undefined;
  lockBlock: Block | undefined = undefined;
  /** Lent to the notify package as long as a structure is watching, with the memory that it lies in. */
  fullName: string;
  nameBlock: Block | undefined = undefined;

  constructor(
    readonly vcb: Vcb,
    readonly dirent: Dirent,
  ) {
    super(vcb.io.world.kernel);
    this.fullName = dirent.path;
    this.resource = new Resource(vcb.io.world, `resource of ${this.fullName}`, LOCK_LEVEL.file);
  }

  get label(): string {
    return `FCB of ${this.dirent.path}`;
  }
}

/** Context control block: one open. Key of its notify structure. */
export class Ccb extends GuardedObject implements Owner {
  block: Block | undefined = undefined;

  constructor(
    readonly fcb: Fcb,
    readonly opener: string,
    /** FILE_DELETE_ON_CLOSE: its cleanup marks the file for deletion. */
    readonly deleteOnClose: boolean,
  ) {
    super(fcb.vcb.io.world.kernel);
  }

  get label(): string {
    return `CCB of ${this.opener} on ${this.fcb.dirent.path}`;
  }
}
