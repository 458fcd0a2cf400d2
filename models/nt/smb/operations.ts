import {
  assert,
  call,
  unreachable,
  type ClientOperation,
  type Performed,
  type Routine,
  type Value,
  type Values,
} from '../../../harness/sim';
import { FILTERS, type FilterName } from '../fsrtl/filters';
import { FILE_TIMES, type Disposition } from '../io/irp';
import type { Access, FileInformation, SmbCommand, SmbResponse } from '../srv/message';
import type { NtSystem } from '../system';
import { text } from '../text';
import { SentRequest, type Header } from './client-connection';
import { FileHandle, type SmbClient } from './client';
import { ifConnected, someHandle } from './draw';
import { SESSION_OPERATIONS } from './session-operations';

export type NtOperation = ClientOperation<NtSystem, SmbClient>;

const PATH = { type: 'text', doc: 'path on the share, from its root', pattern: '^\\\\', required: true } as const;
const HANDLE = { type: 'handle', doc: 'the open file', required: true } as const;

const BASIC = {
  attributes: { type: 'choice', of: ['normal', 'hidden', 'read-only'], doc: 'the new attributes' },
  times: { type: 'set', of: [...FILE_TIMES], doc: 'which times', default: [] },
} as const;

/** What a client of the model can do, by the names that scenarios use. */
export const OPERATIONS: Readonly<Record<string, NtOperation>> = {
  ...SESSION_OPERATIONS,
  open: {
    doc: 'Opens a file or directory that exists (NT_CREATE_ANDX, SMB2 CREATE).',
    fields: {
      path: PATH,
      access: {
        type: 'choice',
        of: ['everything', 'attributes'],
        doc: 'what for: without FILE_LIST_DIRECTORY a directory can not be watched',
        default: 'everything',
      },
      'delete-on-close': { type: 'boolean', doc: 'whether closing it marks it for deletion', default: false },
      process: {
        type: 'integer',
        doc: 'the process on the client that opens it',
        minimum: 1,
        maximum: 100,
        default: 1,
      },
      tree: {
        type: 'integer',
        doc: 'the tree connect that it is opened through, in the order in which they were made',
        minimum: 1,
        maximum: 100,
        default: 1,
      },
    },
    scalar: 'path',
    makes: 'handle',
    *perform(_system, client, values, name): Routine<Performed> {
      yield client.turn;
      const header = client.header({ tree: Number(values.tree), process: Number(values.process) });
      const how = { access: values.access as Access, deleteOnClose: values['delete-on-close'] === true };
      return yield* call(openFile(client, text(values.path), how, name, header));
    },
    random: (system, client, draw) =>
      ifConnected(client, () => {
        const path = draw(3) < 2 ? system.directory(draw) : system.path(draw);
        return { path, access: 'everything', 'delete-on-close': draw(4) === 3, tree: 1, process: 1 };
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
    fields: {
      on: HANDLE,
      bytes: { type: 'size', doc: 'how much', minimum: 1, maximum: 1 << 30, default: 512 },
      raw: { type: 'boolean', doc: 'SMB1: with SMB_COM_WRITE_RAW, where the server can', default: false },
    },
    scalar: 'on',
    perform: (system, client, values, name) =>
      write(client, handle(values.on), Number(values.bytes), values.raw === true && isSmb1(system), name),
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someHandle(client, draw));
      return chosen && { on: chosen.on, bytes: 512, raw: draw(4) === 3 };
    },
  },
  rename: {
    doc: 'Renames or moves a file or directory.',
    fields: {
      from: PATH,
      to: PATH,
      replace: { type: 'boolean', doc: 'whether it takes the place of a file that exists', default: false },
    },
    perform: (system, client, values, name) => {
      const information = { kind: 'rename', to: text(values.to), replace: values.replace === true } as const;
      return setInformation(system, client, text(values.from), information, name);
    },
    random: (system, client, draw) =>
      ifConnected(client, () => {
        const directory = system.directory(draw);
        if (draw(8) === 7) return { from: directory, to: `${directory}2` };
        const to = draw(2) === 0 ? system.path(draw, directory) : system.path(draw);
        return { from: system.path(draw, directory), to, replace: draw(2) === 1 };
      }),
  },
  delete: {
    doc: 'Deletes a file or an empty directory.',
    fields: { path: PATH },
    scalar: 'path',
    perform: (system, client, values, name) =>
      setInformation(system, client, text(values.path), { kind: 'disposition', deleteFile: true }, name),
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
    perform: (system, client, values, name) => {
      const information = { kind: 'basic', attributes: text(values.attributes), times: [] } as const;
      return setInformation(system, client, text(values.path), information, name);
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
    perform: (system, client, values, name) => {
      const times = FILE_TIMES.filter((time) => Array.isArray(values.times) && values.times.includes(time));
      return setInformation(system, client, text(values.path), { kind: 'basic', attributes: undefined, times }, name);
    },
    random: (system, client, draw) =>
      ifConnected(client, () => ({ path: system.path(draw), times: [FILE_TIMES[draw(FILE_TIMES.length)]] })),
  },
  truncate: {
    doc: 'Sets the end of a file.',
    fields: { path: PATH, bytes: { type: 'size', doc: 'its new size', minimum: 0, maximum: 1 << 30, default: 0 } },
    scalar: 'path',
    perform: (system, client, values, name) =>
      setInformation(system, client, text(values.path), { kind: 'end-of-file', bytes: Number(values.bytes) }, name),
    random: (system, client, draw) => ifConnected(client, () => ({ path: system.path(draw), bytes: 512 * draw(2) })),
  },
  'set-basic': {
    doc: 'Sets attributes and times of an open file, by its handle.',
    fields: { on: HANDLE, ...BASIC },
    scalar: 'on',
    perform: (_system, client, values, name) => {
      const file = handle(values.on);
      const attributes = typeof values.attributes === 'string' ? values.attributes : undefined;
      const times = FILE_TIMES.filter((time) => Array.isArray(values.times) && values.times.includes(time));
      const information = { kind: 'basic', attributes, times } as const;
      return simple(client, { command: 'SET_INFO', fid: file.fid, information }, name, file);
    },
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someHandle(client, draw));
      return chosen && { on: chosen.on, attributes: 'hidden', times: [FILE_TIMES[draw(FILE_TIMES.length)]] };
    },
  },
  'set-disposition': {
    doc: 'Marks an open file or directory for deletion at its last close, or takes that back.',
    fields: { on: HANDLE, delete: { type: 'boolean', doc: 'whether it is to be deleted', default: true } },
    scalar: 'on',
    perform: (_system, client, values, name) => {
      const file = handle(values.on);
      const information = { kind: 'disposition', deleteFile: values.delete !== false } as const;
      return simple(client, { command: 'SET_INFO', fid: file.fid, information }, name, file);
    },
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someHandle(client, draw));
      return chosen && { on: chosen.on, delete: draw(2) === 0 };
    },
  },
  close: {
    doc: 'Closes an open file. What is pended on it is answered.',
    fields: { on: HANDLE },
    scalar: 'on',
    *perform(_system, client, values, name): Routine<Performed> {
      const file = handle(values.on);
      const request = yield* call(client.send({ command: 'CLOSE', fid: file.fid }, name, file));
      const effective = !file.closed; // it is still the turn in which the request was sent
      file.closed = true;
      yield request.answered;
      return { response: request.response, effective };
    },
    random: (_system, client, draw) => someHandle(client, draw),
  },
  notify: {
    doc: 'Asks to be told of changes in a directory (NT_TRANSACT_NOTIFY_CHANGE, SMB2 CHANGE_NOTIFY) and goes on. Single shot.',
    fields: {
      on: HANDLE,
      buffer: {
        type: 'size',
        doc: 'MaxParameterCount, OutputBufferLength: bounds the answer and, in the first request on a handle, what is buffered. More than 64 KiB is refused',
        minimum: 0,
        maximum: 1 << 20,
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
      const file = handle(values.on);
      const body: SmbCommand = {
        command: 'NT_TRANSACT_NOTIFY_CHANGE',
        fid: file.fid,
        filter: filterBits(values.filter),
        watchTree: values.tree === true,
        maxParameterCount: Number(values.buffer),
      };
      return { made: yield* call(client.send(body, name, file)) };
    },
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someHandle(client, draw));
      if (chosen === undefined) return undefined;
      const filter = [['file-name', 'dir-name'], ['attributes', 'size', 'last-write'], Object.keys(FILTERS)][draw(3)];
      return { on: chosen.on, buffer: [4096, 64, 0][draw(3)], filter, tree: draw(2) === 1 };
    },
  },
  cancel: {
    doc: 'Puts a cancel for a request on the wire (NT_CANCEL, SMB2 CANCEL) and waits for nothing.',
    fields: {
      request: { type: 'request', doc: 'the request', required: true },
      process: {
        type: 'integer',
        doc: 'the process on the client that cancels it; unless given, the one that asked',
        minimum: 1,
        maximum: 100,
      },
      tree: {
        type: 'integer',
        doc: 'the tree connect that the cancel goes through, in the order in which they were made; unless given, that of the request',
        minimum: 1,
        maximum: 100,
      },
    },
    scalar: 'request',
    *perform(_system, client, { request, process, tree }): Routine<Performed> {
      assert(request instanceof SentRequest, 'the scenario is compiled: cancel names a request');
      yield client.cancel(request, { process: given(process), tree: given(tree) });
      return {};
    },
    *random(_system, client, draw): Routine<Values | undefined> {
      yield client.turn;
      const requests = [...(client.connection?.outstanding.values() ?? [])];
      return requests.length === 0 ? undefined : { request: requests[draw(requests.length)] };
    },
  },
};

