import type { NtStatus } from '../status';
import { Credits } from './credits';
import type { Dialect } from './dialect';

/** MS-SMB2 3.3.5.2.9, 3.3.5.2.11, 3.3.5.10: what a header that names nothing is told. */
const WIRE: Partial<Record<NtStatus, NtStatus>> = {
  STATUS_SMB_BAD_UID: 'STATUS_USER_SESSION_DELETED',
  STATUS_SMB_BAD_TID: 'STATUS_NETWORK_NAME_DELETED',
  STATUS_INVALID_HANDLE: 'STATUS_FILE_CLOSED',
  STATUS_INSUFF_SERVER_RESOURCES: 'STATUS_INSUFFICIENT_RESOURCES',
};

/** SMB2 (MS-SMB2). Simplified: spoken by SRV as well, where Windows has a driver of its own for it. No durable handles. */
export const SMB2: Dialect = {
  name: 'smb2',
  flowControl: (server, client) => new Credits(server, client),
  /** MS-SMB2 3.3.5.16: by AsyncId if the client knows one, else by MessageId. Windows compares 30 bits of the AsyncId. */
  cancels: (cancel, { mid }, asyncId) =>
    cancel.asyncId === undefined ? cancel.mid === mid : cancel.asyncId === asyncId,
  wireStatus: (status) => WIRE[status] ?? status,
  /** MS-SMB2 3.3.5.19: as the file system says. */
  notifyStatus: (status) => status,
  notifyUnsupported: 'STATUS_NOT_SUPPORTED',
  /** MS-SMB2 3.3.4.2. */
  hasInterim: true,
  /** MS-SMB2 3.3.5.10; smb2.notify close. */
  closeAnswersFirst: true,
  /** MS-SMB2 3.3.5.5.3. */
  failedLogonEndsSession: true,
  /** MS-SMB2 3.3.5.5.3, PreviousSessionId. */
  logonReplaces: 'sessions',
};
