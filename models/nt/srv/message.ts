import type { Routine } from '../../../harness/sim';
import type { Disposition, FileTime, Parameters } from '../io/irp';
import type { NtStatus } from '../status';

/** The body of a request, by its SMB1 command ([MS-CIFS] 2.2.4, 2.2.7), which stands for that of SMB2 too. */
export type SmbCommand =
  /** Simplified: negotiate, SESSION_SETUP_ANDX and TREE_CONNECT_ANDX as one chained message. */
  | {
      readonly command: 'SESSION_SETUP';
      /** The client's earlier sessions are to end: a VcNumber of zero, or SMB2's PreviousSessionId. */
      readonly replaces: boolean;
    }
  /** SESSION_SETUP for a session that there is. */
  | { readonly command: 'REAUTHENTICATE'; readonly succeeds: boolean }
  | { readonly command: 'TREE_CONNECT' }
  | {
      readonly command: 'NT_CREATE';
      readonly path: string;
      readonly disposition: Disposition;
      readonly directory: boolean;
      readonly deleteOnClose: boolean;
      readonly access: Access;
    }
  | { readonly command: 'CLOSE'; readonly fid: number }
  | { readonly command: 'WRITE'; readonly fid: number; readonly offset: number; readonly bytes: number }
  /** SMB_COM_WRITE_RAW: SMB1 only. Simplified: request and raw data as one message. */
  | { readonly command: 'WRITE_RAW'; readonly fid: number; readonly offset: number; readonly bytes: number }
  /**
   * The next four go by path: SMB1 only. With `replace` a rename is TRANS2_SET_PATH_INFORMATION, SMB_SET_FILE_RENAME_INFO: SMB_COM_RENAME
   * replaces nothing.
   */
  | { readonly command: 'RENAME'; readonly from: string; readonly to: string; readonly replace: boolean }
  | { readonly command: 'DELETE'; readonly path: string }
  | {
      readonly command: 'SET_BASIC_INFO';
      readonly path: string;
      readonly attributes: string | undefined;
      readonly times: readonly FileTime[];
    }
  | { readonly command: 'SET_END_OF_FILE'; readonly path: string; readonly bytes: number }
  /** By handle: TRANS2_SET_FILE_INFORMATION, SMB2 SET_INFO. */
  | { readonly command: 'SET_INFO'; readonly fid: number; readonly information: FileInformation }
  | {
      readonly command: 'NT_TRANSACT_NOTIFY_CHANGE';
      readonly fid: number;
      readonly filter: number;
      readonly watchTree: boolean;
      /** Bounds the answer and dimensions the server's buffer. In SMB2: OutputBufferLength. */
      readonly maxParameterCount: number;
    }
  /** Has no answer of its own. */
  | { readonly command: 'NT_CANCEL' }
  | { readonly command: 'TREE_DISCONNECT' }
  | { readonly command: 'LOGOFF' }
  /** SMB1 only. */
  | { readonly command: 'PROCESS_EXIT' };

/** What a file is opened for, as far as it matters: only for everything is it for FILE_LIST_DIRECTORY, which a watch needs. */
export type Access = 'everything' | 'attributes' | 'delete';

export type FileInformation = Extract<Parameters, { kind: 'rename' | 'disposition' | 'basic' | 'end-of-file' }>;

export interface SmbRequest {
  /** SMB2: SessionId. */
  readonly uid: number;
  /** SMB2: TreeId. */
  readonly tid: number;
  readonly pid: number;
  /** SMB2: MessageId. */
  readonly mid: number;
  /** SMB2, of a CANCEL: what it cancels, if the client knows it by this. */
  readonly asyncId?: number | undefined;
  readonly creditCharge?: number | undefined;
  readonly creditRequest?: number | undefined;
  /** Not on the wire: who asks, and the scenario's name for it, for reports and fault points. */
  readonly client: string;
  readonly name: string;
  readonly body: SmbCommand;
}

export interface SmbResponse {
  readonly mid: number;
  readonly status: NtStatus;
  readonly information?: number | undefined;
  readonly records?: readonly string[] | undefined;
  readonly uid?: number | undefined;
  readonly tid?: number | undefined;
  readonly fid?: number | undefined;
  /** SMB2: of an interim response (STATUS_PENDING), and of the final one that follows it. */
  readonly asyncId?: number | undefined;
  /** SMB2: granted with this response. */
  readonly credits?: number | undefined;
  /** SMB1, negotiated: how many requests may be unanswered. */
  readonly mpxCount?: number | undefined;
  /** Negotiated: a longer write must be cut. */
  readonly maxWriteBytes?: number | undefined;
}

/** The transport below a connection, as SRV sees it (TDI). */
export interface Transport {
  readonly label: string;
  /** Sends; false when the connection is gone and nothing was sent. `name`, not on the wire, is that of the request. */
  send(response: SmbResponse, name: string): Routine<boolean>;
  /** Ends the connection from the server's side: what has been sent still arrives, and then the client knows. */
  disconnect(): Routine;
}
