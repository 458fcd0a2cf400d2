import type { FaultPoint } from '../../../harness/sim';

const SUBJECTS = ['request', 'client'];

/** Where a thread of a native client can be preempted in the I/O manager. */
export const NOTIFY_SENT: FaultPoint = {
  id: 'io.notify.send',
  doc: 'NtNotifyChangeDirectoryFile has queued a request to its thread and is about to send it to the file system.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const STAGE_TWO: FaultPoint = {
  id: 'io.stage-two',
  doc: 'The final stage of a request’s completion is about to run in the thread that asked for it.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const USER_MEMORY: FaultPoint = {
  id: 'io.user-memory',
  doc: 'The final stage of completion is about to copy an answer to the buffer of whoever asked. Failing, it raises, and that is how the request ends.',
  subjects: SUBJECTS,
  admits: ['fail'],
  statuses: ['STATUS_ACCESS_VIOLATION'],
};

export const CANCEL_FILE: FaultPoint = {
  id: 'io.cancel-file.found',
  doc: 'NtCancelIoFile has found a request of its thread and is about to call IoCancelIrp.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const IO_POINTS: readonly FaultPoint[] = [NOTIFY_SENT, STAGE_TWO, USER_MEMORY, CANCEL_FILE];
