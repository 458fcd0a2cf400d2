import { call, type Routine } from '../../../harness/sim';
import { keGetCurrentThread, keLowerIrql, keRaiseIrql, DISPATCH_LEVEL } from '../ke/thread';
import type { NtStatus } from '../status';
import type { Io } from './io';
import type { Irp } from './irp';

/**
 * IoCompleteRequest. The caller holds no spin lock and must not touch the IRP afterwards.
 * Stage one runs the completion routines from the lowest that was set upward, in the caller's context; one that answers
 * STATUS_MORE_PROCESSING_REQUIRED owns the IRP from then on and completion ends there: stage two, and what it would have
 * freed, is then that driver's business (DDK "How Completion Processing Is Performed").
 */
export function* ioCompleteRequest(io: Io, irp: Irp): Routine {
  const thread = keGetCurrentThread(io.world.kernel);
  io.world.events.irpCompleted(irp, thread);
  irp.state = 'completed';
  while (irp.current < irp.stack.length) {
    const location = irp.location;
    irp.pendingReturned = location.pendingReturned;
    irp.current++;
    const routine = location.completionRoutine;
    if (routine === undefined) continue;
    // Completion routines must bear DISPATCH_LEVEL: the model always runs them there (DDK: IRQL <= DISPATCH_LEVEL).
    const irql = thread.irql;
    if (irql < DISPATCH_LEVEL) keRaiseIrql(thread, DISPATCH_LEVEL);
    const donated = irp.deallocateBuffer ? irp.systemBuffer?.block : undefined;
    // What the IRP owns goes with it, should the routine keep it. Recorded first: afterwards the IRP is not ours to look at.
    if (routine.keepsIrp) donated?.handOver(routine, 'IoCompleteRequest');
    const status: NtStatus = yield* call(routine.run(irp));
    keLowerIrql(thread, irql);
    if (status === 'STATUS_MORE_PROCESSING_REQUIRED') return;
  }
  yield completeStageTwo(io, irp);
}

/**
 * Stage two, IopCompleteRequest: a special kernel APC in the requestor's thread. Copies a buffered answer to the user's buffer,
 * frees the system buffer and the MDL, reports the status, gives the file object back, frees the IRP.
 * Simplified: runs in the completing thread, which in this model is never in another process's address space.
 */
function* completeStageTwo(io: Io, irp: Irp): Routine {
  const { pagedPool, nonpagedPool } = io.executive;
  const buffer = irp.systemBuffer;
  if (irp.deallocateBuffer && buffer?.block !== undefined) {
    buffer.block.touch('IopCompleteRequest');
    if (irp.userBuffer !== undefined) irp.userBuffer.records = buffer.records;
    irp.systemBuffer = undefined;
    irp.deallocateBuffer = false;
    yield pagedPool.free(buffer.block, 'IopCompleteRequest');
  }
  if (irp.mdlBlock !== undefined) yield nonpagedPool.free(irp.mdlBlock, 'IopCompleteRequest');
  irp.state = 'freed';
  if (irp.block !== undefined) yield nonpagedPool.free(irp.block, 'IopCompleteRequest');
}
