import {
  assert,
  call,
  type ClientOperation,
  type Performed,
  type Routine,
  type Value,
  type Values,
} from '../../../harness/sim';
import { FILTERS, type FilterName } from '../fsrtl/filters';
import { FILE_TIMES, type Disposition } from '../io/irp';
import type { SmbCommand, SmbResponse } from '../srv/message';
import type { NtSystem } from '../system';
import { FileHandle, SentRequest, type SmbClient } from './client';

type NtOperation = ClientOperation<NtSystem, SmbClient>;

const PATH = { type: 'text', doc: 'path on the share, from its root', pattern: '^\\\\', required: true } as const;
const HANDLE = { type: 'handle', doc: 'the open file', required: true } as const;

const BASIC = {
  attributes: { type: 'choice', of: ['normal', 'hidden', 'read-only'], doc: 'the new attributes' },
  times: { type: 'set', of: [...FILE_TIMES], doc: 'which times', default: [] },
} as const;

/** What a client of the model can do, by the names that scenarios use. */
export const OPERATIONS: Readonly<Record<string, NtOperation>> = {
  connect: {
    doc: 'Connects to the server, logs on and connects to its share.',
    fields: {},
    *perform(_system, client): Routine<Performed> {
      return { response: { status: yield* call(client.connect()) } };
    },
    *random(_system, client): Routine<Values | undefined> {
      yield client.turn;
      return client.link === undefined ? {} : undefined;
    },
  },
  open: {
    doc: 'Opens a file or directory that exists (NT_CREATE_ANDX).',
    fields: {
      path: PATH,
      'delete-on-close': { type: 'boolean', doc: 'whether closing it marks it for deletion', default: false },
    },
    scalar: 'path',
    makes: 'handle',
    perform: (_system, client, values, name) =>
      openFile(client, text(values.path), values['delete-on-close'] === true, name),
    random: (system, client, draw) =>
      ifConnected(client, () => {
        const path = draw(3) < 2 ? system.directory(draw) : system.path(draw);
        return { path, 'delete-on-close': draw(4) === 3 };
      }),
  },
  create: {
    doc: 'Creates a file and closes it again.',
    fields: {
      path: PATH,
      overwrite: { type: 'boolean', doc: 'whether a file that exists is emptied instead of refused', default: false },
    },
    scalar: 'path',
    perform: (_system, client, values, name) =>
      createFile(client, text(values.path), { disposition: values.overwrite === true ? 'overwrite' : 'create' }, name),
    random: (system, client, draw) =>
      ifConnected(client, () => ({ path: system.path(draw), overwrite: draw(2) === 1 })),
  },
  mkdir: {
    doc: 'Creates a directory.',
    fields: { path: PATH },
    scalar: 'path',
    perform: (_system, client, values, name) => createFile(client, text(values.path), { directory: true }, name),
    random: (system, client, draw) => ifConnected(client, () => ({ path: `${system.directory(draw)}\\d` })),
  },
  write: {
    doc: 'Writes to an open file.',
    fields: { on: HANDLE, bytes: { type: 'size', doc: 'how much', minimum: 1, maximum: 1 << 30, default: 512 } },
    scalar: 'on',
    perform: (_system, client, values, name) =>
      simple(client, { command: 'WRITE', fid: handle(values.on).fid, bytes: Number(values.bytes) }, name),
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someHandle(client, draw));
      return chosen && { ...chosen, bytes: 512 };
    },
  },
  rename: {
    doc: 'Renames or moves a file or directory.',
    fields: {
      from: PATH,
      to: PATH,
      replace: { type: 'boolean', doc: 'whether it takes the place of a file that exists', default: false },
    },
    perform: (_system, client, values, name) => {
      const [from, to, replace] = [text(values.from), text(values.to), values.replace === true];
      return simple(client, { command: 'RENAME', from, to, replace }, name);
    },
    random: (system, client, draw) =>
      ifConnected(client, () => ({ from: system.path(draw), to: system.path(draw), replace: draw(2) === 1 })),
  },
  delete: {
    doc: 'Deletes a file or an empty directory.',
    fields: { path: PATH },
    scalar: 'path',
    perform: (_system, client, values, name) => simple(client, { command: 'DELETE', path: text(values.path) }, name),
    random: (system, client, draw) => ifConnected(client, () => ({ path: system.path(draw) })),
  },
  'set-attributes': {
    doc: 'Changes the attributes of a file or directory.',
    fields: {
      path: PATH,
      attributes: {
        type: 'choice',
        of: ['normal', 'hidden', 'read-only'],
        doc: 'the new attributes',
        default: 'hidden',
      },
    },
    scalar: 'path',
    perform: (_system, client, values, name) => {
      const [path, attributes] = [text(values.path), text(values.attributes)];
      return simple(client, { command: 'SET_BASIC_INFO', path, attributes, times: [] }, name);
    },
    random: (system, client, draw) => ifConnected(client, () => ({ path: system.path(draw), attributes: 'hidden' })),
  },
  'set-times': {
    doc: 'Sets times of a file or directory.',
    fields: {
      path: PATH,
      times: { type: 'set', of: [...FILE_TIMES], doc: 'which of them', default: ['last-write'] },
    },
    scalar: 'path',
    perform: (_system, client, values, name) => {
      const times = FILE_TIMES.filter((time) => Array.isArray(values.times) && values.times.includes(time));
      const path = text(values.path);
      return simple(client, { command: 'SET_BASIC_INFO', path, attributes: undefined, times }, name);
    },
    random: (system, client, draw) =>
      ifConnected(client, () => ({ path: system.path(draw), times: [FILE_TIMES[draw(FILE_TIMES.length)]] })),
  },
  truncate: {
    doc: 'Sets the end of a file.',
    fields: { path: PATH, bytes: { type: 'size', doc: 'its new size', minimum: 0, maximum: 1 << 30, default: 0 } },
    scalar: 'path',
    perform: (_system, client, values, name) =>
      simple(client, { command: 'SET_END_OF_FILE', path: text(values.path), bytes: Number(values.bytes) }, name),
    random: (system, client, draw) => ifConnected(client, () => ({ path: system.path(draw), bytes: 512 * draw(2) })),
  },
  'set-basic': {
    doc: 'Sets attributes and times of an open file, by its handle.',
    fields: { on: HANDLE, ...BASIC },
    scalar: 'on',
    perform: (_system, client, values, name) => {
      const attributes = typeof values.attributes === 'string' ? values.attributes : undefined;
      const times = FILE_TIMES.filter((time) => Array.isArray(values.times) && values.times.includes(time));
      return simple(client, { command: 'SET_FILE_BASIC_INFO', fid: handle(values.on).fid, attributes, times }, name);
    },
  },
  'set-disposition': {
    doc: 'Marks an open file or directory for deletion at its last close, or takes that back.',
    fields: { on: HANDLE, delete: { type: 'boolean', doc: 'whether it is to be deleted', default: true } },
    scalar: 'on',
    perform: (_system, client, values, name) =>
      simple(
        client,
        { command: 'SET_DISPOSITION', fid: handle(values.on).fid, deleteFile: values.delete !== false },
        name,
      ),
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someHandle(client, draw));
      return chosen && { ...chosen, delete: draw(2) === 0 };
    },
  },
  close: {
    doc: 'Closes an open file. What is pended on it is answered.',
    fields: { on: HANDLE },
    scalar: 'on',
    *perform(_system, client, values, name): Routine<Performed> {
      const file = handle(values.on);
      const request = yield* call(client.send({ command: 'CLOSE', fid: file.fid }, name));
      const effective = !file.closed; // it is still the turn in which the request was sent
      file.closed = true;
      yield request.answered;
      return { response: request.response, effective };
    },
    random: (_system, client, draw) => someHandle(client, draw),
  },
  notify: {
    doc: 'Asks to be told of changes in a directory (NT_TRANSACT_NOTIFY_CHANGE) and goes on. Single shot.',
    fields: {
      on: HANDLE,
      buffer: {
        type: 'size',
        doc: 'MaxParameterCount: bounds the answer and, in the first request on a handle, what is buffered',
        minimum: 0,
        maximum: 65_536,
        default: 4096,
      },
      filter: {
        type: 'set',
        of: Object.keys(FILTERS),
        doc: 'which changes count; only the first request on a handle decides',
        default: ['file-name', 'dir-name'],
      },
      tree: { type: 'boolean', doc: 'whether the directories below are watched too', default: false },
    },
    scalar: 'on',
    makes: 'request',
    *perform(_system, client, values, name): Routine<Performed> {
      const body: SmbCommand = {
        command: 'NT_TRANSACT_NOTIFY_CHANGE',
        fid: handle(values.on).fid,
        filter: filterBits(values.filter),
        watchTree: values.tree === true,
        maxParameterCount: Number(values.buffer),
      };
      return { made: yield* call(client.send(body, name)) };
    },
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someHandle(client, draw));
      if (chosen === undefined) return undefined;
      const filter = [['file-name', 'dir-name'], ['attributes', 'size', 'last-write'], Object.keys(FILTERS)][draw(3)];
      return { ...chosen, buffer: [4096, 64, 0][draw(3)], filter, tree: draw(2) === 1 };
    },
  },
  cancel: {
    doc: 'Puts an NT_CANCEL for a request on the wire and waits for nothing.',
    fields: { request: { type: 'request', doc: 'the request', required: true } },
    scalar: 'request',
    *perform(_system, client, values): Routine<Performed> {
      assert(values.request instanceof SentRequest, 'the scenario is compiled: cancel names a request');
      yield client.cancel(values.request);
      return {};
    },
    *random(_system, client, draw): Routine<Values | undefined> {
      yield client.turn;
      const requests = [...client.outstanding.values()];
      return requests.length === 0 ? undefined : { request: requests[draw(requests.length)] };
    },
  },
  'tree-connect': {
    doc: 'Connects to the share once more, in the same session.',
    fields: {},
    *perform(_system, client, _values, name): Routine<Performed> {
      const response = yield* call(client.exchange({ command: 'TREE_CONNECT' }, name));
      if (response.tid !== undefined) client.tids.push(response.tid);
      return { response: observed(response) };
    },
  },
  'tree-disconnect': {
    doc: 'Disconnects from the share: what was opened through this tree connect is closed.',
    fields: {
      tree: {
        type: 'integer',
        doc: 'which tree connect, in the order in which they were made',
        minimum: 1,
        maximum: 100,
        default: 1,
      },
    },
    *perform(_system, client, values, name): Routine<Performed> {
      const response = yield* call(client.exchange({ command: 'TREE_DISCONNECT' }, name, Number(values.tree)));
      return { response: observed(response) };
    },
    random: (_system, client, draw) => ifConnected(client, () => ({ tree: 1 + draw(client.tids.length) })),
  },
  exit: {
    doc: 'The process on the client exits (PROCESS_EXIT): what it has open is closed.',
    fields: {},
    *perform(_system, client, _values, name): Routine<Performed> {
      yield client.turn;
      for (const file of client.handles) file.closed = true;
      return yield* call(simple(client, { command: 'PROCESS_EXIT' }, name));
    },
    random: (_system, client) => ifConnected(client, () => ({})),
  },
  logoff: {
    doc: 'Ends the session: what was opened in it is closed.',
    fields: {},
    perform: (_system, client, _values, name) => simple(client, { command: 'LOGOFF' }, name),
    random: (_system, client) => ifConnected(client, () => ({})),
  },
  disconnect: {
    doc: 'Drops the connection.',
    fields: {},
    *perform(_system, client): Routine<Performed> {
      const effective = yield* call(client.disconnect());
      return { response: { status: 'STATUS_SUCCESS' }, effective };
    },
    random: (_system, client) => ifConnected(client, () => ({})),
  },
};

