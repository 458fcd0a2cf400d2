import {
  GuardedObject,
  Operation,
  removeFrom,
  SharedObject,
  Name,
  writes,
  type Request,
  type Response,
} from '../../../harness/sim';
import type { Connection } from '../srv/connection';
import { srvDisconnect } from '../srv/disconnect';
import type { SmbCommand, SmbRequest, SmbResponse } from '../srv/message';
import type { NtStatus } from '../status';
import { clientFlow, type ClientFlow } from './client-flow';
import type { SmbClient } from './client';
import { Link, type LinkEnds } from './link';
import { REQUEST_WAITED } from './marks';

const WAIT = Name.of('smb.wait');

/** The words of a header that its sender chooses. */
export interface Header {
  readonly uid: number;
  readonly tid: number;
  readonly pid: number;
}

/** A request of a client's: sent, or waiting to be, and the response once that has come. Part of its client's state. */
export class SentRequest extends GuardedObject implements Request {
  readonly kind = 'request';
  /** The client's: an answer is a change of the client. */
  readonly object: number;
  response: Response | undefined = undefined;
  /** The raw response, with what it says of FIDs and UIDs. */
  raw: SmbResponse | undefined = undefined;
  /** As it is on the wire; undefined while it waits for a place. */
  sent: SmbRequest | undefined = undefined;
  /** SMB2: told by its interim response. */
  asyncId: number | undefined = undefined;
  /** The network has lost it, or its response: it will never be answered. */
  lost = false;

  constructor(
    readonly on: ClientConnection,
    readonly label: string,
    readonly header: Header,
    readonly body: SmbCommand,
  ) {
    super(on.client.world.kernel);
    this.object = on.client.object;
  }

  answer(response: SmbResponse): void {
    this.raw = response;
    const { status, information, records } = response;
    this.response = { status, information, records };
  }

  /** Waits for the response; what follows is a turn of the client's. */
  get answered(): Operation {
    return new Operation(WAIT, [writes(this.object)], () => this.response !== undefined);
  }
}

/** A client's end of a connection, with its session. Part of the client's state: touched in its turns only. */
export class ClientConnection extends SharedObject {
  readonly link: Link;
  /** The server's end, for faults that strike there. */
  connection: Connection | undefined = undefined;
  uid = 0;
  /** Tree connects, in the order in which they were made. */
  tids: number[] = [];
  /** What a write may carry at most. */
  maxWriteBytes = Infinity;
  /** The client can send by it. */
  isOpen = false;
  /** What has been sent and not been answered, by MID. */
  outstanding = new Map<number, SentRequest>();
  /** What waits for a place, in the order in which it was asked for. */
  waiting: SentRequest[] = [];
  readonly #flow: ClientFlow;

  constructor(
    readonly client: SmbClient,
    readonly label: string,
  ) {
    super(client.world.kernel);
    this.link = new Link(client.world, client);
    this.#flow = clientFlow(client.world);
  }

  get isFull(): boolean {
    return this.#flow.isFull;
  }

  /** The server has accepted it. */
  open(connection: Connection): void {
    this.connection = connection;
    this.isOpen = true;
    this.link.start(this.label, this.#ends(connection));
  }

  /** Sends a request, or has it wait for a place. Without a connection it is answered at once. */
  send(request: SentRequest): void {
    if (!this.isOpen) request.answer({ mid: 0, status: 'STATUS_LOCAL_DISCONNECT' });
    else {
      this.waiting.push(request);
      this.#sendWaiting();
      if (request.sent === undefined) this.client.world.kernel.mark(REQUEST_WAITED);
    }
  }

  /** Puts a cancel on the wire, with this header; or, for what still waits, answers it here. False: it waited. */
  cancel(request: SentRequest, header: Header, name: string): boolean {
    const { sent, asyncId } = request;
    if (sent === undefined) {
      removeFrom(this.waiting, request);
      if (request.response === undefined) request.answer({ mid: 0, status: 'STATUS_CANCELLED' });
      return false;
    }
    const { mid, client } = sent;
    this.link.request({ ...header, mid, asyncId, client, name, body: { command: 'NT_CANCEL' } });
    return true;
  }

  /** A response has come. An interim one only says how to cancel the request. */
  received(response: SmbResponse): void {
    const request = this.outstanding.get(response.mid);
    const isFinal = response.status !== 'STATUS_PENDING';
    if (request === undefined) return;
    this.#flow.answered(response, isFinal);
    if (isFinal) {
      this.outstanding.delete(response.mid);
      request.answer(response);
    } else request.asyncId = response.asyncId;
    this.#sendWaiting();
  }

  /** Nothing can be sent or received any more: what is outstanding is never answered by the server. */
  close(): void {
    this.isOpen = false;
    const unanswered = [...this.outstanding.values(), ...this.waiting];
    this.outstanding.clear();
    this.waiting = [];
    for (const request of unanswered) request.answer({ mid: 0, status: 'STATUS_LOCAL_DISCONNECT' });
    for (const file of this.client.handles) if (file.on === this) file.closed = true;
  }

  /** Answers what has not been sent yet. */
  abandonWaiting(status: NtStatus): void {
    const { waiting } = this;
    this.waiting = [];
    for (const request of waiting) request.answer({ mid: 0, status });
  }

  #sendWaiting(): void {
    for (const request of [...this.waiting]) {
      const place = this.#flow.admit(request.body);
      if (place === undefined && this.#flow.isStrict) return;
      if (place === undefined) continue;
      removeFrom(this.waiting, request);
      const { label, body } = request;
      const { uid, tid, pid } = request.header;
      const { mid, creditCharge, creditRequest } = place;
      const client = this.client.label;
      const sent = { uid, tid, pid, mid, creditCharge, creditRequest, client, name: label, body };
      request.sent = sent satisfies Omit<Record<keyof SmbRequest, unknown>, 'asyncId'>;
      this.outstanding.set(place.mid, request);
      this.link.request(request.sent);
    }
  }

  #ends(connection: Connection): LinkEnds {
    const { client } = this;
    const { server } = client;
    return {
      received: (request) => server.receive(connection, request),
      lost: () => server.queue.insertRoutine({ label: connection.label, run: () => srvDisconnect(connection) }),
      answered: (response) => client.received(this, response),
      closed: () => client.closed(this),
      requestLost: ({ mid, body }) => client.lost(this, body.command === 'NT_CANCEL' ? undefined : mid),
      responseLost: ({ mid, status }) => client.lost(this, status === 'STATUS_PENDING' ? undefined : mid),
    };
  }
}
