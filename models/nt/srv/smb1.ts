import type { Dialect } from './dialect';
import { Mpx } from './mpx';

/** SMB1 as NT's SRV.SYS speaks it ([MS-CIFS]). */
export const SMB1: Dialect = {
  name: 'smb1',
  flowControl: (server, client) => new Mpx(server, client),
  /** [MS-CIFS] 2.2.4.65, 3.3.5.52: the same UID, TID, PID and MID. Samba goes by the MID alone. */
  cancels: (cancel, { uid, tid, pid, mid }) =>
    cancel.uid === uid && cancel.tid === tid && cancel.pid === pid && cancel.mid === mid,
  wireStatus: (status) => status,
  /**
   * Cleanup is success without changes (raw.notify dir, tdis, ulogoff, exit); an overflow is success without changes or
   * NOTIFY_ENUM_DIR, a setting (raw.notify overflow against KB Q303802).
   */
  notifyStatus: (status, world) => {
    if (status === 'STATUS_NOTIFY_CLEANUP') return 'STATUS_SUCCESS';
    if (status !== 'STATUS_NOTIFY_ENUM_DIR') return status;
    return world.text('srv.overflow-status') === 'success' ? 'STATUS_SUCCESS' : status;
  },
  /** [MS-CIFS] 3.3.5.59.4. */
  notifyUnsupported: 'STATUS_NOT_IMPLEMENTED',
  hasInterim: false,
  closeAnswersFirst: false,
  failedLogonEndsSession: false,
  /** [MS-CIFS] 3.3.5.43: a SESSION_SETUP_ANDX with a VcNumber of zero. */
  logonReplaces: 'connections',
};
