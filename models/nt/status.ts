/** The statuses that this model uses, by their names in ntstatus.h. */
export const NT_STATUSES = [
  'STATUS_SUCCESS',
  /** 1: what callers put into an I/O status block beforehand, to see whether it is written. */
  'STATUS_WAIT_1',
  'STATUS_TIMEOUT',
  'STATUS_PENDING',
  'STATUS_NOTIFY_CLEANUP',
  'STATUS_NOTIFY_ENUM_DIR',
  'STATUS_NOT_IMPLEMENTED',
  'STATUS_INVALID_PARAMETER',
  'STATUS_NO_SUCH_FILE',
  'STATUS_INVALID_DEVICE_REQUEST',
  'STATUS_INVALID_SYSTEM_SERVICE',
  'STATUS_MORE_PROCESSING_REQUIRED',
  'STATUS_ACCESS_VIOLATION',
  'STATUS_ACCESS_DENIED',
  'STATUS_OBJECT_TYPE_MISMATCH',
  'STATUS_OBJECT_NAME_NOT_FOUND',
  'STATUS_OBJECT_NAME_COLLISION',
  'STATUS_OBJECT_PATH_NOT_FOUND',
  'STATUS_SHARING_VIOLATION',
  'STATUS_QUOTA_EXCEEDED',
  'STATUS_THREAD_IS_TERMINATING',
  'STATUS_DELETE_PENDING',
  'STATUS_LOGON_FAILURE',
  'STATUS_INSUFFICIENT_RESOURCES',
  'STATUS_FILE_IS_A_DIRECTORY',
  'STATUS_DIRECTORY_NOT_EMPTY',
  'STATUS_PROCESS_IS_TERMINATING',
  'STATUS_NOT_SUPPORTED',
  'STATUS_NETWORK_NAME_DELETED',
  'STATUS_CANCELLED',
  'STATUS_CANNOT_DELETE',
  'STATUS_FILE_CLOSED',
  'STATUS_INVALID_HANDLE',
  'STATUS_INSUFF_SERVER_RESOURCES',
  'STATUS_VOLUME_DISMOUNTED',
  'STATUS_NOT_FOUND',
  'STATUS_USER_SESSION_DELETED',
  'STATUS_CONNECTION_RESET',
  'STATUS_CONNECTION_REFUSED',
  'STATUS_SMB_BAD_UID',
  'STATUS_SMB_BAD_TID',
  'STATUS_SMB_USE_STANDARD',
  /** Not the server's: what a client tells itself when its connection has gone. */
  'STATUS_LOCAL_DISCONNECT',
] as const;

export type NtStatus = (typeof NT_STATUSES)[number];

/** NT_ERROR: whether the status says that something failed. Cleanup and overflow of a notify request do not. */
export function ntError(status: NtStatus): boolean {
  return !NO_ERRORS.has(status);
}

const NO_ERRORS: ReadonlySet<NtStatus> = new Set<NtStatus>([
  'STATUS_SUCCESS',
  'STATUS_WAIT_1',
  'STATUS_TIMEOUT',
  'STATUS_PENDING',
  'STATUS_NOTIFY_CLEANUP',
  'STATUS_NOTIFY_ENUM_DIR',
]);

/** An exception raised by a kernel routine (ExRaiseStatus). */
export class NtException extends Error {
  override readonly name = 'NtException';

  constructor(readonly status: NtStatus) {
    super(status);
  }
}
