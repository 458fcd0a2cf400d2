import { assert, type Routine } from '../../../harness/sim';
import type { Irp } from '../io/irp';
import type { NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { Ccb, type Vcb } from './vcb';

/** IRP_MJ_QUERY_INFORMATION, with the file shared (fastfat fileinfo.c). Simplified: FileBasicInformation only, without times. */
export function* fatCommonQueryInformation(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject, parameters } = irp.location;
  const ccb = fileObject?.fsContext2;
  assert(ccb instanceof Ccb && parameters?.kind === 'query-basic', 'an open file is asked about');
  const { fcb } = ccb;
  yield fcb.resource.acquireShared;
  const { good, dirent } = fcb;
  parameters.into.directory = dirent.directory;
  parameters.into.attributes = dirent.attributes;
  yield fcb.resource.release;
  return yield* fatCompleteRequest(vcb.io, irp, good ? 'STATUS_SUCCESS' : 'STATUS_VOLUME_DISMOUNTED');
}
