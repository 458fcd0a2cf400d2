import { SharedObject, type Kernel } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import type { Process } from '../ex/quota';
import type { Irp, NotifyMemory } from '../io/irp';
import type { NtWorld } from '../world';
import { notifyRulesOf, type NotifyRules } from './notify-rules';
import type { NotifySync } from './notify-sync';
import type { SubjectContext } from './subject-context';

/** A directory's name where the file system keeps it, in memory of its own. */
export interface DirectoryName {
  readonly fullName: string;
  readonly nameBlock: Block | undefined;
}

/**
 * PCHECK_FOR_TRAVERSE_ACCESS [D: DDK]: whether the subject may be told of a change below a directory that is not the watched one.
 * Called with the notify sync held.
 */
export type TraverseCallback = (
  notifyContext: object,
  targetContext: object | undefined,
  subject: SubjectContext | undefined,
) => boolean;

/** PFILTER_REPORT_CHANGE [D: DDK]: whether a change is told to this watcher. Called with the notify sync held. */
export type FilterCallback = (notifyContext: object, filterContext: object) => boolean;

/** What a file system registers a request with. */
export interface Registration {
  /** NotifyContext: the open that the request is for, by which FsRtlNotifyCleanup will find it. */
  readonly fsContext: object;
  /** Borrowed, not copied [I]: the name must outlive the notify structure. */
  readonly directory: DirectoryName;
  readonly watchTree: boolean;
  /** Users' buffers are ignored: watchers learn that something changed, not what [D: DDK]. */
  readonly ignoreBuffer: boolean;
  readonly completionFilter: number;
  readonly traverseCallback?: TraverseCallback | undefined;
  /** Given away with the call. */
  readonly subjectContext?: SubjectContext | undefined;
}

/** What the first request on a handle fixes for all later ones [D: MS-SMB2 3.3.1.3; T: raw.notify mask_change]. */
export interface Watch extends Registration {
  readonly filterCallback: FilterCallback | undefined;
  /** The stream: the file object's FsContext, key of the delete form. */
  readonly streamId: object | undefined;
  /** BufferLength: what the request gave, 0 with `ignoreBuffer`. */
  readonly bufferBytes: number;
  /** Charged for buffers: that of the request's thread. */
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
  /** Sticky, even if the deletion is undone [D: MS-FSA ChangeNotifyDirectoryMarkedDeleted]. */
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
    public watch: Watch,
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
  readonly rules: NotifyRules;

  constructor(
    world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
    this.rules = notifyRulesOf(world);
  }

  /** The structure of this FsContext; there is at most one. */
  find(fsContext: object): NotifyChange | undefined {
    return this.entries.find((entry) => entry.watch.fsContext === fsContext);
  }
}
