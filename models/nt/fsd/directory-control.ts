import { assert, call, type Routine } from '../../../harness/sim';
import type { NotifySync } from '../fsrtl/notify-sync';
import type { Irp } from '../io/irp';
import { NtException, type NtStatus } from '../status';
import { fatCompleteRequest } from './complete-request';
import { fatRegister, type Asked } from './notify';
import { Ccb, type Vcb } from './vcb';

/**
 * IRP_MJ_DIRECTORY_CONTROL, IRP_MN_NOTIFY_CHANGE_DIRECTORY (fastfat dirctrl.c). Answers STATUS_PENDING once the package has the
 * IRP, even if it has completed it already, and does not touch it again. Simplified: waits for the directory's resource, where
 * FASTFAT posts the request to a thread of its own.
 */
export function fatNotifyChangeDirectory(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const tooEarly = vcb.io.world.defect('fsd.sync-before-resource');
  return tooEarly ? underSync(vcb.notifySync, notifyChangeDirectory(vcb, irp)) : notifyChangeDirectory(vcb, irp);
}

function* underSync(sync: NotifySync, routine: Routine<NtStatus>): Routine<NtStatus> {
  yield sync.acquire();
  const status = yield* call(routine);
  yield sync.release();
  return status;
}

function* notifyChangeDirectory(vcb: Vcb, irp: Irp): Routine<NtStatus> {
  const { world } = vcb.io;
  world.events.irpTouched(irp, 'FatNotifyChangeDirectory');
  const { fileObject, parameters } = irp.location;
  const ccb = fileObject?.fsContext2;
  assert(ccb instanceof Ccb && parameters?.kind === 'notify', 'a notify request is for an open file');
  const { fcb } = ccb;
  if (!fcb.dirent.directory) return yield* fatCompleteRequest(vcb.io, irp, 'STATUS_INVALID_PARAMETER');
  yield fcb.resource.acquireExclusive;
  const refused = !fcb.good ? 'STATUS_VOLUME_DISMOUNTED' : fcb.deleteOnClose ? 'STATUS_DELETE_PENDING' : undefined;
  const status = refused ?? (yield* call(register(vcb, ccb, irp, parameters)));
  if (world.defect('fsd.touches-irp-afterwards')) world.events.irpTouched(irp, 'FatNotifyChangeDirectory');
  const raised = refused === undefined && status !== 'STATUS_PENDING';
  if (!(raised && world.defect('fsd.resource-kept-on-exception'))) yield fcb.resource.release;
  if (status === 'STATUS_PENDING') return world.defect('fsd.success-for-pended') ? 'STATUS_SUCCESS' : status;
  return yield* fatCompleteRequest(vcb.io, irp, status);
}

/** STATUS_PENDING: the package has the IRP. Anything else is what it has raised: the IRP is ours still. */
function* register(vcb: Vcb, ccb: Ccb, irp: Irp, asked: Asked): Routine<NtStatus> {
  try {
    yield fatRegister(vcb, ccb, irp, asked);
    return 'STATUS_PENDING';
  } catch (error) {
    if (!(error instanceof NtException)) throw error;
    return error.status;
  }
}
