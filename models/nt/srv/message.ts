import type { Routine } from '../../../harness/sim';
import type { NtStatus } from '../status';

/** The body of a request, by its SMB command ([MS-CIFS] 2.2.4, 2.2.7). */
export type SmbCommand =
  /** Simplified: negotiate, SESSION_SETUP_ANDX and TREE_CONNECT_ANDX as one chained message. */
  | { readonly command: 'SESSION_SETUP' }
  | {
      readonly command: 'NT_CREATE';
      readonly path: string;
      readonly disposition: 'open' | 'create';
      readonly directory: boolean;
    }
  | { readonly command: 'CLOSE'; readonly fid: number }
  | { readonly command: 'WRITE'; readonly fid: number; readonly bytes: number }
  | { readonly command: 'RENAME'; readonly from: string; readonly to: string }
  | { readonly command: 'DELETE'; readonly path: string }
  | { readonly command: 'SET_ATTRIBUTES'; readonly path: string; readonly attributes: string }
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
  | { readonly command: 'TREE_DISCONNECT' }
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
