import { Name } from '../../../harness/sim';

/** Places of the server's that searches should reach. */
export const SRV_MARK_DOCS = {
  'srv.event-2020': 'SRV logged that paged pool is empty',
  'srv.request-refused': 'a request was refused for want of memory',
} as const;

export const EVENT_2020 = Name.of('srv.event-2020');
export const REQUEST_REFUSED = Name.of('srv.request-refused');
