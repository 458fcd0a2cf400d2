import { Name } from '../../../harness/sim';

/** Places of the clients' and the network's that searches should reach. */
export const SMB_MARK_DOCS = {
  'smb.request-waited': 'a request waited in its client for an MPX slot or for credits',
  'smb.cancelled-before-sent': 'a request was cancelled while it waited in its client',
  'smb.message-lost': 'the network lost a message',
  'smb.timed-out': 'a client gave its connection up because an answer did not come',
  'smb.half-open-found': 'the server’s transport noticed that a client had gone without a word',
} as const;

export const REQUEST_WAITED = mark('smb.request-waited');
export const CANCELLED_BEFORE_SENT = mark('smb.cancelled-before-sent');
export const MESSAGE_LOST = mark('smb.message-lost');
export const TIMED_OUT = mark('smb.timed-out');
export const HALF_OPEN_FOUND = mark('smb.half-open-found');

function mark(id: keyof typeof SMB_MARK_DOCS): Name {
  return Name.of(id);
}
