import { call, Name, Operation, writes, type Routine } from '../../../harness/sim';
import type { NtStatus } from '../status';
import { type Caller, referenceFile } from './caller';
import type { Io } from './io';
import { ioCancelIrps, ioCancelThreadIo } from './io-cancel-thread-io';
import type { IoStatusBlock } from './io-status-block';
import type { IoThread } from './io-thread';
import { IO_MARK } from './marks';

const WRITE = Name.of('io.status-block.write');

/**
 * NtCancelIoFile: cancels what the calling thread has under way on the file, and has ended when it returns; requests of other threads it
 * leaves alone (Wine test_ntncdf_async; sdk-api CancelIo).
 */
export function* ntCancelIoFile(io: Io, caller: Caller, handle: number, iosb: IoStatusBlock): Routine<NtStatus> {
  const file = yield* call(referenceFile(caller, handle, 0));
  if (typeof file === 'string') return file;
  const found = yield* call(ioCancelThreadIo(io, caller.thread, file, 'its thread cancelled it'));
  if (found > 0) io.world.kernel.mark(IO_MARK['io.cancelled-by-thread']);
  yield new Operation(WRITE, [writes(iosb.object)]);
  iosb.write('STATUS_SUCCESS', 0);
  yield file.dereference();
  return 'STATUS_SUCCESS';
}

/**
 * NtCancelIoFileEx (Windows Vista): cancels one request on the file, known by its status block, whichever thread of the process made it,
 * and waits for nothing.
 */
export function* ntCancelIoFileEx(
  io: Io,
  caller: Caller,
  threads: readonly IoThread[],
  handle: number,
  iosb: IoStatusBlock,
): Routine<NtStatus> {
  const file = yield* call(referenceFile(caller, handle, 0));
  if (typeof file === 'string') return file;
  let found = 0;
  for (const thread of threads) {
    found += yield* call(ioCancelIrps(io, thread, 'it was cancelled', (irp) => irp.userIosb === iosb));
  }
  yield file.dereference();
  return found > 0 ? 'STATUS_SUCCESS' : 'STATUS_NOT_FOUND';
}
