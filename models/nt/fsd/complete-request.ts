import { call, RETURNED, returned, type Called, type Routine } from '../../../harness/sim';
import { ioCompleteRequest } from '../io/io-complete-request';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';

/** FatCompleteRequest: completes the IRP and answers its status, so that a dispatch routine can end with it. */
export function fatCompleteRequest(io: Io, irp: Irp, status: NtStatus, informationBytes = 0): Called<NtStatus> {
  irp.ioStatus = status;
  irp.information = informationBytes;
  const completion = ioCompleteRequest(io, irp);
  return completion === RETURNED ? returned(status) : call(after(completion, status));
}

function* after(completion: Called<void>, status: NtStatus): Routine<NtStatus> {
  yield* completion;
  return status;
}