/** Closes what is open and disconnects. */
export function* tearDown(client: SmbClient): Routine {
  yield client.turn;
  for (const connection of client.connections) connection.abandonWaiting('STATUS_CANCELLED');
  // With no place left for a request of any kind there is nothing but to go.
  if (!client.connections.some(({ isOpen, isFull }) => isOpen && isFull)) {
    for (const file of [...client.handles]) {
      if (file.closed) continue;
      file.closed = true;
      yield* call(client.exchange({ command: 'CLOSE', fid: file.fid }, `${client.label} teardown`, file));
    }
    if (client.connection !== undefined)
      yield* call(client.exchange({ command: 'LOGOFF' }, `${client.label} teardown`));
    // What the logoff has ended is still to be answered.
    yield client.settled;
  }
  yield client.disconnectAll();
}

/** SMB1 has requests by path, and raw ones. */
function isSmb1(system: NtSystem): boolean {
  return system.server.dialect.name === 'smb1';
}

function* simple(client: SmbClient, body: SmbCommand, name: string, file?: FileHandle): Routine<Performed> {
  return { response: observed(yield* call(client.exchange(body, name, file))) };
}

/** SMB1 has requests that do this by path. SMB2 knows files by their handles only: opens one, sets its information, closes it. */
function* setInformation(
  system: NtSystem,
  client: SmbClient,
  path: string,
  information: FileInformation,
  name: string,
): Routine<Performed> {
  if (isSmb1(system)) return yield* call(simple(client, byPath(path, information), name));
  // Attributes may be set whoever has the file open for what.
  const access = information.kind === 'basic' ? 'attributes' : 'delete';
  const how = { disposition: 'open', directory: false, deleteOnClose: false, access } as const;
  const opened = yield* call(client.exchange({ command: 'NT_CREATE', path, ...how }, name));
  const { fid } = opened;
  if (fid === undefined || opened.status !== 'STATUS_SUCCESS') return { response: observed(opened) };
  const set = yield* call(client.exchange({ command: 'SET_INFO', fid, information }, name));
  yield* call(client.exchange({ command: 'CLOSE', fid }, name));
  return { response: observed(set) };
}

