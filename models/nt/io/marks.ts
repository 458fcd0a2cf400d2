import { Name } from '../../../harness/sim';

/** Places of the I/O manager's that searches should reach. */
export const IO_MARK_DOCS = {
  'io.answer-copied':
    'the final stage of completion copied an answer to its requestor and freed the buffer that it came in',
  'io.answer-lost': 'the final stage of completion could not write to its requestor’s buffer',
  'io.cancelled-by-thread': 'NtCancelIoFile found a request of its own thread',
  'io.thread-run-down': 'a thread ended with requests under way, and they were cancelled',
  'io.waited-synchronously': 'a request on a synchronous file was waited for in its caller’s thread',
  'io.wait-alerted': 'the wait for a request on a synchronous file ended with its thread',
} as const;

type MarkId = keyof typeof IO_MARK_DOCS;

/** The marks by id. */
export const IO_MARK: { readonly [K in MarkId]: Name } = Object.fromEntries(
  Object.keys(IO_MARK_DOCS).map((id) => [id, Name.of(id)]),
) as { [K in MarkId]: Name };
