import { call, type Routine } from '../../../harness/sim';
import { keGetCurrentThread, keLowerIrql, keRaiseIrql, DISPATCH_LEVEL } from '../ke/thread';
import type { NtStatus } from '../status';
import type { Io } from './io';
import type { Irp } from './irp';
import { iopCompleteRequest } from './stage-two';

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
  // One that nobody pended is still in its requestor's own call, which goes on with the final stage.
  const elsewhere = irp.markedPending ? irp.thread : undefined;
  yield elsewhere === undefined ? iopCompleteRequest(io, irp) : elsewhere.insertApc(irp);
}
