import { Name } from '../../../harness/sim';
import type { Counted } from '../events';
import type { EndCause } from './work-context';

/** Places of the server's that searches should reach. */
export const SRV_MARK_DOCS = {
  'srv.event-2017': 'SRV logged that it has as much nonpaged pool as it may have',
  'srv.event-2018': 'SRV logged that it has as much paged pool as it may have',
  'srv.event-2019': 'SRV logged that nonpaged pool is empty',
  'srv.event-2020': 'SRV logged that paged pool is empty',
  'srv.event-2021': 'SRV logged that it had no work item',
  'srv.event-2022': 'SRV logged that it had no free connection',
  'srv.event-2023': 'SRV logged that it had no raw work item',
  'srv.mpx-slot-taken': 'a request took one of the MPX slots of its connection',
  'srv.credits-taken': 'credits were granted',
  'srv.request-entered': 'a request that may stay unanswered was entered in the table of its connection',
  'srv.command-entered': 'a request was entered among the asynchronous commands of its connection',
  'srv.raw-work-item-taken': 'a raw work item was taken',
  'srv.response-buffer': 'a response had a buffer of its own',
  'srv.request-refused': 'a request was refused for want of memory',
  'srv.response-refused': 'there was no memory for a response, and its records were lost',
  'srv.work-item-trimmed': 'a work item that had not been needed for long was given up',
  'srv.work-item-shortage': 'a request waited at the transport for a work item',
  'srv.blocking-request-rejected': 'a request that may block was rejected, so that work items are left for others',
  'srv.cancel-too-late': 'a cancel found its request, and that was answered as if nobody had cancelled it',
  'srv.ended-by-close': 'a pended request ended with the close of its file',
  'srv.ended-by-tree-disconnect': 'a pended request ended with its tree connect',
  'srv.ended-by-logoff': 'a pended request ended with its session',
  'srv.ended-by-process-exit': 'a pended request ended with its process',
  'srv.ended-by-disconnect': 'a pended request ended with its connection',
  'srv.ended-by-administrator': 'a pended request ended because an administrator closed its file, session or share',
  'srv.ended-by-server-stop': 'a pended request ended because the server stopped',
  'srv.ended-by-session-replaced': 'a pended request ended because its client logged on anew',
  'srv.send-failed': 'a response could not be sent',
  'srv.interim-sent': 'an interim response was sent',
} as const;

type MarkId = keyof typeof SRV_MARK_DOCS;

export const REQUEST_REFUSED = mark('srv.request-refused');
export const RESPONSE_REFUSED = mark('srv.response-refused');
export const TRIMMED = mark('srv.work-item-trimmed');
export const SHORTAGE = mark('srv.work-item-shortage');
export const BLOCKING_REJECTED = mark('srv.blocking-request-rejected');
export const SEND_FAILED = mark('srv.send-failed');
export const INTERIM_SENT = mark('srv.interim-sent');

export const RESPONSE_BUFFER = mark('srv.response-buffer');

/** One for each kind of what is counted. */
export const TAKEN_MARKS: Readonly<Record<Counted['kind'], Name>> = {
  'MPX slots': mark('srv.mpx-slot-taken'),
  credits: mark('srv.credits-taken'),
  'pending requests': mark('srv.request-entered'),
  'asynchronous commands': mark('srv.command-entered'),
  'raw work items': mark('srv.raw-work-item-taken'),
};

/** What ended a request that was completed with STATUS_NOTIFY_CLEANUP. */
export const END_MARKS: Readonly<Record<EndCause, Name>> = {
  cancel: mark('srv.cancel-too-late'),
  close: mark('srv.ended-by-close'),
  'tree disconnect': mark('srv.ended-by-tree-disconnect'),
  logoff: mark('srv.ended-by-logoff'),
  'process exit': mark('srv.ended-by-process-exit'),
  disconnect: mark('srv.ended-by-disconnect'),
  administrator: mark('srv.ended-by-administrator'),
  'server stop': mark('srv.ended-by-server-stop'),
  'session replaced': mark('srv.ended-by-session-replaced'),
};

/** One for each event of the system log. */
export const EVENT_MARKS = {
  2017: mark('srv.event-2017'),
  2018: mark('srv.event-2018'),
  2019: mark('srv.event-2019'),
  2020: mark('srv.event-2020'),
  2021: mark('srv.event-2021'),
  2022: mark('srv.event-2022'),
  2023: mark('srv.event-2023'),
} as const;

function mark(id: MarkId): Name {
  return Name.of(id);
}
