import { assert, type Routine } from '../../../harness/sim';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { fatDeleteFcb } from './fcb-memory';
import { Ccb, type Vcb } from './vcb';

/** IRP_MJ_CLOSE: the last reference to the file object has gone. Frees the CCB, and with the last open the FCB. */
export function* fatCommonClose(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const ccb = irp.location.fileObject?.fsContext2;
  assert(ccb instanceof Ccb, 'an open file is closed');
  const { fcb } = ccb;
  const { pagedPool } = vcb.io.executive;
  yield vcb.resource.acquireExclusive;
  if (ccb.block !== undefined) yield* pagedPool.free(ccb.block, 'FatCommonClose');
  if (--fcb.openCount === 0) {
    if (vcb.fcbs.get(fcb.dirent) === fcb) vcb.fcbs.delete(fcb.dirent);
    yield fatDeleteFcb(vcb, fcb);
  }
  yield vcb.resource.release;
  return yield* fatCompleteRequest(vcb.io, irp, 'STATUS_SUCCESS');
}
