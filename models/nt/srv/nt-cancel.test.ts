import test from 'ava';
import { assert, call, type Routine, type Values } from '../../../harness/sim';
import { Executive } from '../ex/executive';
import { fatMountVolume } from '../fsd/volume';
import { FILTERS } from '../fsrtl/filters';
import { Io } from '../io/io';
import { play } from '../_machine.test';
import { SETTINGS } from '../settings';
import type { NtWorld } from '../world';
import type { Connection } from './connection';
import type { SmbCommand, SmbRequest, SmbResponse } from './message';
import { Server } from './server';

const DEFAULTS: Values = Object.fromEntries(
  Object.entries(SETTINGS).map(([key, field]) => [key, 'default' in field ? field.default : undefined]),
);

/** The words of a header that name a request. */
type Header = Pick<SmbRequest, 'uid' | 'tid' | 'pid' | 'mid'>;

/** A client without a transport: what it sends is received, what it is answered is kept. */
class Wire {
  readonly responses: SmbResponse[] = [];
  connection: Connection | undefined;
  header: Header = { uid: 0, tid: 0, pid: 1, mid: 0 };
  fid = 0;

  constructor(
    readonly server: Server,
    readonly client: string,
  ) {}

  /** Connects, logs on and opens the directory. */
  *open(): Routine {
    const { responses } = this;
    const transport = {
      label: this.client,
      *send(response: SmbResponse): Routine<boolean> {
        responses.push(response);
        return true;
      },
    };
    this.connection = yield* call(this.server.accept(this.client, transport));
    const { uid, tid } = yield* call(this.#exchange(1, { command: 'SESSION_SETUP' }));
    this.header = { ...this.header, uid: uid ?? 0, tid: tid ?? 0 };
    const path = { path: '\\docs', disposition: 'open', directory: true } as const;
    this.fid = (yield* call(this.#exchange(2, { command: 'NT_CREATE', ...path }))).fid ?? 0;
  }

  /** Sends a request and lets the server come to rest with it. */
  *send(body: SmbCommand, header: Partial<Header>): Routine {
    assert(this.connection !== undefined, 'the wire is open');
    const { client } = this;
    yield this.server.receive(this.connection, { ...this.header, ...header, client, name: body.command, body });
    yield this.server.io.world.kernel.sleep(1); // time passes when nothing else is left to do
  }

  notify(header: Partial<Header>): Routine {
    const asked = { fid: this.fid, filter: FILTERS['file-name'], watchTree: false, maxParameterCount: 100 };
    return this.send({ command: 'NT_TRANSACT_NOTIFY_CHANGE', ...asked }, header);
  }

  cancel(header: Partial<Header>): Routine {
    return this.send({ command: 'NT_CANCEL' }, header);
  }

  *change(): Routine {
    yield* call(
      this.#exchange(3, { command: 'NT_CREATE', path: '\\docs\\a', disposition: 'create', directory: false }),
    );
  }

  *#exchange(mid: number, body: SmbCommand): Routine<SmbResponse> {
    yield this.send(body, { mid });
    const response = this.responses.find((one) => one.mid === mid);
    assert(response !== undefined, () => `the server is at rest and has answered ${body.command}`);
    return response;
  }
}

/**
 * What a client with a notify request of MID 7 does, how its requests from that MID on are answered, and how many stay pending.
 * NT_CANCEL has no answer of its own.
 */
const cancels: readonly (readonly [
  name: string,
  act: (wire: Wire, other: Wire) => Routine,
  answers: readonly string[],
  pending: number,
])[] = [
  ['nothing', function* () {}, [], 1],
  ['the same four words', (wire) => wire.cancel({ mid: 7 }), ['7 STATUS_CANCELLED'], 0],
  ['another UID', (wire) => wire.cancel({ mid: 7, uid: 99 }), [], 1],
  ['another TID', (wire) => wire.cancel({ mid: 7, tid: 99 }), [], 1],
  ['another PID', (wire) => wire.cancel({ mid: 7, pid: 99 }), [], 1],
  ['another MID', (wire) => wire.cancel({ mid: 8 }), [], 1],
  ['the same four words on another connection', (_wire, other) => other.cancel({ mid: 7 }), [], 1],
  [
    'the same four words twice',
    function* (wire) {
      yield wire.cancel({ mid: 7 });
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_CANCELLED'],
    0,
  ],
  [
    'the words of two requests',
    function* (wire) {
      yield wire.notify({ mid: 7 });
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_CANCELLED', '7 STATUS_CANCELLED'],
    0,
  ],
  [
    'the older of two',
    function* (wire) {
      yield wire.notify({ mid: 8 });
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_CANCELLED'],
    1,
  ],
  [
    'one that has been answered',
    function* (wire) {
      yield wire.change();
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_SUCCESS'],
    0,
  ],
  [
    'one that is not there yet',
    function* (wire) {
      yield wire.cancel({ mid: 8 });
      yield wire.notify({ mid: 8 });
    },
    [],
    2,
  ],
];

for (const [name, act, answers, pending] of cancels) {
  test(`NT_CANCEL of ${name}: answered ${answers.join(', ') || 'nothing'}, ${pending} pending`, (t) => {
    const seen: string[] = [];
    let left = -1;
    const kept = { requests: 0, contexts: -1 };
    const user = function* (world: NtWorld): Routine {
      const io = new Io(world, new Executive(world));
      const server = new Server(io, yield* call(fatMountVolume(io, 'C:', ['\\docs'])));
      yield server.start();
      const [wire, other] = [new Wire(server, 'alice'), new Wire(server, 'bob')];
      yield wire.open();
      yield other.open();
      yield wire.notify({ mid: 7 });
      yield act(wire, other);
      const answered = [...wire.responses, ...other.responses].filter(({ mid }) => mid >= 7);
      seen.push(...answered.map(({ mid, status }) => `${mid} ${status}`));
      left = wire.connection?.pending.length ?? -1;
      kept.contexts = server.contexts.total - server.contexts.free.length;
    };
    const listeners = {
      requestAccepted: () => void kept.requests++,
      requestForgotten: () => void kept.requests--,
    };
    play((world) => ({ user: user(world) }), { settings: DEFAULTS, listeners });
    t.deepEqual(seen, answers);
    t.is(left, pending, 'entries in the table of pending requests');
    t.deepEqual(kept, { requests: pending, contexts: pending }, 'what is not pending has been given back');
  });
}
