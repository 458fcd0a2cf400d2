import { call, Name, Operation, SharedObject, writes, type FaultPoint, type Routine } from '../../../harness/sim';
import type { SmbRequest, SmbResponse, Transport } from '../srv/message';
import type { NtWorld } from '../world';

export const REQUEST_SENT: FaultPoint = {
  id: 'smb.request',
  doc: 'A request is on its way to the server.',
  subjects: ['client', 'request', 'command'],
  admits: ['delay', 'hold'],
};

export const RESPONSE_SENT: FaultPoint = {
  id: 'smb.response',
  doc: 'A response is on its way to the client.',
  subjects: ['client', 'request', 'status'],
  admits: ['delay', 'hold'],
};

const SEND = Name.of('smb.send');
const RECEIVE = Name.of('smb.receive');
const CUT = Name.of('smb.cut');
const LATENCY = Name.of('smb.latency');

/** One direction of a connection: messages arrive in the order in which they were sent. */
class Channel<T> extends SharedObject {
  readonly receive: Operation;
  messages: T[] = [];
  cut = false;
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
      () => this.messages.length > 0 || this.cut,
      () => {
        this.arrived = this.messages.shift();
      },
    );
  }
}

/** What is at the two ends of a link. */
export interface LinkEnds {
  /** The server's end. `lost` comes after the last request. */
  received(request: SmbRequest): Routine;
  lost(): Routine;
  /** The client's end. */
  answered(response: SmbResponse): Routine;
  /** The name that the scenario has for the request with this MID. */
  nameOf(mid: number): string;
}

/**
 * A network connection between a client and the server: in order, nothing lost, with latency, until it is cut. Its upward half belongs to
 * the client's state and is touched in the client's turns.
 */
export class Link implements Transport {
  readonly #up: Channel<SmbRequest>;
  readonly #down: Channel<SmbResponse>;
  readonly #downAccess: readonly number[];

  constructor(
    readonly world: NtWorld,
    readonly client: { readonly label: string; readonly object: number },
  ) {
    this.#up = new Channel(world, `requests of ${client.label}`, client.object);
    this.#down = new Channel(world, `responses to ${client.label}`, undefined);
    this.#downAccess = [writes(this.#down.object)];
  }

  get label(): string {
    return `link of ${this.client.label}`;
  }

  /** Starts carrying messages. */
  start(ends: LinkEnds): void {
    const { kernel } = this.world;
    kernel.spawn(`${this.client.label}/up`, this.#carryUp(ends), { daemon: true });
    kernel.spawn(`${this.client.label}/down`, this.#carryDown(ends), { daemon: true });
  }

  /** The client sends a request, in a turn of its own. */
  request(message: SmbRequest): void {
    if (!this.#up.cut) this.#up.messages.push(message);
  }

  *send(response: SmbResponse): Routine<boolean> {
    yield new Operation(SEND, this.#downAccess);
    if (this.#down.cut) return false;
    this.#down.messages.push(response);
    return true;
  }

  /** Ends the upward half, in a turn of the client's: what it has sent still arrives. */
  cutUp(): void {
    this.#up.cut = true;
  }

  /** Ends the downward half: what the server has sent and has not arrived never does. */
  *cutDown(): Routine {
    yield new Operation(CUT, this.#downAccess);
    this.#down.cut = true;
    this.#down.messages = [];
  }

  *#carryUp(ends: LinkEnds): Routine {
    const channel = this.#up;
    for (;;) {
      yield channel.receive;
      const message = channel.arrived;
      if (message === undefined) break;
      yield this.#latency();
      if (this.world.faults.watches(REQUEST_SENT)) {
        const { client, name, body } = message;
        const subjects = { client, request: name, command: body.command };
        yield* call(this.world.faults.pass(REQUEST_SENT, subjects));
      }
      yield ends.received(message);
    }
    yield ends.lost();
  }

  *#carryDown(ends: LinkEnds): Routine {
    const channel = this.#down;
    for (;;) {
      yield channel.receive;
      const response = channel.arrived;
      if (response === undefined) return;
      yield this.#latency();
      if (this.world.faults.watches(RESPONSE_SENT)) {
        const { status, mid } = response;
        const subjects = { client: this.client.label, request: ends.nameOf(mid), status };
        yield* call(this.world.faults.pass(RESPONSE_SENT, subjects));
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
