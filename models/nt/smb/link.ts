import { call, Name, Operation, SharedObject, writes, type FaultPoint, type Routine } from '../../../harness/sim';
import type { SmbRequest, SmbResponse, Transport } from '../srv/message';
import type { NtWorld } from '../world';
import { HALF_OPEN_FOUND, MESSAGE_LOST } from './marks';

export const REQUEST_SENT: FaultPoint = {
  id: 'smb.request',
  doc: 'A request is on its way to the server.',
  subjects: ['client', 'request', 'command'],
  admits: ['delay', 'hold', 'drop'],
};

export const RESPONSE_SENT: FaultPoint = {
  id: 'smb.response',
  doc: 'A response is on its way to the client.',
  subjects: ['client', 'request', 'status'],
  admits: ['delay', 'hold', 'drop'],
};

const SEND = Name.of('smb.send');
const RECEIVE = Name.of('smb.receive');
const CUT = Name.of('smb.cut');
const END = Name.of('smb.end');
const LATENCY = Name.of('smb.latency');

/** One direction of a connection: messages arrive in the order in which they were sent. */
class Channel<T> extends SharedObject {
  readonly receive: Operation;
  messages: T[] = [];
  /** Ended, by a FIN: what was sent still arrives. Cut, by an RST: it does not. */
  state: 'open' | 'ended' | 'cut' = 'open';
  arrived: T | undefined = undefined;

  /** `turn` is the object that whoever sends or receives announces. */
  constructor(
    world: NtWorld,
    readonly label: string,
    turn: number | undefined,
  ) {
    super(world.kernel);
    this.receive = new Operation(
      RECEIVE,
      [writes(turn ?? this.object)],
      () => this.messages.length > 0 || this.state !== 'open',
      () => {
        this.arrived = this.messages.shift();
      },
    );
  }

  send(message: T): boolean {
    if (this.state !== 'open') return false;
    this.messages.push(message);
    return true;
  }

  end(): void {
    if (this.state === 'open') this.state = 'ended';
  }

  cut(): void {
    this.state = 'cut';
    this.messages = [];
  }
}

/** A response, and the name of what it answers. */
interface Answer {
  readonly response: SmbResponse;
  readonly name: string;
}

/** What is at the two ends of a link. */
export interface LinkEnds {
  /** The server's end. `lost` comes once, after the last request. */
  received(request: SmbRequest): Routine;
  lost(): Routine;
  /** The client's end. `closed` comes after the last response, if it is the server that ended the link. */
  answered(response: SmbResponse): Routine;
  closed(): Routine;
  /** The network has lost something. */
  requestLost(request: SmbRequest): Routine;
  responseLost(response: SmbResponse): Routine;
}

/**
 * A network connection between a client and the server: in order, with latency, until one of them ends it. Its upward half belongs to the
 * client's state and is touched in the client's turns.
 */
export class Link implements Transport {
  readonly #up: Channel<SmbRequest>;
  readonly #down: Channel<Answer>;
  readonly #downAccess: readonly number[];
  readonly #bothAccess: readonly number[];

  constructor(
    readonly world: NtWorld,
    readonly client: { readonly label: string; readonly object: number },
  ) {
    this.#up = new Channel(world, `requests of ${client.label}`, client.object);
    this.#down = new Channel(world, `responses to ${client.label}`, undefined);
    this.#downAccess = [writes(this.#down.object)];
    this.#bothAccess = [writes(client.object), writes(this.#down.object)];
  }

  get label(): string {
    return `link of ${this.client.label}`;
  }

  /** Starts carrying messages. `name` is that of the client's connection. */
  start(name: string, ends: LinkEnds): void {
    const { kernel } = this.world;
    kernel.spawn(`${name}/up`, this.#carryUp(ends), { daemon: true });
    kernel.spawn(`${name}/down`, this.#carryDown(ends), { daemon: true });
  }

  /** The client sends a request, in a turn of its own. */
  request(message: SmbRequest): void {
    this.#up.send(message);
  }

  *send(response: SmbResponse, name: string): Routine<boolean> {
    yield new Operation(SEND, this.#downAccess);
    return this.#down.send({ response, name });
  }

  *disconnect(): Routine {
    yield new Operation(END, this.#bothAccess);
    this.#up.cut();
    this.#down.end();
  }

  /** The client ends the upward half, in a turn of its own. With a FIN what it has sent still arrives. */
  endUp(how: 'fin' | 'rst'): void {
    if (how === 'fin') this.#up.end();
    else this.#up.cut();
  }

  /** Ends the downward half: what the server has sent and has not arrived never does. */
  *cutDown(): Routine {
    yield new Operation(CUT, this.#downAccess);
    this.#down.cut();
  }

  /** The client has gone without a word: nothing comes from it any more, until the server's transport asks whether it is still there. */
  *halfOpen(): Routine {
    yield this.world.kernel.sleep(this.world.number('network.keep-alive'));
    yield new Operation(END, this.#bothAccess);
    if (this.#up.state === 'open') this.world.kernel.mark(HALF_OPEN_FOUND);
    this.#up.cut();
    this.#down.cut();
  }

  *#carryUp(ends: LinkEnds): Routine {
    const channel = this.#up;
    const { faults, kernel } = this.world;
    for (;;) {
      yield channel.receive;
      const message = channel.arrived;
      if (message === undefined) break;
      yield this.#latency();
      if (faults.watches(REQUEST_SENT)) {
        const { client, name, body } = message;
        const subjects = { client, request: name, command: body.command };
        if ((yield* call(faults.pass(REQUEST_SENT, subjects))) !== undefined) {
          kernel.mark(MESSAGE_LOST);
          yield ends.requestLost(message);
          continue;
        }
      }
      yield ends.received(message);
    }
    yield ends.lost();
  }

  *#carryDown(ends: LinkEnds): Routine {
    const channel = this.#down;
    const { faults, kernel } = this.world;
    for (;;) {
      yield channel.receive;
      const { arrived, state } = channel;
      if (arrived === undefined && state === 'ended') yield ends.closed();
      if (arrived === undefined) return;
      const { response, name } = arrived;
      yield this.#latency();
      if (faults.watches(RESPONSE_SENT)) {
        const subjects = { client: this.client.label, request: name, status: response.status };
        if ((yield* call(faults.pass(RESPONSE_SENT, subjects))) !== undefined) {
          kernel.mark(MESSAGE_LOST);
          yield ends.responseLost(response);
          continue;
        }
      }
      yield ends.answered(response);
    }
  }

  /** Timed strategies draw how long a message takes. */
  *#latency(): Routine {
    const { kernel } = this.world;
    if (!kernel.timed) return;
    const { fromTicks, toTicks } = this.world.range('network.latency');
    yield kernel.sleep(fromTicks + kernel.choose(LATENCY, toTicks - fromTicks + 1));
  }
}
