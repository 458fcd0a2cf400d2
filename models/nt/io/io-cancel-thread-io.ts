import { call, type Routine } from '../../../harness/sim';
import type { FileObject } from './file-object';
import type { Io } from './io';
import { ioCancelIrp } from './io-cancel-irp';
import type { IoThread } from './io-thread';
import type { Irp } from './irp';
import { CANCEL_FILE } from './points';

/**
 * Cancels the requests of a thread on one file, or on all, and waits until they have ended (NtCancelIoFile, IoCancelThreadIo). How many
 * there were. Simplified: it waits without limit, where NT lets go of a request after five minutes.
 */
export function* ioCancelThreadIo(
  io: Io,
  thread: IoThread,
  fileObject: FileObject | undefined,
  because: string,
): Routine<number> {
  const found = yield* call(
    ioCancelIrps(io, thread, because, (irp) => fileObject === undefined || irp.fileObject === fileObject),
  );
  if (found > 0) yield thread.withoutIrps(fileObject);
  return found;
}

/**
 * Calls IoCancelIrp for the requests of a thread that match. What is completed meanwhile does not end before all have been looked at: an
 * IRP is not freed while it is being cancelled.
 */
export function* ioCancelIrps(
  io: Io,
  thread: IoThread,
  because: string,
  matches: (irp: Irp) => boolean,
): Routine<number> {
  yield thread.holdOffApcs();
  const found = thread.irps.filter(matches);
  if (io.world.defect('io.cancel-lets-apcs-in')) yield thread.letApcsIn();
  for (let i = 0; i < found.length; i++) {
    const irp = found[i];
    io.world.events.requestMustEnd({ label: irp.label, irp }, because);
    if (io.world.faults.watches(CANCEL_FILE)) {
      yield* call(io.world.faults.pass(CANCEL_FILE, { request: irp.request, client: irp.client }));
    }
    yield* call(ioCancelIrp(io, irp));
  }
  if (!io.world.defect('io.cancel-lets-apcs-in')) yield thread.letApcsIn();
  return found.length;
}
