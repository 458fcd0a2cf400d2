import { Name } from '../../../harness/sim';

/** Places that searches should reach, with what they mean. */
export const MARK_DOCS = {
  'notify.pended': 'a request was queued on its notify structure',
  'notify.pended-between-names': 'a request was queued while an old name waited for its new name',
  'notify.came-after-cleanup': 'a request came when its handle had been cleaned up, and was not queued',
  'notify.completed-by-report': 'a report completed a pended request with data',
  'notify.completed-by-cancel': 'the cancel routine completed a request',
  'notify.completed-by-cleanup': 'cleanup of its handle completed a pended request',
  'notify.completed-by-delete': 'the directory was marked for deletion under a pended request',
  'notify.completed-by-cleanup-all': 'the dismount of its volume completed a pended request',
  'notify.other-handle-cleaned-up':
    'a handle was cleaned up while requests were pended on another one of the same directory',
  'notify.answered-at-once': 'a request was answered from changes buffered before it came',
  'notify.data-at-once': 'and told what they were',
  'notify.enum-dir-at-once': 'and told to enumerate, as some had been lost',
  'notify.data-pended': 'a pended request was told of changes',
  'notify.enum-dir-pended': 'a pended request was told to enumerate, as changes had been lost',
  'notify.too-small': 'a request was told to enumerate, as it had too little room for what was buffered',
  'notify.no-quota': 'a change was lost for want of quota',
  'notify.no-buffer': 'a change was lost for want of pool',
  'notify.no-structure': 'a request was refused for want of pool for its notify structure',
  'notify.raised-with-subject': 'registering raised when the subject context was the package’s already',
  'notify.traverse-asked': 'a watcher’s right to traverse was asked about',
  'notify.enum-dir': 'a request was told to enumerate the directory again',
  'notify.overflowed': 'changes were discarded because the buffer was full or could not be had',
  'notify.buffer-allocated': 'the package allocated a buffer for changes',
  'notify.buffer-donated': 'the package gave its buffer to the request that it completed',
  'notify.delivered-in-place': 'a request was completed with records that had been written to its own buffer',
  'notify.delivered-by-copy': 'records were copied to the system buffer or the user buffer of a request',
  'notify.delivered-by-mapping': 'records were copied to the mapping of the MDL of a request',
  'notify.request-memory-gone': 'memory of a request could not be written to',
  'notify.vetoed-by-traverse': 'a watcher was not told of a change below a directory that it may not traverse',
  'notify.vetoed-by-filter': 'a watcher was not told of a change that the file system keeps from it',
  'notify.cancel-won-the-race': 'a completion found that the cancel routine already owned the request',
  'notify.cancelled-before-queued': 'a request had been cancelled before it could be queued',
  'notify.structure-outlived-cleanup': 'a notify structure was kept after cleanup for a cancel under way',
  'notify.data-migrated': 'changes in the buffer of a cancelled request were moved elsewhere',
  'notify.old-name-held-back': 'an old name waited for its new name',
} as const;

type MarkId = keyof typeof MARK_DOCS;

/** The marks by id. */
export const MARK: { readonly [K in MarkId]: Name } = Object.fromEntries(
  Object.keys(MARK_DOCS).map((id) => [id, Name.of(id)]),
) as { [K in MarkId]: Name };
