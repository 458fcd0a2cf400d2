import { call, type Called, type Routine } from '../../../harness/sim';
import { keGetCurrentThread, keLowerIrql, keRaiseIrql, DISPATCH_LEVEL, type KThread } from '../ke/thread';
import type { NtStatus } from '../status';
import type { Io } from './io';
import type { IoThread } from './io-thread';
import type { CompletionRoutine, Irp } from './irp';
import { iopCompleteRequest } from './stage-two';

/**
 * IoCompleteRequest. The caller holds no spin lock and must not touch the IRP afterwards.
 * Stage one runs the completion routines from the lowest that was set upward, in the caller's context; one that answers
 * STATUS_MORE_PROCESSING_REQUIRED owns the IRP from then on and completion ends there: stage two, and what it would have
 * freed, is then that driver's business (DDK "How Completion Processing Is Performed").
 */
export function ioCompleteRequest(io: Io, irp: Irp): Called<void> {
  const thread = keGetCurrentThread(io.world.kernel);
  io.world.events.irpCompleted(irp, thread);
  irp.state = 'completed';
  const routine = nextCompletionRoutine(irp);
  if (routine !== undefined) return call(runCompletionRoutines(io, irp, thread, routine));
  return finalStage(io, irp);
}

/** Goes up the stack to the next location that has one. */
function nextCompletionRoutine(irp: Irp): CompletionRoutine | undefined {
  while (irp.current < irp.stack.length) {
    const { pendingReturned, completionRoutine } = irp.location;
    irp.pendingReturned = pendingReturned;
    irp.current++;
    if (completionRoutine !== undefined) return completionRoutine;
  }
  return undefined;
}

/** Stage one from `first` on, and the final stage. */
function* runCompletionRoutines(io: Io, irp: Irp, thread: KThread, first: CompletionRoutine): Routine {
  for (
    let routine: CompletionRoutine | undefined = first;
    routine !== undefined;
    routine = nextCompletionRoutine(irp)
  ) {
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
  yield* finalStage(io, irp);
}

/** In its own thread, but for a request that nobody pended: that is still in its requestor's own call, which goes on with it. */
function finalStage(io: Io, irp: Irp): Called<void> {
  const elsewhere = irp.markedPending ? irp.thread : undefined;
  return elsewhere === undefined ? iopCompleteRequest(io, irp) : call(endIn(elsewhere, irp));
}

function* endIn(thread: IoThread, irp: Irp): Routine {
  yield thread.insertApc(irp);
}
