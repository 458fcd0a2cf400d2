import { assert, call, type Routine } from '../../../harness/sim';
import type { NtStatus } from '../status';
import type { Io } from './io';
import type { Irp } from './irp';

/**
 * IoCallDriver: hands the IRP to the driver of the next stack location. The caller must not touch it afterwards, whatever is
 * answered. STATUS_PENDING is answered if and only if the driver marked it pending (DDK; Driver Verifier enhanced I/O).
 */
export function* ioCallDriver(io: Io, irp: Irp): Routine<NtStatus> {
  irp.current--;
  assert(irp.current >= 0, () => `${irp.label} has a stack location for every driver`);
  irp.state = 'sent';
  io.world.events.irpSent(irp);
  const { device, major } = irp.location;
  assert(device !== undefined, () => `${irp.label} is sent to a device`);
  const status = yield* call(device.dispatch[major](irp));
  io.world.events.irpDispatched(irp, status);
  return status;
}

/** IoMarkIrpPending: before anybody else can see the IRP. */
export function ioMarkIrpPending(io: Io, irp: Irp): void {
  irp.location.pendingReturned = true;
  irp.markedPending = true;
  io.world.events.irpMarkedPending(irp);
}
