import {
  call,
  GuardedObject,
  Name,
  Operation,
  SharedObject,
  writes,
  type Handle,
  type Request,
  type Response,
  type Routine,
} from '../../../harness/sim';
import type { Connection } from '../srv/connection';
import { srvDisconnect } from '../srv/disconnect';
import type { SmbCommand, SmbResponse } from '../srv/message';
import type { Server } from '../srv/server';
import type { NtStatus } from '../status';
import type { NtWorld } from '../world';
import { Link } from './link';

const ANSWERED = Name.of('smb.answered');
const TURN = Name.of('smb.turn');
const SETTLED = Name.of('smb.settled');
const WAIT = Name.of('smb.wait');

/** A file that a client has open. */
export class FileHandle extends GuardedObject implements Handle {
  readonly kind = 'handle';
  closed = false;

  constructor(
    readonly client: SmbClient,
    readonly fid: number,
    readonly path: string,
  ) {
    super(client.world.kernel);
  }

  get label(): string {
    return `handle of ${this.client.label} on ${this.path}`;
  }
}

/** A request that has been sent: its MID, and the response once that has come. Part of its client's state. */
export class SentRequest extends GuardedObject implements Request {
  readonly kind = 'request';
  /** The client's: an answer is a change of the client. */
  readonly object: number;
  response: Response | undefined = undefined;
  /** The raw response, with what it says of FIDs and UIDs. */
  raw: SmbResponse | undefined = undefined;

  constructor(
    client: SmbClient,
    readonly label: string,
    readonly mid: number,
  ) {
    super(client.world.kernel);
    this.object = client.object;
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

/**
 * A client machine with one connection to the server. Its steps, and the faults done in its name, run as tasks of it, which touch its state
 * in turns only: after `yield client.turn`, or having waited for an answer.
 */
export class SmbClient extends SharedObject {
  readonly turn: Operation;
  /** As `turn`, once nothing is outstanding. */
  readonly settled: Operation;
  readonly #received: Operation;
  link: Link | undefined = undefined;
  /** The server's end of the link, for faults that strike there. */
  connection: Connection | undefined = undefined;
  uid = 0;
  /** Of its tree connects, in the order in which they were made; what it does goes through the first. */
  tids: number[] = [];
  nextMid = 1;
  /** What has been sent and not been answered, by MID. */
  outstanding = new Map<number, SentRequest>();
  handles: FileHandle[] = [];

  constructor(
    readonly world: NtWorld,
    readonly server: Server,
    readonly label: string,
  ) {
    super(world.kernel);
    const access = [writes(this.object)];
    this.turn = new Operation(TURN, access);
    this.settled = new Operation(SETTLED, access, () => this.outstanding.size === 0);
    this.#received = new Operation(ANSWERED, access);
  }

  /** Connects, sets up a session and connects to the share. */
  *connect(): Routine<NtStatus> {
    const link = new Link(this.world, this);
    const connection = yield* call(this.server.accept(this.label, link));
    if (connection === undefined) return 'STATUS_INSUFF_SERVER_RESOURCES';
    yield this.turn;
    this.link = link;
    this.connection = connection;
    link.start(this.#ends(connection));
    const response = yield* call(this.exchange({ command: 'SESSION_SETUP' }, `${this.label} session setup`));
    this.uid = response.uid ?? 0;
    this.tids = [response.tid ?? 0];
    return response.status;
  }

  /** Sends a request and goes on. Without a connection it is answered at once. */
  *send(body: SmbCommand, name: string, tree = 1): Routine<SentRequest> {
    yield this.turn;
    const mid = this.nextMid++;
    const request = new SentRequest(this, name, mid);
    if (this.link === undefined) {
      request.answer({ mid, status: 'STATUS_LOCAL_DISCONNECT' });
      return request;
    }
    this.outstanding.set(mid, request);
    const tid = this.tids[tree - 1] ?? 0;
    this.link.request({ uid: this.uid, tid, pid: 1, mid, client: this.label, name, body });
    return request;
  }

  /** Sends a request and waits for its response; what follows is a turn of the client's. */
  *exchange(body: SmbCommand, name: string, tree?: number): Routine<SmbResponse> {
    const request = yield* call(this.send(body, name, tree));
    yield request.answered;
    return request.raw ?? { mid: request.mid, status: 'STATUS_LOCAL_DISCONNECT' };
  }

  /** Puts an NT_CANCEL for a request on the wire. */
  *cancel(request: SentRequest): Routine {
    yield this.turn;
    const { uid } = this;
    const tid = this.tids[0] ?? 0;
    const name = `cancel of ${request.label}`;
    const body = { command: 'NT_CANCEL' } as const;
    this.link?.request({ uid, tid, pid: 1, mid: request.mid, client: this.label, name, body });
  }

  /** Drops the connection; false when there was none. What is outstanding is never answered by the server. */
  *disconnect(): Routine<boolean> {
    yield this.turn;
    const { link } = this;
    if (link === undefined) return false;
    this.link = undefined;
    link.cutUp();
    for (const handle of this.handles) handle.closed = true;
    for (const request of this.outstanding.values()) {
      request.answer({ mid: request.mid, status: 'STATUS_LOCAL_DISCONNECT' });
    }
    this.outstanding.clear();
    yield link.cutDown();
    return true;
  }

  #ends(connection: Connection): Parameters<Link['start']>[0] {
    const { server } = this;
    return {
      received: (request) => server.receive(connection, request),
      lost: () => server.queue.insertRoutine({ label: connection.label, run: () => srvDisconnect(connection) }),
      answered: (response) => this.#answered(response),
      nameOf: (mid) => this.outstanding.get(mid)?.label ?? '',
    };
  }

  *#answered(response: SmbResponse): Routine {
    yield this.#received;
    const request = this.outstanding.get(response.mid);
    this.outstanding.delete(response.mid);
    request?.answer(response);
  }
}
