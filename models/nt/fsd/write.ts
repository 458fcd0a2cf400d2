import { assert, type Routine } from '../../../harness/sim';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { Ccb, type Vcb } from './vcb';

/** IRP_MJ_WRITE; not of a directory (MS-FSA 2.1.5.4). Simplified: no cache, no data; the new size is reported at cleanup, when it reaches the disk. */
export function* fatCommonWrite(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject, parameters } = irp.location;
  const ccb = fileObject?.fsContext2;
  assert(ccb instanceof Ccb && parameters?.kind === 'write', 'an open file is written');
  const { fcb } = ccb;
  if (fcb.dirent.directory) return yield* fatCompleteRequest(vcb.io, irp, 'STATUS_INVALID_DEVICE_REQUEST');
  yield fcb.resource.acquireExclusive;
  if (!fcb.good) {
    yield fcb.resource.release;
    return yield* fatCompleteRequest(vcb.io, irp, 'STATUS_VOLUME_DISMOUNTED');
  }
  const end = parameters.offset + parameters.bytes;
  if (end > fcb.dirent.bytes) fcb.dirent.bytes = end;
  fcb.dirty = true;
  vcb.io.world.events.diskChanged('MODIFIED', fcb.dirent.path);
  yield fcb.resource.release;
  return yield* fatCompleteRequest(vcb.io, irp, 'STATUS_SUCCESS', parameters.bytes);
}
