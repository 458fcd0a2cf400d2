import { SharedObject, type Kernel } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import type { Process } from '../ex/quota';
import type { Irp, NotifyMemory } from '../io/irp';
import type { NotifySync } from './notify-sync';

/** A directory's name where the file system keeps it. The package borrows it: it must outlive the structure. */
export interface DirectoryName {
  readonly fullName: string;
}

/** What the first request on a handle fixes for all later ones (MS-SMB2 3.3.1.3; raw.mask_change). */
export interface Watch {
  readonly fsContext: object;
  /** The stream: the file object's FsContext, key of the delete form. */
  readonly streamId: object;
  readonly directory: DirectoryName;
  readonly watchTree: boolean;
  readonly completionFilter: number;
  readonly bufferBytes: number;
  /** Charged for buffers. */
  readonly process: Process;
}

/**
 * NOTIFY_CHANGE, the notify structure: one for each FsContext, that is for each handle [I]. Guarded by the notify sync. It
 * lives while it is on the list or a request refers to it.
 */
export class NotifyChange extends SharedObject implements Owner {
  /** NotifyIrps, first in first out. */
  irps: Irp[] = [];
  /** NOTIFY_IMMEDIATELY: changes were lost, the next request is told to enumerate. */
  notifyImmediately = false;
  /** NOTIFY_LATER: an old name has been recorded and waits for its new name. */
  notifyLater = false;
  cleanupInProcess = false;
  /** Sticky, even if the deletion is undone (MS-FSA ChangeNotifyDirectoryMarkedDeleted). */
  deleteInProcess = false;
  /** The package's own buffer. It is charged to `watch.process` while the structure owns it. */
  allocatedBuffer: NotifyMemory | undefined = undefined;
  /** Where records are being written: `allocatedBuffer`, or the own buffer of `bufferIrp`. */
  buffer: NotifyMemory | undefined = undefined;
  bufferIrp: Irp | undefined = undefined;
  thisBufferBytes = 0;
  dataBytes = 0;
  /** Offset of the last record. */
  lastEntry = 0;
  /** One for the list, one for each queued request. */
  referenceCount = 1;
  onList = true;
  block: Block | undefined = undefined;

  constructor(
    kernel: Kernel,
    readonly sync: NotifySync,
    readonly list: NotifyList,
    readonly watch: Watch,
    /** Who watches, for reports. */
    readonly opener: string,
  ) {
    super(kernel);
  }

  get label(): string {
    return `notify structure of ${this.opener} on ${this.watch.directory.fullName}`;
  }
}

/** A volume's list of notify structures. Guarded by its sync. */
export class NotifyList extends SharedObject {
  entries: NotifyChange[] = [];

  constructor(
    kernel: Kernel,
    readonly label: string,
  ) {
    super(kernel);
  }

  /** The structure of this FsContext; there is at most one. */
  find(fsContext: object): NotifyChange | undefined {
    return this.entries.find((entry) => entry.watch.fsContext === fsContext);
  }
}
