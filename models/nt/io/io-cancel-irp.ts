import { call, type Routine } from '../../../harness/sim';
import type { Io } from './io';
import type { CancelRoutine, Irp } from './irp';

/**
 * IoSetCancelRoutine: exchanges the cancel routine and answers the old one. Undefined means that none was set or that
 * cancellation is already under way (DDK). The caller holds the cancel spin lock.
 */
export function ioSetCancelRoutine(irp: Irp, routine: CancelRoutine | undefined): CancelRoutine | undefined {
  const old = irp.cancelRoutine;
  irp.cancelRoutine = routine;
  return old;
}

/**
 * IoCancelIrp: sets Cancel, takes the cancel routine and calls it with the cancel spin lock held; answers whether there was one.
 * Only the IRP's creator may call it, with a reference that keeps the IRP from being reused meanwhile.
 */
export function* ioCancelIrp(io: Io, irp: Irp): Routine<boolean> {
  yield io.cancelSpinLock.acquire;
  io.world.events.irpCancelEntered(irp);
  irp.block?.touch('IoCancelIrp');
  irp.cancel = true;
  const routine = ioSetCancelRoutine(irp, undefined);
  if (routine === undefined) {
    io.cancelSpinLock.release();
    io.world.events.irpCancelLeft(irp);
    return false;
  }
  yield* call(routine(io, irp));
  io.world.events.irpCancelLeft(irp);
  return true;
}
