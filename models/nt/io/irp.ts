import { GuardedObject, SharedObject, type Kernel, type Routine } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import type { Process } from '../ex/quota';
import type { EventObject } from '../ob/event-object';
import type { NtStatus } from '../status';
import type { NtWorld } from '../world';
import type { DeviceObject } from './device';
import type { FileObject } from './file-object';
import type { Io } from './io';
import type { IoStatusBlock } from './io-status-block';
import type { IoThread } from './io-thread';

export type MajorFunction =
  'CREATE' | 'CLEANUP' | 'CLOSE' | 'DIRECTORY_CONTROL' | 'QUERY_INFORMATION' | 'SET_INFORMATION' | 'WRITE';

/** What a cancel routine is: entered with the cancel spin lock held, which it releases. */
export type CancelRoutine = (io: Io, irp: Irp) => Routine;

/** A completion routine and whose it is. */
export interface CompletionRoutine extends Owner {
  /** Answers STATUS_MORE_PROCESSING_REQUIRED to stop completion and own the IRP again, anything else to let it go on. */
  run(irp: Irp): Routine<NtStatus>;
  /** Whether it always answers STATUS_MORE_PROCESSING_REQUIRED. */
  readonly keepsIrp: boolean;
}

/** What a stack location asks a driver to do. */
export interface StackRequest {
  readonly major: MajorFunction;
  readonly device: DeviceObject | undefined;
  readonly fileObject: FileObject | undefined;
  /** What the major function asks for. */
  readonly parameters: Parameters | undefined;
  readonly completionRoutine: CompletionRoutine | undefined;
}

/** IO_STACK_LOCATION. */
export class StackLocation extends GuardedObject implements StackRequest {
  readonly major: MajorFunction;
  readonly device: DeviceObject | undefined;
  readonly fileObject: FileObject | undefined;
  readonly parameters: Parameters | undefined;
  readonly completionRoutine: CompletionRoutine | undefined;
  /** SL_PENDING_RETURNED: IoMarkIrpPending was called at this location. */
  pendingReturned = false;

  constructor(
    kernel: Kernel,
    readonly irp: Owner,
    request: StackRequest,
  ) {
    super(kernel);
    this.major = request.major;
    this.device = request.device;
    this.fileObject = request.fileObject;
    this.parameters = request.parameters;
    this.completionRoutine = request.completionRoutine;
  }

  get label(): string {
    return `stack location of ${this.irp.label}`;
  }
}

export type Parameters =
  | { readonly kind: 'notify'; readonly bufferBytes: number; readonly filter: number; readonly watchTree: boolean }
  | {
      readonly kind: 'create';
      readonly disposition: Disposition;
      readonly directory: boolean;
      readonly deleteOnClose: boolean;
    }
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: number }
  | { readonly kind: 'rename'; readonly to: string; readonly replace: boolean }
  | { readonly kind: 'disposition'; readonly deleteFile: boolean }
  /** FileBasicInformation: what is not given stays. */
  | { readonly kind: 'basic'; readonly attributes: string | undefined; readonly times: readonly FileTime[] }
  | { readonly kind: 'end-of-file'; readonly bytes: number }
  | { readonly kind: 'query-basic'; readonly into: BasicInformation };

/** FILE_OPEN, FILE_CREATE, FILE_OVERWRITE_IF. */
export type Disposition = 'open' | 'create' | 'overwrite';

/** FILE_BASIC_INFORMATION as a file system fills it in: FILE_ATTRIBUTE_DIRECTORY, and the rest of the attributes. */
export interface BasicInformation {
  directory: boolean;
  attributes: string;
}

/** The times that a client can set. */
export const FILE_TIMES = ['creation', 'last-access', 'last-write', 'change'] as const;

export type FileTime = (typeof FILE_TIMES)[number];

/** FILE_NOTIFY_INFORMATION, one record: as it lies in a buffer. */
export interface NotifyRecord {
  readonly nextEntryOffset: number;
  readonly action: string;
  readonly name: string;
  /** 12 + FileNameLength. */
  readonly bytes: number;
}

/** Memory that change records are written to: a pool block, or a buffer of the requestor's. */
export class NotifyMemory extends GuardedObject {
  records: NotifyRecord[] = [];

  constructor(
    kernel: Kernel,
    readonly kind: 'pool' | 'system' | 'mdl' | 'user',
    readonly bytes: number,
    /** Who has made it. */
    readonly owner: Owner,
    /** The block, where it is one. */
    readonly block?: Block,
  ) {
    super(kernel);
  }

  get label(): string {
    return `${this.kind} buffer of ${this.owner.label}`;
  }
}

/**
 * IRP. Its creator allocates it and alone frees or reuses it; in between it belongs to whoever has it: the driver that
 * it was sent to, the queue that it is on, the routine that completes it.
 */
export class Irp extends SharedObject implements Owner {
  stack: StackLocation[] = [];
  /** Index of the current stack location; `stack.length` is above the top, where the creator is. */
  current = 0;
  ioStatus: NtStatus = 'STATUS_PENDING';
  /** IoStatus.Information: a byte count, or, while it is queued, the package's back-pointer. */
  information: unknown = 0;
  /** PendingReturned, as completion routines see it. */
  pendingReturned = false;
  /** IoMarkIrpPending was called at some location. */
  markedPending = false;
  cancel = false;
  cancelRoutine: CancelRoutine | undefined = undefined;
  /** AssociatedIrp.SystemBuffer. */
  systemBuffer: NotifyMemory | undefined = undefined;
  userBuffer: NotifyMemory | undefined = undefined;
  mdl: NotifyMemory | undefined = undefined;
  mdlBlock: Block | undefined = undefined;
  /** IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER | IRP_INPUT_OPERATION. */
  deallocateBuffer = false;
  /** Tail.Overlay.Thread: whose request it is, if not a driver's own; in that thread it ends. */
  thread: IoThread | undefined = undefined;
  /** Where that thread looks for the outcome, and what is signalled to it besides its file object. */
  userIosb: IoStatusBlock | undefined = undefined;
  userEvent: EventObject | undefined = undefined;
  /** Where it is now; `completed` from IoCompleteRequest until it is sent again. */
  state: 'idle' | 'sent' | 'completed' | 'freed' = 'idle';
  /** How many lists it is on, by their labels: one at most. */
  listEntry: string | undefined = undefined;
  /** The requestor's name for what it asked (`alice.n1`), for fault points and reports. */
  request = '';
  client = '';
  /** The process charged for what is allocated on its behalf. */
  process: Process | undefined = undefined;
  /** The pool block that it lies in. */
  block: Block | undefined = undefined;

  constructor(
    world: NtWorld,
    readonly name: string,
  ) {
    super(world.kernel);
  }

  get label(): string {
    return this.request === '' ? this.name : `IRP of ${this.request}`;
  }

  /** Tail.Overlay.OriginalFileObject. */
  get fileObject(): FileObject | undefined {
    return this.stack.at(-1)?.fileObject;
  }

  /** IoGetCurrentIrpStackLocation. */
  get location(): StackLocation {
    const location = this.stack[this.current];
    if (location === undefined) throw new RangeError(`${this.label} is above its stack`);
    return location;
  }
}
