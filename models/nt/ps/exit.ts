import { call, type Routine } from '../../../harness/sim';
import type { Io } from '../io/io';
import { ioCancelThreadIo } from '../io/io-cancel-thread-io';
import type { IoThread } from '../io/io-thread';
import { IO_MARK } from '../io/marks';
import type { NtStatus } from '../status';
import type { UserProcess } from './process';

/** PspExitThread: what the thread has under way is cancelled and has ended before the thread has (IoCancelThreadIo). */
export function* pspExitThread(io: Io, thread: IoThread): Routine<NtStatus> {
  yield thread.alert();
  yield runDown(io, thread);
  return 'STATUS_SUCCESS';
}

/**
 * PspExitProcess: no thread of it goes on, all of them are run down, then every handle is closed. False when it is exiting already.
 * Simplified: one thread does it all.
 */
export function* pspExitProcess(process: UserProcess): Routine<boolean> {
  const threads = yield* call(process.beginExit());
  if (threads === undefined) return false;
  for (let i = 0; i < threads.length; i++) yield threads[i].alert();
  yield process.alone();
  for (let i = 0; i < threads.length; i++) yield runDown(process.io, threads[i]);
  yield process.handles.closeAll();
  return true;
}

function* runDown(io: Io, thread: IoThread): Routine {
  if (io.world.defect('io.thread-exit-keeps-requests')) return;
  const found = yield* call(ioCancelThreadIo(io, thread, undefined, 'its thread ends'));
  if (found > 0) io.world.kernel.mark(IO_MARK['io.thread-run-down']);
}
