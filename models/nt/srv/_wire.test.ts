// A client without a transport, for the tests beside this file.
import { assert, call, type Routine, type Values } from '../../../harness/sim';
import { Executive } from '../ex/executive';
import { fatMountVolume } from '../fsd/volume';
import { FILTERS } from '../fsrtl/filters';
import { Io } from '../io/io';
import { SETTINGS } from '../settings';
import type { NtWorld } from '../world';
import type { Connection } from './connection';
import type { SmbCommand, SmbRequest, SmbResponse } from './message';
import { Server } from './server';

/** The settings of a scenario that says nothing about its system. */
export const DEFAULTS: Values = Object.fromEntries(
  Object.entries(SETTINGS).map(([key, field]) => [key, 'default' in field ? field.default : undefined]),
);

/** The words of a header that name a request. */
type Header = Pick<SmbRequest, 'uid' | 'tid' | 'pid' | 'mid' | 'asyncId' | 'creditCharge' | 'creditRequest'>;

/** What it sends is received, what it is answered is kept. */
export class Wire {
  readonly responses: SmbResponse[] = [];
  connection: Connection | undefined;
  header: Header = { uid: 0, tid: 0, pid: 1, mid: 0, creditRequest: 8 };
  fid = 0;
  isDisconnected = false;

  constructor(
    readonly server: Server,
    readonly client: string,
  ) {}

  /** Connects, logs on and opens the directory. */
  *open(): Routine {
    const { responses } = this;
    const drop = (): void => {
      this.isDisconnected = true;
    };
    const transport = {
      label: this.client,
      *send(response: SmbResponse): Routine<boolean> {
        responses.push(response);
        return true;
      },
      *disconnect(): Routine {
        drop();
      },
    };
    const accepted = yield* call(this.server.accept(this.client, transport));
    assert(typeof accepted !== 'string', 'the server takes connections');
    this.connection = accepted;
    const { uid, tid } = yield* call(this.#exchange(0, { command: 'SESSION_SETUP', replaces: false }));
    this.header = { ...this.header, uid: uid ?? 0, tid: tid ?? 0 };
    const path = {
      path: '\\docs',
      disposition: 'open',
      directory: true,
      deleteOnClose: false,
      access: 'everything',
    } as const;
    this.fid = (yield* call(this.#exchange(1, { command: 'NT_CREATE', ...path }))).fid ?? 0;
  }

  /** Sends a request and goes on. */
  *post(body: SmbCommand, header: Partial<Header>): Routine {
    assert(this.connection !== undefined, 'the wire is open');
    const { client } = this;
    yield this.server.receive(this.connection, { ...this.header, ...header, client, name: body.command, body });
  }

  /** Sends a request and lets the server come to rest with it. */
  *send(body: SmbCommand, header: Partial<Header>): Routine {
    yield this.post(body, header);
    yield this.server.io.world.kernel.sleep(1); // time passes when nothing else is left to do
  }

  get notifyChange(): SmbCommand {
    const asked = { fid: this.fid, filter: FILTERS['file-name'], watchTree: false, maxParameterCount: 100 };
    return { command: 'NT_TRANSACT_NOTIFY_CHANGE', ...asked };
  }

  notify(header: Partial<Header>): Routine {
    return this.send(this.notifyChange, header);
  }

  cancel(header: Partial<Header>): Routine {
    return this.send({ command: 'NT_CANCEL' }, header);
  }

  *change(): Routine {
    yield* call(
      this.#exchange(3, {
        command: 'NT_CREATE',
        path: '\\docs\\a',
        disposition: 'create',
        directory: false,
        deleteOnClose: false,
        access: 'everything',
      }),
    );
  }

  *#exchange(mid: number, body: SmbCommand): Routine<SmbResponse> {
    yield this.send(body, { mid });
    const response = this.responses.find((one) => one.mid === mid);
    assert(response !== undefined, () => `the server is at rest and has answered ${body.command}`);
    return response;
  }
}

/** A server that has started, on a volume with one directory. Needs the settings of DEFAULTS. */
export function* started(world: NtWorld): Routine<Server> {
  const io = new Io(world, new Executive(world));
  const server = new Server(io, yield* call(fatMountVolume(io, 'C:', ['\\docs'])));
  yield server.start();
  return server;
}
