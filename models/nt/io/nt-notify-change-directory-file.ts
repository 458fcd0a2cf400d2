import { call, Name, Operation, reads, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { EventObject } from '../ob/event-object';
import type { NtStatus } from '../status';
import { ACCESS } from './access';
import { type Caller, referenceFile } from './caller';
import type { FileObject } from './file-object';
import type { Io } from './io';
import { ioCallDriver } from './io-call-driver';
import { ioCancelThreadIo } from './io-cancel-thread-io';
import type { IoStatusBlock } from './io-status-block';
import { Irp, NotifyMemory, StackLocation } from './irp';
import { IO_MARK } from './marks';
import { isValidFilter } from './notify-filter';
import { NOTIFY_SENT } from './points';

const WAIT = Name.of('io.synchronous-wait');

/** What NtNotifyChangeDirectoryFile is called with. Handles are numbers in the caller's table. */
export interface NotifyCall {
  readonly handle: number;
  readonly event: number | undefined;
  /** Undefined: the caller gives no address, or none that it may write to. */
  readonly iosb: IoStatusBlock | undefined;
  /** The caller's own memory; of 0 bytes, no buffer at all. */
  readonly buffer: NotifyMemory;
  readonly filter: number;
  readonly watchTree: boolean;
  /** "alice.n1", for fault points and reports. */
  readonly name: string;
}

/**
 * NtNotifyChangeDirectoryFile. Asynchronous on an asynchronous file: STATUS_PENDING, and the outcome comes in the status block. On a
 * synchronous one it waits for it, and no other request on the file is sent meanwhile. Arguments are judged first: the
 * address of the status block, then the filter, then the handles (Wine test_ntncdf).
 */
export function* ntNotifyChangeDirectoryFile(io: Io, caller: Caller, asked: NotifyCall): Routine<NtStatus> {
  if (asked.iosb === undefined) return 'STATUS_ACCESS_VIOLATION';
  if (!isValidFilter(asked.filter)) return 'STATUS_INVALID_PARAMETER';
  const file = yield* call(referenceFile(caller, asked.handle, ACCESS.read));
  if (typeof file === 'string') return file;
  const event = yield* call(referenceEvent(caller, asked.event));
  if (typeof event === 'string') {
    yield file.dereference();
    return event;
  }
  if (!file.synchronous) return yield* call(send(io, caller, asked, { file, event }));
  // Its own reference: the one of the request goes with the request.
  yield file.reference;
  yield file.acquireLock();
  const status = yield* call(send(io, caller, asked, { file, event }));
  const final = status === 'STATUS_PENDING' ? yield* call(waitFor(io, caller, file, asked.iosb)) : status;
  yield file.releaseLock();
  yield file.dereference();
  return final;
}

function* referenceEvent(caller: Caller, handle: number | undefined): Routine<EventObject | NtStatus | undefined> {
  if (handle === undefined) return undefined;
  const object = yield* call(caller.handles.reference(handle));
  if (object === undefined) return 'STATUS_INVALID_HANDLE';
  if (object instanceof EventObject) return object;
  yield object.dereference();
  return 'STATUS_OBJECT_TYPE_MISMATCH';
}

interface Objects {
  readonly file: FileObject;
  readonly event: EventObject | undefined;
}

/** Builds the IRP, which takes over the references to file and event, and sends it. */
function* send(io: Io, caller: Caller, asked: NotifyCall, { file, event }: Objects): Routine<NtStatus> {
  if (event !== undefined) yield event.clear();
  yield file.clear();
  const irp = buildIrp(io, caller, asked, { file, event });
  if (!(yield* call(allocate(io, irp, asked.buffer.bytes)))) {
    if (event !== undefined) yield event.dereference();
    yield file.dereference();
    return 'STATUS_INSUFFICIENT_RESOURCES';
  }
  yield caller.thread.queueIrp(irp);
  if (io.world.faults.watches(NOTIFY_SENT)) {
    yield* call(io.world.faults.pass(NOTIFY_SENT, { request: asked.name, client: caller.client }));
  }
  return yield* call(ioCallDriver(io, irp));
}

function buildIrp(io: Io, caller: Caller, asked: NotifyCall, { file, event }: Objects): Irp {
  const irp = new Irp(io.world, `IRP of ${asked.name}`);
  irp.request = asked.name;
  irp.client = caller.client;
  irp.process = caller.quota;
  irp.thread = caller.thread;
  irp.userIosb = asked.iosb;
  irp.userEvent = event;
  irp.userBuffer = asked.buffer;
  const { filter, watchTree } = asked;
  irp.stack = [
    new StackLocation(io.world.kernel, irp, {
      major: 'DIRECTORY_CONTROL',
      device: file.device,
      fileObject: file,
      parameters: { kind: 'notify', bufferBytes: asked.buffer.bytes, filter, watchTree },
      completionRoutine: undefined,
    }),
  ];
  irp.current = 1;
  return irp;
}

/**
 * Memory for the IRP and for what its method of transfer asks for (setting `io.notify-buffer`): nothing, a system buffer that the final
 * stage copies from and frees, or an MDL for the caller's buffer. False when nonpaged pool has run dry.
 */
function* allocate(io: Io, irp: Irp, bytes: number): Routine<boolean> {
  const { nonpagedPool } = io.executive;
  const site = 'NtNotifyChangeDirectoryFile';
  const owner = irp;
  irp.block = yield* nonpagedPool.allocate({ site, owner, bytes: 256, tag: TAG.irp });
  if (irp.block === undefined) return false;
  const method = bytes === 0 ? 'neither' : io.world.text('io.notify-buffer');
  if (method === 'neither') return true;
  if (method === 'buffered') {
    const block = yield* nonpagedPool.allocate({ site, owner, bytes, tag: TAG.ioBuffer });
    irp.systemBuffer = block && new NotifyMemory(io.world.kernel, 'system', bytes, irp, block);
    irp.deallocateBuffer = true;
  } else {
    irp.mdlBlock = yield* nonpagedPool.allocate({ site, owner, bytes: 64, tag: TAG.mdl });
    irp.mdl = irp.userBuffer;
  }
  if (irp.systemBuffer !== undefined || irp.mdlBlock !== undefined) return true;
  yield* nonpagedPool.free(irp.block, 'NtNotifyChangeDirectoryFile');
  return false;
}

/** Waits in the thread that asked (FILE_SYNCHRONOUS_IO_ALERT): when that is to end, its request is cancelled first. */
function* waitFor(io: Io, { thread }: Caller, file: FileObject, iosb: IoStatusBlock): Routine<NtStatus> {
  io.world.kernel.mark(IO_MARK['io.waited-synchronously']);
  const seen = [reads(file.object), reads(thread.object)];
  yield new Operation(WAIT, seen, () => file.signalled || thread.ending);
  if (!file.signalled) {
    io.world.kernel.mark(IO_MARK['io.wait-alerted']);
    yield ioCancelThreadIo(io, thread, file, 'its thread ends');
  }
  yield new Operation(WAIT, [reads(iosb.object)]);
  return iosb.status;
}