/** Closes what is open and disconnects. */
export function* tearDown(client: SmbClient): Routine {
  yield client.turn;
  for (const file of [...client.handles]) {
    if (file.closed || client.link === undefined) continue;
    file.closed = true;
    yield* call(client.exchange({ command: 'CLOSE', fid: file.fid }, `${client.label} teardown`));
  }
  if (client.link !== undefined) yield* call(client.exchange({ command: 'LOGOFF' }, `${client.label} teardown`));
  // What the logoff has ended is still to be answered.
  yield client.settled;
  yield client.disconnect();
}

function* simple(client: SmbClient, body: SmbCommand, name: string): Routine<Performed> {
  return { response: observed(yield* call(client.exchange(body, name))) };
}

function* openFile(client: SmbClient, path: string, deleteOnClose: boolean, name: string): Routine<Performed> {
  const body: SmbCommand = { command: 'NT_CREATE', path, disposition: 'open', directory: false, deleteOnClose };
  const response = yield* call(client.exchange(body, name));
  if (response.status !== 'STATUS_SUCCESS' || response.fid === undefined) return { response: observed(response) };
  const file = new FileHandle(client, response.fid, path);
  client.handles.push(file);
  return { response: observed(response), made: file };
}

function* createFile(
  client: SmbClient,
  path: string,
  how: { readonly disposition?: Disposition; readonly directory?: boolean },
  name: string,
): Routine<Performed> {
  const { disposition = 'create', directory = false } = how;
  const body: SmbCommand = { command: 'NT_CREATE', path, disposition, directory, deleteOnClose: false };
  const response = yield* call(client.exchange(body, name));
  if (response.fid !== undefined && response.status === 'STATUS_SUCCESS') {
    yield* call(client.exchange({ command: 'CLOSE', fid: response.fid }, name));
  }
  return { response: observed(response) };
}

function observed({ status, information, records }: SmbResponse): NonNullable<Performed['response']> {
  return { status, information, records };
}

function* ifConnected(client: SmbClient, values: () => Values): Routine<Values | undefined> {
  yield client.turn;
  return client.link === undefined ? undefined : values();
}

function* someHandle(client: SmbClient, draw: (count: number) => number): Routine<Values | undefined> {
  yield client.turn;
  const open = client.handles.filter((file) => !file.closed);
  return open.length === 0 ? undefined : { on: open[draw(open.length)] };
}

function filterBits(value: Value): number {
  assert(Array.isArray(value), 'the scenario is compiled: a filter is a list');
  return value.reduce((bits: number, name) => bits | FILTERS[name as FilterName], 0);
}

function text(value: Value): string {
  assert(typeof value === 'string', 'the scenario is compiled: this value is text');
  return value;
}

function handle(value: Value): FileHandle {
  assert(typeof value === 'object' && 'fid' in value, 'the scenario is compiled: this value is a handle');
  return value as FileHandle;
}
