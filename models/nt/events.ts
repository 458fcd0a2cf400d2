import type { SharedObject } from '../../harness/sim';
import type { Block } from './ex/block';
import type { Pool, PoolRequest } from './ex/pool';
import type { Process } from './ex/quota';
import type { Fcb } from './fsd/vcb';
import type { FileAction } from './fsrtl/filters';
import type { NotifyChange, NotifyList } from './fsrtl/notify-change';
import type { Change } from './fsrtl/notify-full-report-change';
import type { Irp } from './io/irp';
import type { KThread } from './ke/thread';
import type { NtStatus } from './status';

/** Something asked of the file system by an IRP. */
export interface IoRequest {
  /** "alice.n1", "alice MID 7". */
  readonly label: string;
  /** The IRP that it is worked on with, if one has been sent for it. */
  readonly irp: Irp;
}

/** A request that the server has accepted: one message that wants an answer. */
export interface ServerRequest extends IoRequest {
  readonly client: string;
  readonly mid: number;
  /** Whether the connection that it came by still stands. */
  readonly connected: boolean;
}

/** Everything that the system reports to invariants. A method an event; handlers must change nothing. */
export interface NtEvents {
  poolAllocated(block: Block): void;
  /** Also when the block was free already. Comes before its state changes. */
  poolFreed(block: Block, by: string): void;
  poolTouched(block: Block, by: string): void;
  poolHandedOver(block: Block): void;
  poolRefused(pool: Pool, request: PoolRequest): void;
  quotaCharged(process: Process, bytes: number): void;
  quotaReturned(process: Process, bytes: number): void;
  /** A counted reference was taken (1) or given back (-1). */
  referenced(object: SharedObject, by: 1 | -1): void;

  irpSent(irp: Irp): void;
  irpMarkedPending(irp: Irp): void;
  /** IoCompleteRequest was called in this thread; nothing of it is done yet. */
  irpCompleted(irp: Irp, thread: KThread): void;
  /** Somebody other than the owner looks at the IRP. */
  irpTouched(irp: Irp, by: string): void;
  irpQueued(irp: Irp, entry: NotifyChange): void;
  irpUnlinked(irp: Irp, entry: NotifyChange, wasQueued: boolean): void;

  /** `irp` is the first request of its handle. */
  notifyCreated(entry: NotifyChange, irp: Irp): void;
  notifyUnlinked(entry: NotifyChange): void;
  notifyDestroyed(entry: NotifyChange): void;
  notifyRecorded(entry: NotifyChange, action: FileAction, name: string): void;
  notifyOverflowed(entry: NotifyChange): void;
  notifyBufferAllocated(entry: NotifyChange, block: Block): void;
  notifyBufferDonated(entry: NotifyChange, irp: Irp, block: Block): void;
  /** The file system reports a change; comes with the notify sync held, before any structure hears of it. */
  changeReported(change: Change, filterContext: object | undefined): void;
  deletePending(fcb: Fcb): void;
  /** FsRtlNotifyCleanupAll: every watch on this list is over. */
  listCleanedUp(list: NotifyList): void;

  /** The server took a request from a connection, and will answer it exactly once. */
  requestAccepted(request: ServerRequest): void;
  /** An answer was handed to the transport, or dropped because the connection is gone. */
  requestAnswered(request: ServerRequest, status: NtStatus, sent: boolean): void;
  /** The server has nothing of the request left: its work context has been given back. */
  requestForgotten(request: ServerRequest): void;
  /** Something has happened that must end what is pended for this request: cancel, close, disconnect ... */
  requestMustEnd(request: IoRequest, because: string): void;
  /** SRV wrote an event to the system log. */
  eventLogged(id: number, text: string): void;
}

/** The names of all events, for fusing. */
export const NT_EVENTS: readonly (keyof NtEvents)[] = [
  'poolAllocated',
  'poolFreed',
  'poolTouched',
  'poolHandedOver',
  'poolRefused',
  'quotaCharged',
  'quotaReturned',
  'referenced',
  'irpSent',
  'irpMarkedPending',
  'irpCompleted',
  'irpTouched',
  'irpQueued',
  'irpUnlinked',
  'notifyCreated',
  'notifyUnlinked',
  'notifyDestroyed',
  'notifyRecorded',
  'notifyOverflowed',
  'notifyBufferAllocated',
  'notifyBufferDonated',
  'changeReported',
  'deletePending',
  'listCleanedUp',
  'requestAccepted',
  'requestAnswered',
  'requestForgotten',
  'requestMustEnd',
  'eventLogged',
];
