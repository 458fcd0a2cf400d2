import type { Routine } from '../../../harness/sim';
import { ioCompleteRequest } from '../io/io-complete-request';
import type { Io } from '../io/io';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';

/** FatCompleteRequest: completes the IRP and answers its status, so that a dispatch routine can end with it. */
export function* fatCompleteRequest(io: Io, irp: Irp, status: NtStatus, informationBytes = 0): Routine<NtStatus> {
  irp.ioStatus = status;
  irp.information = informationBytes;
  yield ioCompleteRequest(io, irp);
  return status;
}
