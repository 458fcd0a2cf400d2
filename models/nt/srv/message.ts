import type { Routine } from '../../../harness/sim';
import type { Disposition, FileTime } from '../io/irp';
import type { NtStatus } from '../status';

/** The body of a request, by its SMB command ([MS-CIFS] 2.2.4, 2.2.7). */
export type SmbCommand =
  /** Simplified: negotiate, SESSION_SETUP_ANDX and TREE_CONNECT_ANDX as one chained message. */
  | { readonly command: 'SESSION_SETUP' }
  | {
      readonly command: 'NT_CREATE';
      readonly path: string;
      readonly disposition: Disposition;
      readonly directory: boolean;
      readonly deleteOnClose: boolean;
    }
  | { readonly command: 'CLOSE'; readonly fid: number }
  | { readonly command: 'WRITE'; readonly fid: number; readonly bytes: number }
  /** With `replace` it is TRANS2_SET_PATH_INFORMATION, SMB_SET_FILE_RENAME_INFO: SMB_COM_RENAME replaces nothing. */
  | { readonly command: 'RENAME'; readonly from: string; readonly to: string; readonly replace: boolean }
  | { readonly command: 'DELETE'; readonly path: string }
  | {
      readonly command: 'SET_BASIC_INFO';
      readonly path: string;
      readonly attributes: string | undefined;
      readonly times: readonly FileTime[];
    }
  | { readonly command: 'SET_END_OF_FILE'; readonly path: string; readonly bytes: number }
  /** By handle: TRANS2_SET_FILE_INFORMATION. */
  | {
      readonly command: 'SET_FILE_BASIC_INFO';
      readonly fid: number;
      readonly attributes: string | undefined;
      readonly times: readonly FileTime[];
    }
  | { readonly command: 'SET_DISPOSITION'; readonly fid: number; readonly deleteFile: boolean }
  | {
      readonly command: 'NT_TRANSACT_NOTIFY_CHANGE';
      readonly fid: number;
      readonly filter: number;
      readonly watchTree: boolean;
      /** Bounds the answer and dimensions the server's buffer. */
      readonly maxParameterCount: number;
    }
  /** Same UID, TID, PID and MID as what it cancels; has no answer of its own. */
  | { readonly command: 'NT_CANCEL' }
  | { readonly command: 'TREE_CONNECT' }
  | { readonly command: 'TREE_DISCONNECT' }
  | { readonly command: 'PROCESS_EXIT' }
  | { readonly command: 'LOGOFF' };

export interface SmbRequest {
  readonly uid: number;
  readonly tid: number;
  readonly pid: number;
  readonly mid: number;
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
}

/** The transport below a connection, as SRV sees it (TDI). */
export interface Transport {
  readonly label: string;
  /** Sends; false when the connection is gone and nothing was sent. */
  send(response: SmbResponse): Routine<boolean>;
}
