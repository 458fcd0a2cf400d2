import type { NtStatus } from '../status';
import type { NtWorld } from '../world';
import type { FlowControl } from './flow-control';
import type { SmbRequest } from './message';
import type { Server } from './server';
import { SMB1 } from './smb1';
import { SMB2 } from './smb2';

/** Where the two dialects differ. Requests and responses are called by their SMB1 names in both. */
export interface Dialect {
  readonly name: 'smb1' | 'smb2';
  /** What bounds a client's requests on one connection. */
  flowControl(server: Server, client: string): FlowControl;
  /** Whether a cancel is meant for this request. `asyncId` is the one that its interim response gave it. */
  cancels(cancel: SmbRequest, request: SmbRequest, asyncId: number | undefined): boolean;
  /** What goes on the wire for a status of the server's own, by its SMB1 name. */
  wireStatus(status: NtStatus): NtStatus;
  /** What goes on the wire for the status with which a notify request was completed. */
  notifyStatus(status: NtStatus, world: NtWorld): NtStatus;
  /** What a notify request is told by a server that offers none. */
  readonly notifyUnsupported: NtStatus;
  /** A request that stays pended is told so by an interim response, once, which gives it an AsyncId. */
  readonly hasInterim: boolean;
  /** A CLOSE is answered before what was pended on its file. */
  readonly closeAnswersFirst: boolean;
  /** A logon that fails ends the session that it was to renew. */
  readonly failedLogonEndsSession: boolean;
  /** A logon may replace its client's earlier connections or only their sessions. */
  readonly logonReplaces: 'connections' | 'sessions';
}

/** The dialect that the scenario's clients and its server speak. */
export function dialectOf(world: NtWorld): Dialect {
  return world.text('dialect') === 'smb2' ? SMB2 : SMB1;
}