function byPath(path: string, information: FileInformation): SmbCommand {
  switch (information.kind) {
    case 'rename':
      return { command: 'RENAME', from: path, to: information.to, replace: information.replace };
    case 'disposition':
      return { command: 'DELETE', path };
    case 'basic':
      return { command: 'SET_BASIC_INFO', path, attributes: information.attributes, times: information.times };
    case 'end-of-file':
      return { command: 'SET_END_OF_FILE', path, bytes: information.bytes };
    default:
      return unreachable(information);
  }
}

/** In as many requests as it takes. A server without raw work items is written to in the standard way. */
function* write(client: SmbClient, file: FileHandle, bytes: number, raw: boolean, name: string): Routine<Performed> {
  const { fid } = file;
  if (raw) {
    const response = yield* call(client.exchange({ command: 'WRITE_RAW', fid, offset: 0, bytes }, name, file));
    if (response.status !== 'STATUS_SMB_USE_STANDARD') return { response: observed(response) };
  }
  for (let offset = 0; ;) {
    const part = Math.min(bytes - offset, file.on.maxWriteBytes);
    const response = yield* call(client.exchange({ command: 'WRITE', fid, offset, bytes: part }, name, file));
    offset += part;
    if (offset >= bytes || response.status !== 'STATUS_SUCCESS') return { response: observed(response) };
  }
}

function* openFile(
  client: SmbClient,
  path: string,
  how: { readonly access: Access; readonly deleteOnClose: boolean },
  name: string,
  header: Header,
): Routine<Performed> {
  const { connection } = client;
  const body = { command: 'NT_CREATE', path, disposition: 'open', directory: false, ...how } as const;
  const response = yield* call(client.exchange(body, name, undefined, header));
  const { fid, status } = response;
  if (status !== 'STATUS_SUCCESS' || fid === undefined || connection === undefined)
    return { response: observed(response) };
  const file = new FileHandle(connection, fid, header, path);
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
  const options = { disposition, directory, deleteOnClose: false, access: 'everything' } as const;
  const body = { command: 'NT_CREATE', path, ...options } as const;
  const response = yield* call(client.exchange(body, name));
  if (response.fid !== undefined && response.status === 'STATUS_SUCCESS') {
    yield* call(client.exchange({ command: 'CLOSE', fid: response.fid }, name));
  }
  return { response: observed(response) };
}

export function observed({ status, information, records }: SmbResponse): NonNullable<Performed['response']> {
  return { status, information, records };
}

/** An integer that a step need not say. */
function given(value: Value): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function filterBits(value: Value): number {
  assert(Array.isArray(value), 'the scenario is compiled: a filter is a list');
  return value.reduce((bits: number, name) => bits | FILTERS[name as FilterName], 0);
}

function handle(value: Value): FileHandle {
  assert(typeof value === 'object' && 'fid' in value, 'the scenario is compiled: this value is a handle');
  return value as FileHandle;
}
