import { assert, call, type Routine } from '../../../harness/sim';
import { fsRtlNotifyFullChangeDirectory } from '../fsrtl/notify-full-change-directory';
import type { Irp } from '../io/irp';
import { NtException, type NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { Ccb, type Vcb } from './vcb';

/**
 * IRP_MJ_DIRECTORY_CONTROL, IRP_MN_NOTIFY_CHANGE_DIRECTORY (fastfat dirctrl.c). Answers STATUS_PENDING once the package has the IRP,
 * even if it has completed it already, and does not touch it again.
 */
export function* fatNotifyChangeDirectory(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { fileObject, parameters } = irp.location;
  const ccb = fileObject?.fsContext2;
  assert(ccb instanceof Ccb && parameters?.kind === 'notify', 'a notify request is for an open file');
  const { process } = irp;
  assert(process !== undefined, () => `${irp.label} is asked for by a process`);
  const { fcb } = ccb;
  if (!fcb.dirent.directory) return yield* call(fatCompleteRequest(vcb.io, irp, 'STATUS_INVALID_PARAMETER'));
  yield fcb.resource.acquireExclusive;
  if (fcb.deleteOnClose) {
    yield fcb.resource.release;
    return yield* call(fatCompleteRequest(vcb.io, irp, 'STATUS_DELETE_PENDING'));
  }
  const { filter, watchTree, bufferBytes } = parameters;
  const watch = {
    fsContext: ccb,
    streamId: fcb,
    directory: fcb,
    watchTree,
    completionFilter: filter,
    bufferBytes,
    process,
  };
  try {
    yield fsRtlNotifyFullChangeDirectory(vcb.io, vcb.notifySync, vcb.notifyList, watch, irp);
  } catch (error) {
    if (!(error instanceof NtException)) throw error;
    yield fcb.resource.release;
    return yield* call(fatCompleteRequest(vcb.io, irp, error.status));
  }
  yield fcb.resource.release;
  return 'STATUS_PENDING';
}
