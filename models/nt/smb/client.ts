import {
  call,
  GuardedObject,
  Name,
  Operation,
  SharedObject,
  writes,
  type Handle,
  type Routine,
} from '../../../harness/sim';
import type { SmbCommand, SmbResponse } from '../srv/message';
import type { Server } from '../srv/server';
import type { NtStatus } from '../status';
import type { NtWorld } from '../world';
import { ClientConnection, SentRequest, type Header } from './client-connection';
import { CANCELLED_BEFORE_SENT, TIMED_OUT } from './marks';

const ANSWERED = Name.of('smb.answered');
const TURN = Name.of('smb.turn');
const SETTLED = Name.of('smb.settled');

/** A file that a client has open. */
export class FileHandle extends GuardedObject implements Handle {
  readonly kind = 'handle';
  closed = false;

  constructor(
    readonly on: ClientConnection,
    readonly fid: number,
    /** Of the tree connect that it was opened through, and the process that has it open. */
    readonly header: Header,
    readonly path: string,
  ) {
    super(on.client.world.kernel);
  }

  get label(): string {
    return `handle of ${this.on.label} on ${this.path}`;
  }
}

/**
 * A client machine with its redirector. Its steps, and the faults done in its name, run as tasks of it, which touch its state in turns only:
 * after `yield client.turn`, or having waited for an answer.
 */
export class SmbClient extends SharedObject {
  readonly turn: Operation;
  /** As `turn`, once nothing is outstanding that could still be answered. */
  readonly settled: Operation;
  readonly #received: Operation;
  /** The one that it uses. */
  connection: ClientConnection | undefined = undefined;
  /** Every one that it has had. */
  connections: ClientConnection[] = [];
  handles: FileHandle[] = [];
  timeouts = 0;

  constructor(
    readonly world: NtWorld,
    readonly server: Server,
    readonly label: string,
  ) {
    super(world.kernel);
    const access = [writes(this.object)];
    this.turn = new Operation(TURN, access);
    this.settled = new Operation(SETTLED, access, () => this.connections.every(isSettled));
    this.#received = new Operation(ANSWERED, access);
  }

  /** What an operation of this client's is sent with: the first tree connect, and the process that is meant. */
  header(options: { readonly tree?: number; readonly process?: number } = {}): Header {
    const { tree = 1, process = 1 } = options;
    return { uid: this.connection?.uid ?? 0, tid: this.connection?.tids[tree - 1] ?? 0, pid: process };
  }

  /** Connects, sets up a session and connects to the share. A client that does so again begins anew: its earlier sessions are to end. */
  *connect(): Routine<NtStatus> {
    yield this.turn;
    const before = this.connections.length;
    const made = new ClientConnection(this, before === 0 ? this.label : `${this.label}/${before + 1}`);
    this.connections.push(made);
    const accepted = yield* call(this.server.accept(this.label, made.link));
    if (typeof accepted === 'string') {
      return accepted === 'refused' ? 'STATUS_CONNECTION_REFUSED' : 'STATUS_INSUFF_SERVER_RESOURCES';
    }
    yield this.turn;
    made.open(accepted);
    this.connection = made;
    const body = { command: 'SESSION_SETUP', replaces: before > 0 } as const;
    const request = new SentRequest(made, `${this.label} session setup`, { uid: 0, tid: 0, pid: 1 }, body);
    made.send(request);
    yield request.answered;
    const { uid = 0, tid = 0, maxWriteBytes = Infinity } = request.raw ?? {};
    made.uid = uid;
    made.tids = [tid];
    made.maxWriteBytes = maxWriteBytes;
    return request.raw?.status ?? 'STATUS_LOCAL_DISCONNECT';
  }

  /** Sends a request, when there is a place for it, and goes on. Without a connection it is answered at once. */
  *send(body: SmbCommand, name: string, file?: FileHandle, header?: Header): Routine<SentRequest> {
    yield this.turn;
    const on = file?.on ?? this.connection ?? new ClientConnection(this, this.label);
    const request = new SentRequest(on, name, header ?? file?.header ?? this.header(), body);
    on.send(request);
    return request;
  }

  /** Sends a request and waits for its response; what follows is a turn of the client's. */
  *exchange(body: SmbCommand, name: string, file?: FileHandle, header?: Header): Routine<SmbResponse> {
    const request = yield* call(this.send(body, name, file, header));
    yield request.answered;
    return request.raw ?? { mid: 0, status: 'STATUS_LOCAL_DISCONNECT' };
  }

  /** Puts a cancel for a request on the wire, through the tree connect and in the name of the process that it came from, or of others. */
  *cancel(request: SentRequest, from: { readonly tree?: number; readonly process?: number } = {}): Routine {
    yield this.turn;
    const { on, header, label } = request;
    const tid = from.tree === undefined ? header.tid : (on.tids[from.tree - 1] ?? 0);
    const pid = from.process ?? header.pid;
    if (!on.cancel(request, { ...header, tid, pid }, `cancel of ${label}`))
      this.world.kernel.mark(CANCELLED_BEFORE_SENT);
  }

  /** Drops its connection; false when there was none. */
  *disconnect(how: 'fin' | 'rst'): Routine<boolean> {
    yield this.turn;
    const { connection } = this;
    if (connection === undefined) return false;
    this.connection = undefined;
    return yield* call(this.#end(connection, how));
  }

  /** Drops all that it has. */
  *disconnectAll(): Routine {
    yield this.turn;
    this.connection = undefined;
    for (const connection of [...this.connections]) {
      yield this.turn;
      yield this.#end(connection, 'fin');
    }
  }

  /** The machine dies: nothing of what it was connected to is told. False when that was nothing. */
  *die(): Routine<boolean> {
    yield this.turn;
    const open = this.connections.filter((connection) => connection.isOpen);
    this.connection = undefined;
    for (const connection of open) {
      connection.close();
      this.world.kernel.spawn(`${connection.label}/keep-alive`, connection.link.halfOpen());
    }
    return open.length > 0;
  }

  *received(connection: ClientConnection, response: SmbResponse): Routine {
    yield this.#received;
    connection.received(response);
  }

  /** The server has ended a connection. */
  *closed(connection: ClientConnection): Routine {
    yield this.turn;
    if (this.connection === connection) this.connection = undefined;
    connection.close();
  }

  /** The network has lost a message. Whoever waits for an answer to it gives up after a while; notify requests wait for ever. */
  *lost(connection: ClientConnection, mid: number | undefined): Routine {
    yield this.turn;
    const request = mid === undefined ? undefined : connection.outstanding.get(mid);
    if (request === undefined) return;
    request.lost = true;
    if (request.body.command === 'NT_TRANSACT_NOTIFY_CHANGE') return;
    this.world.kernel.spawn(`${this.label}/timeout ${++this.timeouts}`, this.#timeout(request));
  }

  *#timeout(request: SentRequest): Routine {
    yield this.world.kernel.sleep(this.world.number('smb.timeout'));
    yield this.turn;
    if (request.response !== undefined) return;
    this.world.kernel.mark(TIMED_OUT);
    if (this.connection === request.on) this.connection = undefined;
    yield this.#end(request.on, 'rst');
  }

  *#end(connection: ClientConnection, how: 'fin' | 'rst'): Routine<boolean> {
    if (!connection.isOpen) return false;
    connection.link.endUp(how);
    connection.close();
    yield connection.link.cutDown();
    return true;
  }
}

function isSettled({ outstanding, waiting }: ClientConnection): boolean {
  for (const { lost } of outstanding.values()) if (!lost) return false;
  return waiting.length === 0;
}
