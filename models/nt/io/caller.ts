import { call, type Routine } from '../../../harness/sim';
import type { Process } from '../ex/quota';
import type { EventObject } from '../ob/event-object';
import type { HandleTable } from '../ob/handle-table';
import type { NtStatus } from '../status';
import { FileObject } from './file-object';
import type { IoThread } from './io-thread';

/** Who calls a system service: a thread of a process. */
export interface Caller {
  readonly thread: IoThread;
  /** The process, as it is charged. */
  readonly quota: Process;
  readonly handles: HandleTable<FileObject | EventObject>;
  /** For reports. */
  readonly client: string;
}

/** The file behind a handle that was opened for this, with a reference for the caller; or why there is none. */
export function* referenceFile(caller: Caller, handle: number, access: number): Routine<FileObject | NtStatus> {
  const object = yield* call(caller.handles.reference(handle));
  if (object === undefined) return 'STATUS_INVALID_HANDLE';
  if (object instanceof FileObject && (object.access & access) === access) return object;
  yield object.dereference();
  return object instanceof FileObject ? 'STATUS_ACCESS_DENIED' : 'STATUS_OBJECT_TYPE_MISMATCH';
}
