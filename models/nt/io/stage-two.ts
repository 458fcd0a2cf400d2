import { call, Name, Operation, RETURNED, writes, type Called, type Routine } from '../../../harness/sim';
import { ntError } from '../status';
import type { Io } from './io';
import type { IoThread } from './io-thread';
import type { Irp, NotifyMemory } from './irp';
import { IO_MARK } from './marks';
import { STAGE_TWO, USER_MEMORY } from './points';

const END = Name.of('io.stage-two.end');

/**
 * IopCompleteRequest, the final stage of completion, in the thread that asked: copies a buffered answer to the caller's buffer, frees
 * the system buffer and the MDL, tells the caller, gives event and file object back, frees the IRP (DDK "How Completion
 * Processing Is Performed"). Owns the IRP.
 */
export function iopCompleteRequest(io: Io, irp: Irp): Called<void> {
  const { thread } = irp;
  if (thread !== undefined) return call(completeInThread(io, irp, thread));
  return hasBuffers(irp) ? call(freeWithBuffers(io, irp)) : freeIrp(io, irp);
}

function* completeInThread(io: Io, irp: Irp, thread: IoThread): Routine {
  const { userEvent, fileObject } = irp;
  if (io.world.faults.watches(STAGE_TWO)) {
    yield* call(io.world.faults.pass(STAGE_TWO, { request: irp.request, client: irp.client }));
  }
  if (hasBuffers(irp)) yield takeBuffers(io, irp);
  yield tellCaller(irp, thread);
  yield* freeIrp(io, irp);
  if (userEvent !== undefined) yield userEvent.dereference();
  if (fileObject !== undefined) yield fileObject.dereference();
}

function* freeWithBuffers(io: Io, irp: Irp): Routine {
  yield takeBuffers(io, irp);
  yield* freeIrp(io, irp);
}

/** The last of it. */
function freeIrp(io: Io, irp: Irp): Called<void> {
  irp.state = 'freed';
  return irp.block === undefined ? RETURNED : io.executive.nonpagedPool.free(irp.block, 'IopCompleteRequest');
}

/** Whether anything but the IRP is to be freed. */
function hasBuffers({ deallocateBuffer, mdlBlock }: Irp): boolean {
  return deallocateBuffer || mdlBlock !== undefined;
}

/** The system buffer may be one that the I/O manager made for the request, or one that the notify package has given it. */
function* takeBuffers(io: Io, irp: Irp): Routine {
  const { systemBuffer: buffer, mdlBlock } = irp;
  if (irp.deallocateBuffer && buffer?.block !== undefined) {
    if (!ntError(irp.ioStatus)) {
      buffer.block.touch('IopCompleteRequest');
      yield copyToUser(io, irp, buffer);
    }
    irp.systemBuffer = undefined;
    irp.deallocateBuffer = false;
    if (!io.world.defect('io.final-stage-keeps-buffer'))
      yield* buffer.block.pool.free(buffer.block, 'IopCompleteRequest');
  }
  if (mdlBlock !== undefined) yield* io.executive.nonpagedPool.free(mdlBlock, 'IopCompleteRequest');
}

/** A fault in the caller's memory is how the request ends, whatever it had come to [H]. */
function* copyToUser(io: Io, irp: Irp, { records }: NotifyMemory): Routine {
  const { faults, kernel } = io.world;
  const isWatched = irp.thread !== undefined && faults.watches(USER_MEMORY);
  const subjects = { request: irp.request, client: irp.client };
  if (isWatched && (yield* call(faults.pass(USER_MEMORY, subjects))) !== undefined) {
    irp.ioStatus = 'STATUS_ACCESS_VIOLATION';
    irp.information = 0;
    kernel.mark(IO_MARK['io.answer-lost']);
    return;
  }
  if (irp.userBuffer !== undefined) irp.userBuffer.records = records;
  kernel.mark(IO_MARK['io.answer-copied']);
}

/** Who was refused in the call itself knows it from there: status block and events stay as they are. */
function tellCaller(irp: Irp, thread: IoThread): Operation {
  const { userIosb, userEvent, fileObject } = irp;
  const told = [writes(thread.object)];
  if (userIosb !== undefined) told.push(writes(userIosb.object));
  if (userEvent !== undefined) told.push(writes(userEvent.object));
  if (fileObject !== undefined) told.push(writes(fileObject.object));
  return new Operation(END, told, undefined, () => {
    thread.end(irp);
    if (!irp.markedPending && ntError(irp.ioStatus)) return;
    userIosb?.write(irp.ioStatus, typeof irp.information === 'number' ? irp.information : -1);
    if (userEvent !== undefined) userEvent.signalled = true;
    if (fileObject !== undefined && (userEvent === undefined || fileObject.synchronous)) fileObject.signalled = true;
  });
}
