import { TAG, type PoolTag } from './ex/tags';
import type { Counted } from './events';

/** Something that is taken for a notify request and must be given back, whatever becomes of the request. */
export interface Allocation {
  /** "A3". */
  readonly row: string;
  readonly what: string;
  /** A run that reaches this mark has taken one. */
  readonly mark: string;
  /** What it is in a pool. */
  readonly tags?: readonly PoolTag[] | undefined;
  /** What it is among what is counted. */
  readonly counted?: readonly Counted['kind'][] | undefined;
}

/** Everything that is taken on the way of a notify request from its client to its answer, in the order of the facts' table. */
export const ALLOCATIONS: readonly Allocation[] = [
  { row: 'A1', what: 'notify sync', mark: 'allocated.notify-sync', tags: [TAG.notifySync] },
  { row: 'A2', what: 'notify structures', mark: 'allocated.notify-structure', tags: [TAG.notifyChange] },
  { row: 'A3', what: 'change buffers, and file locks', mark: 'notify.buffer-allocated', tags: [TAG.fsRtl] },
  { row: 'A4', what: 'change buffers given to an IRP', mark: 'notify.buffer-donated' },
  { row: 'A5', what: 'quota of change buffers', mark: 'allocated.quota' },
  { row: 'A6', what: 'subject contexts', mark: 'allocated.subject-context', tags: [TAG.subjectContext] },
  { row: 'A7', what: 'names of directories', mark: 'allocated.file-name', tags: [TAG.fatName] },
  { row: 'A8', what: 'IRPs', mark: 'allocated.irp', tags: [TAG.irp] },
  { row: 'A9', what: 'MDLs', mark: 'allocated.mdl', tags: [TAG.mdl] },
  { row: 'A10', what: 'system buffers', mark: 'allocated.system-buffer', tags: [TAG.ioBuffer] },
  { row: 'A11', what: 'transaction blocks', mark: 'allocated.transaction', tags: [TAG.srvTransaction] },
  {
    row: 'A12',
    what: 'work contexts',
    mark: 'allocated.work-context-on-demand',
    tags: [TAG.srvInitialWorkContext, TAG.srvNormalWorkContext, TAG.srvBufferDescriptor, TAG.srvRawWorkContext],
  },
  { row: 'A13', what: 'MPX slots', mark: 'srv.mpx-slot-taken', counted: ['MPX slots'] },
  {
    row: 'A14',
    what: 'connections, sessions, tree connects, RFCBs',
    mark: 'allocated.rfcb',
    tags: [TAG.srvConnection, TAG.srvSession, TAG.srvTreeConnect, TAG.srvRfcb],
  },
  { row: 'A15', what: 'file objects', mark: 'allocated.file-object', tags: [TAG.file] },
  { row: 'A16', what: 'entries for pending requests', mark: 'srv.request-entered', counted: ['pending requests'] },
  { row: 'A17', what: 'cancel routines', mark: 'notify.pended' },
  {
    row: 'A18',
    what: 'asynchronous commands, credits',
    mark: 'srv.interim-sent',
    counted: ['asynchronous commands', 'credits'],
  },
  { row: 'A19', what: 'buffers of requests and responses', mark: 'srv.response-buffer', tags: [TAG.srvDataBuffer] },
  { row: 'A20', what: 'target contexts', mark: 'notify.traverse-asked' },
];

/** The ways in which a notify request can end, each with the marks that say that one did. */
export const PATHS: readonly { readonly row: string; readonly what: string; readonly marks: readonly string[] }[] = [
  { row: 'P1', what: 'told at once of what was buffered', marks: ['notify.data-at-once'] },
  { row: 'P2', what: 'told at once to enumerate', marks: ['notify.enum-dir-at-once'] },
  { row: 'P3', what: 'pended, then told', marks: ['notify.data-pended'] },
  { row: 'P4', what: 'pended, then told to enumerate', marks: ['notify.enum-dir-pended'] },
  { row: 'P5', what: 'too small for what is buffered', marks: ['notify.too-small'] },
  { row: 'P6', what: 'cancelled', marks: ['notify.completed-by-cancel'] },
  { row: 'P7', what: 'cancelled too late', marks: ['srv.cancel-too-late', 'notify.cancel-won-the-race'] },
  { row: 'P8', what: 'cancelled before it was queued', marks: ['notify.cancelled-before-queued'] },
  { row: 'P9', what: 'its handle is closed', marks: ['srv.ended-by-close'] },
  { row: 'P10', what: 'another handle of the directory is closed', marks: ['notify.other-handle-cleaned-up'] },
  { row: 'P11', what: 'its directory is marked for deletion', marks: ['notify.completed-by-delete'] },
  { row: 'P12', what: 'tree disconnect', marks: ['srv.ended-by-tree-disconnect'] },
  { row: 'P13', what: 'logoff', marks: ['srv.ended-by-logoff', 'srv.ended-by-session-replaced'] },
  { row: 'P14', what: 'its process exits', marks: ['srv.ended-by-process-exit'] },
  { row: 'P15', what: 'its connection is lost', marks: ['srv.ended-by-disconnect'] },
  { row: 'P16', what: 'by the server itself', marks: ['srv.ended-by-server-stop', 'srv.ended-by-administrator'] },
  { row: 'P17', what: 'its volume is dismounted', marks: ['notify.completed-by-cleanup-all'] },
  { row: 'P18', what: 'no quota for a change buffer', marks: ['notify.no-quota'] },
  { row: 'P19', what: 'no pool for its notify structure', marks: ['notify.no-structure'] },
  { row: 'P20', what: 'no pool for a change buffer', marks: ['notify.no-buffer'] },
  { row: 'P21', what: 'its memory can not be written to', marks: ['notify.request-memory-gone'] },
  { row: 'P22', what: 'the server lacks memory', marks: ['srv.request-refused', 'srv.response-refused'] },
  { row: 'P23', what: 'its answer can not be sent', marks: ['srv.send-failed'] },
  { row: 'P24', what: 'registering raises with a subject context', marks: ['notify.raised-with-subject'] },
];
