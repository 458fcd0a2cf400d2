import { Name } from '../../../harness/sim';
import { TAG, type PoolTag } from './tags';

/** That something was allocated at all, each once in a run for whatever a search of the allocations must have met. */
export const ALLOCATION_MARK_DOCS = {
  'allocated.notify-sync': 'the notify sync of a volume',
  'allocated.notify-structure': 'a notify structure',
  'allocated.quota': 'quota, charged for a change buffer',
  'allocated.subject-context': 'the security context of a watcher',
  'allocated.file-name': 'the name of a directory, lent to its notify structures',
  'allocated.irp': 'an IRP of the I/O manager’s',
  'allocated.mdl': 'an MDL for an answer',
  'allocated.system-buffer': 'a system buffer for an answer',
  'allocated.transaction': 'a transaction block with its parameter buffer',
  'allocated.work-context': 'a work context that was made at start-up',
  'allocated.work-context-on-demand': 'a work context that was made on demand',
  'allocated.connection': 'a connection',
  'allocated.session': 'a session',
  'allocated.tree-connect': 'a tree connect',
  'allocated.rfcb': 'an RFCB',
  'allocated.file-object': 'a file object',
} as const;

type AllocationMark = keyof typeof ALLOCATION_MARK_DOCS;

/** By what is allocated first in a run with a tag. */
export const ALLOCATION_MARKS = {
  [TAG.notifySync]: mark('allocated.notify-sync'),
  [TAG.notifyChange]: mark('allocated.notify-structure'),
  [TAG.subjectContext]: mark('allocated.subject-context'),
  [TAG.fatName]: mark('allocated.file-name'),
  [TAG.irp]: mark('allocated.irp'),
  [TAG.mdl]: mark('allocated.mdl'),
  [TAG.ioBuffer]: mark('allocated.system-buffer'),
  [TAG.srvTransaction]: mark('allocated.transaction'),
  [TAG.srvInitialWorkContext]: mark('allocated.work-context'),
  [TAG.srvNormalWorkContext]: mark('allocated.work-context-on-demand'),
  [TAG.srvConnection]: mark('allocated.connection'),
  [TAG.srvSession]: mark('allocated.session'),
  [TAG.srvTreeConnect]: mark('allocated.tree-connect'),
  [TAG.srvRfcb]: mark('allocated.rfcb'),
  [TAG.file]: mark('allocated.file-object'),
} as const;

/** Whether the first allocation with a tag is marked. */
export function isMarked(tag: PoolTag): tag is keyof typeof ALLOCATION_MARKS {
  return tag in ALLOCATION_MARKS;
}

export const QUOTA_CHARGED = mark('allocated.quota');

function mark(id: AllocationMark): Name {
  return Name.of(id);
}
