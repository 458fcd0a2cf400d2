import type { SmbRequest } from './message';

/** What bounds the requests that a client has under way on one connection. Guarded by the connection's lock. */
export interface FlowControl {
  /** A request has come. False when the client had no right to send it, which ends the connection. */
  take(request: SmbRequest): boolean;
  /** A request is about to be answered: its place is free. Answers the credits that go with the response. */
  give(request: SmbRequest, response: 'interim' | 'final' | 'final after interim'): number;
  /** The connection has ended, and with it what its client was entitled to. */
  end(): void;
}
