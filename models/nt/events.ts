import type { SharedObject } from '../../harness/sim';
import type { Block } from './ex/block';
import type { Pool, PoolRequest } from './ex/pool';
import type { Process } from './ex/quota';
import type { Fcb } from './fsd/vcb';
import type { FileAction } from './fsrtl/filters';
import type { NotifyChange, NotifyList } from './fsrtl/notify-change';
import type { Change } from './fsrtl/notify-full-report-change';
import type { Irp } from './io/irp';
import type { Lock } from './ke/lock';
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

/** Something of which there is a number, taken and given back: a balance that must come out even, as with memory. */
export interface Counted {
  readonly kind: 'MPX slots' | 'credits' | 'pending requests' | 'asynchronous commands' | 'raw work items';
  /** "MPX slots of alice's connection". */
  readonly label: string;
  /** Never to be exceeded; undefined when there is no bound. */
  readonly limit: number | undefined;
  readonly used: number;
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
  quotaRefused(process: Process, bytes: number): void;
  /** The current thread has a lock that it may wait with: a resource or a mutex. */
  lockAcquired(lock: Lock): void;
  lockReleased(lock: Lock): void;
  /** A counted reference was taken (1) or given back (-1). */
  referenced(object: SharedObject, by: 1 | -1): void;

  irpSent(irp: Irp): void;
  irpMarkedPending(irp: Irp): void;
  /** A dispatch routine has answered `status` in this thread. The IRP may be anybody's by now. */
  irpDispatched(irp: Irp, status: NtStatus): void;
  /** IoCompleteRequest was called in this thread; nothing of it is done yet. */
  irpCompleted(irp: Irp, thread: KThread): void;
  /** A driver that was sent the IRP reads or writes it. */
  irpTouched(irp: Irp, by: string): void;
  /** IoCancelIrp has marked the IRP as cancelled. */
  irpCancelEntered(irp: Irp): void;
  /** IoCancelIrp will not look at the IRP any more. */
  irpCancelLeft(irp: Irp): void;
  /** Memory that the request has brought can not be written to. */
  requestMemoryGone(irp: Irp): void;
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
  /** The last handle of an open is closed; its key for the notify package. Comes before that hears of it. */
  handleClosed(fsContext: object): void;
  /** FsRtlNotifyCleanup has done what it does for this key. */
  handleCleanedUp(fsContext: object): void;
  /** The file system reports a change; comes with the notify sync held, before any structure hears of it. */
  changeReported(change: Change, filterContext: object | undefined): void;
  /** A volume is dismounted, and every watch on its list is over: comes before FsRtlNotifyCleanupAll. */
  listCleanedUp(list: NotifyList): void;
  /** What is on the disk has changed; whether that has been reported is another matter. */
  diskChanged(action: 'ADDED' | 'REMOVED' | 'MODIFIED', path: string): void;
  /** `replaced`: another file of that name has gone. */
  diskRenamed(from: string, to: string, replaced: boolean): void;
  deletePending(fcb: Fcb): void;
  deleteUndone(fcb: Fcb): void;

  /** A client’s connection stands (1), or the server has learned that it is gone (-1). */
  connected(by: 1 | -1): void;
  /** The server took a request from a connection, and will answer it exactly once. */
  requestAccepted(request: ServerRequest): void;
  /** An answer was handed to the transport, or dropped because the connection is gone. */
  requestAnswered(request: ServerRequest, status: NtStatus, sent: boolean, records: number): void;
  /** The server has nothing of the request left: its work context has been given back. */
  requestForgotten(request: ServerRequest): void;
  /** Something has happened that must end what is pended for this request: cancel, close, disconnect ... */
  requestMustEnd(request: IoRequest, because: string): void;
  /** SMB2: the client is told that a request stays pending, and by which AsyncId to call it. */
  interimSent(request: ServerRequest, asyncId: number): void;
  /** So many were taken, or, when negative, given back. */
  counted(counted: Counted, by: number): void;
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
  'quotaRefused',
  'lockAcquired',
  'lockReleased',
  'referenced',
  'irpSent',
  'irpMarkedPending',
  'irpDispatched',
  'irpCompleted',
  'irpTouched',
  'irpCancelEntered',
  'irpCancelLeft',
  'requestMemoryGone',
  'irpQueued',
  'irpUnlinked',
  'notifyCreated',
  'notifyUnlinked',
  'notifyDestroyed',
  'notifyRecorded',
  'notifyOverflowed',
  'notifyBufferAllocated',
  'notifyBufferDonated',
  'handleClosed',
  'handleCleanedUp',
  'changeReported',
  'diskChanged',
  'diskRenamed',
  'deletePending',
  'listCleanedUp',
  'deleteUndone',
  'connected',
  'requestAccepted',
  'requestAnswered',
  'requestForgotten',
  'requestMustEnd',
  'interimSent',
  'counted',
  'eventLogged',
];
