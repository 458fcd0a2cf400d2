import {
  call,
  Name,
  Operation,
  reads,
  type ClientOperation,
  type Performed,
  type Routine,
  type Values,
} from '../../../harness/sim';
import { FILTERS } from '../fsrtl/filters';
import { ACCESS, type AccessName } from '../io/access';
import type { Caller } from '../io/caller';
import { IoStatusBlock } from '../io/io-status-block';
import { FILE_TIMES } from '../io/irp';
import { ntCancelIoFile, ntCancelIoFileEx } from '../io/nt-cancel-io-file';
import { ntCreateEvent, ntDuplicateObject, ntWaitForSingleObject } from '../ob/services';
import { pspExitProcess, pspExitThread } from '../ps/exit';
import type { NtStatus } from '../status';
import type { NtSystem } from '../system';
import { text } from '../text';
import type { NativeClient } from './client';
import { someFile, someRequest } from './draw';
import { makeFile, ntCreateFile } from './files';
import { bits, done, handleOf, notify, onNamed, onOpen, opened, requestOf, simple, valueOf } from './perform';

type NativeOperation = ClientOperation<NtSystem, NativeClient>;

const PEEK = Name.of('native.peek');

const PATH = { type: 'text', doc: 'path on the volume, from its root', pattern: '^\\\\', required: true } as const;
const HANDLE = { type: 'handle', doc: 'the handle', required: true } as const;
const REQUEST = { type: 'request', doc: 'the request', required: true } as const;
const RIGHTS = Object.keys(ACCESS) as AccessName[];

/** What a program on the server's machine can do, by the names that scenarios use. */
export const NATIVE_OPERATIONS: Readonly<Record<string, NativeOperation>> = {
  open: {
    doc: 'Opens a file or directory that exists (NtCreateFile).',
    fields: {
      path: PATH,
      rights: {
        type: 'set',
        of: RIGHTS,
        doc: 'what it is opened for; a directory can be watched if it is opened to be read',
        default: ['read'],
      },
      share: { type: 'set', of: RIGHTS, doc: 'what others may open it for meanwhile', default: RIGHTS },
      synchronous: {
        type: 'boolean',
        doc: 'FILE_SYNCHRONOUS_IO_ALERT: requests are waited for in their threads, one at a time',
        default: false,
      },
    },
    scalar: 'path',
    makes: 'handle',
    perform: (_system, client, values) =>
      opened(client, (caller) =>
        ntCreateFile(client, caller, {
          path: text(values.path),
          disposition: 'open',
          directory: false,
          access: bits(values.rights, ACCESS),
          share: bits(values.share, ACCESS),
          synchronous: values.synchronous === true,
        }),
      ),
    *random(system, _client, draw): Routine<Values> {
      const path = draw(2) === 0 ? system.directory(draw) : system.path(draw);
      const rights = [['read'], ['read', 'write', 'delete']][draw(2)];
      return { path, rights, share: RIGHTS, synchronous: false };
    },
  },
  create: {
    doc: 'Creates a file and closes it again.',
    fields: {
      path: PATH,
      overwrite: { type: 'boolean', doc: 'whether a file that exists is emptied instead of refused', default: false },
    },
    scalar: 'path',
    perform(_system, client, values) {
      const how = { disposition: values.overwrite === true ? 'overwrite' : 'create', directory: false } as const;
      return simple(client, (caller) => makeFile(client, caller, text(values.path), how));
    },
    *random(system, _client, draw): Routine<Values> {
      return { path: system.path(draw) };
    },
  },
  mkdir: {
    doc: 'Creates a directory.',
    fields: { path: PATH },
    scalar: 'path',
    perform(_system, client, values) {
      const how = { disposition: 'create', directory: true } as const;
      return simple(client, (caller) => makeFile(client, caller, text(values.path), how));
    },
    *random(system, _client, draw): Routine<Values> {
      return { path: `${system.directory(draw)}\\n` };
    },
  },
  write: {
    doc: 'Writes to a file that is open for it (NtWriteFile).',
    fields: { on: HANDLE, bytes: { type: 'size', doc: 'how much', minimum: 1, maximum: 1 << 30, default: 512 } },
    scalar: 'on',
    perform: (_system, client, values) =>
      onOpen(client, values.on, ACCESS.write, {
        major: 'WRITE',
        parameters: { kind: 'write', offset: 0, bytes: Number(values.bytes) },
      }),
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someFile(client, draw));
      return chosen && { on: chosen.on, bytes: 512 };
    },
  },
  rename: {
    doc: 'Renames or moves a file or directory.',
    fields: {
      from: PATH,
      to: PATH,
      replace: { type: 'boolean', doc: 'whether it takes the place of a file that exists', default: false },
    },
    perform(_system, client, values) {
      const [to, replace] = [text(values.to), values.replace === true];
      return onNamed(client, values.from, ACCESS.delete, { kind: 'rename', to, replace });
    },
    *random(system, _client, draw): Routine<Values> {
      return { from: system.path(draw), to: system.path(draw) };
    },
  },
  delete: {
    doc: 'Deletes a file or an empty directory.',
    fields: { path: PATH },
    scalar: 'path',
    perform: (_system, client, values) =>
      onNamed(client, values.path, ACCESS.delete, { kind: 'disposition', deleteFile: true }),
    *random(system, _client, draw): Routine<Values> {
      return { path: system.path(draw) };
    },
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
    perform: (_system, client, values) =>
      onNamed(client, values.path, 0, { kind: 'basic', attributes: text(values.attributes), times: [] }),
    *random(system, _client, draw): Routine<Values> {
      return { path: system.path(draw), attributes: 'hidden' };
    },
  },
  'set-times': {
    doc: 'Sets times of a file or directory.',
    fields: {
      path: PATH,
      times: { type: 'set', of: [...FILE_TIMES], doc: 'which of them', default: ['last-write'] },
    },
    scalar: 'path',
    perform(_system, client, values) {
      const times = FILE_TIMES.filter((time) => Array.isArray(values.times) && values.times.includes(time));
      return onNamed(client, values.path, 0, { kind: 'basic', attributes: undefined, times });
    },
    *random(system, _client, draw): Routine<Values> {
      return { path: system.path(draw), times: [FILE_TIMES[draw(FILE_TIMES.length)]] };
    },
  },
  truncate: {
    doc: 'Sets the end of a file.',
    fields: { path: PATH, bytes: { type: 'size', doc: 'its new size', minimum: 0, maximum: 1 << 30, default: 0 } },
    scalar: 'path',
    perform: (_system, client, values) =>
      onNamed(client, values.path, ACCESS.write, { kind: 'end-of-file', bytes: Number(values.bytes) }),
    *random(system, _client, draw): Routine<Values> {
      return { path: system.path(draw), bytes: 512 * draw(2) };
    },
  },
  'set-basic': {
    doc: 'Sets attributes and times of an open file, by its handle.',
    fields: {
      on: HANDLE,
      attributes: { type: 'choice', of: ['normal', 'hidden', 'read-only'], doc: 'the new attributes' },
      times: { type: 'set', of: [...FILE_TIMES], doc: 'which times', default: [] },
    },
    scalar: 'on',
    perform(_system, client, values) {
      const attributes = typeof values.attributes === 'string' ? values.attributes : undefined;
      const times = FILE_TIMES.filter((time) => Array.isArray(values.times) && values.times.includes(time));
      const parameters = { kind: 'basic', attributes, times } as const;
      return onOpen(client, values.on, 0, { major: 'SET_INFORMATION', parameters });
    },
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someFile(client, draw));
      return chosen && { on: chosen.on, attributes: 'hidden', times: [FILE_TIMES[draw(FILE_TIMES.length)]] };
    },
  },
  'set-disposition': {
    doc: 'Marks an open file or directory for deletion at its last close, or takes that back.',
    fields: { on: HANDLE, delete: { type: 'boolean', doc: 'whether it is to be deleted', default: true } },
    scalar: 'on',
    perform: (_system, client, values) =>
      onOpen(client, values.on, ACCESS.delete, {
        major: 'SET_INFORMATION',
        parameters: { kind: 'disposition', deleteFile: values.delete !== false },
      }),
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someFile(client, draw));
      return chosen && { on: chosen.on, delete: draw(2) === 0 };
    },
  },
  duplicate: {
    doc: 'Makes another handle of its own to what a handle, of its own or of another program, is for (NtDuplicateObject).',
    fields: { on: HANDLE },
    scalar: 'on',
    makes: 'handle',
    perform(_system, client, values) {
      const { client: owner, handle } = handleOf(values.on);
      return opened(client, (caller) => ntDuplicateObject(owner.process.handles, handle, caller.handles));
    },
    random: (_system, client, draw) => someFile(client, draw),
  },
  close: {
    doc: 'Closes a handle (NtClose). The last one to a file ends what is pended on it.',
    fields: { on: HANDLE },
    scalar: 'on',
    perform: (_system, client, values) => simple(client, (caller) => caller.handles.close(valueOf(client, values.on))),
    random: (_system, client, draw) => someFile(client, draw),
  },
  'create-event': {
    doc: 'Makes an event (NtCreateEvent).',
    fields: {
      'resets-itself': {
        type: 'boolean',
        doc: 'whether it lets one thread through and is then not signalled any more',
        default: false,
      },
    },
    makes: 'handle',
    perform(_system, client, values, name) {
      const options = { resetsItself: values['resets-itself'] === true };
      return opened(client, ({ handles }) => ntCreateEvent(client.io.executive, handles, name, options));
    },
  },
  'wait-for': {
    doc: 'Waits for an event or a file (NtWaitForSingleObject); without a time it looks only.',
    fields: {
      on: HANDLE,
      'at-most': { type: 'duration', doc: 'how long it waits', default: 0 },
    },
    scalar: 'on',
    perform: (_system, client, values) =>
      simple(client, ({ handles }) =>
        ntWaitForSingleObject(handles, valueOf(client, values.on), Number(values['at-most'])),
      ),
  },
  notify: {
    doc: 'Asks to be told of changes in a directory (NtNotifyChangeDirectoryFile) and goes on, if the file is not synchronous.',
    fields: {
      on: { type: 'handle', doc: 'the directory; without it, a null handle' },
      buffer: {
        type: 'size',
        doc: 'length of the caller’s buffer, 0 for none; in the first request on a handle it bounds what is buffered',
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
      event: { type: 'handle', doc: 'the event to signal in place of the file' },
      'status-block': { type: 'boolean', doc: 'whether the address of a status block is given', default: true },
    },
    scalar: 'on',
    makes: 'request',
    perform: (_system, client, values, name) => notify(client, values, name),
    *random(_system, client, draw): Routine<Values | undefined> {
      const chosen = yield* call(someFile(client, draw));
      if (chosen === undefined) return undefined;
      const filter = [['file-name', 'dir-name'], ['attributes', 'size', 'last-write'], Object.keys(FILTERS)][draw(3)];
      return { on: chosen.on, buffer: [4096, 64, 0][draw(3)], filter, tree: draw(2) === 1, 'status-block': true };
    },
  },
  peek: {
    doc: 'Reads the status block of a request as it is now: STATUS_WAIT_1 and 1 until the request has ended.',
    fields: { request: REQUEST },
    scalar: 'request',
    *perform(_system, _client, values): Routine<Performed> {
      const request = requestOf(values.request);
      yield new Operation(PEEK, [reads(request.object)]);
      return { response: { status: request.status, information: request.information } };
    },
  },
  cancel: {
    doc: 'Cancels a request, whichever thread made it (NtCancelIoFileEx; since Windows Vista).',
    fields: { request: REQUEST },
    scalar: 'request',
    *perform(system, client, values): Routine<Performed> {
      if (system.world.text('version') !== 'reference') return done('STATUS_INVALID_SYSTEM_SERVICE');
      const request = requestOf(values.request);
      const handle = request.client === client ? request.handle : 0;
      yield new Operation(PEEK, [reads(client.process.object)]);
      const threads = [...client.process.threads.values()];
      const cancel = (caller: Caller): Routine<NtStatus> =>
        ntCancelIoFileEx(client.io, caller, threads, handle, request);
      return yield* call(simple(client, cancel));
    },
    random: (_system, client, draw) => someRequest(client, draw),
  },
  'cancel-io': {
    doc: 'Cancels what its own thread has under way on a file, and returns when that has ended (NtCancelIoFile).',
    fields: { on: HANDLE },
    scalar: 'on',
    *perform(_system, client, values, name): Routine<Performed> {
      const iosb = new IoStatusBlock(client.io.world, name);
      const file = valueOf(client, values.on);
      const status = yield* call(client.service((caller) => ntCancelIoFile(client.io, caller, file, iosb)));
      return { response: { status, information: iosb.information }, effective: status === 'STATUS_SUCCESS' };
    },
    random: (_system, client, draw) => someFile(client, draw),
  },
  'exit-thread': {
    doc: 'Ends its thread: what that has under way is cancelled. A list of `parallel` is a thread of its own, and so is what a fault does.',
    fields: {},
    perform: (_system, client) => simple(client, ({ thread }) => pspExitThread(client.io, thread)),
  },
  'exit-process': {
    doc: 'Ends the program: what it has under way is cancelled, and what it has open is closed.',
    fields: {},
    *perform(_system, client): Routine<Performed> {
      const effective = yield* call(pspExitProcess(client.process));
      return { response: { status: effective ? 'STATUS_SUCCESS' : 'STATUS_PROCESS_IS_TERMINATING' }, effective };
    },
  },
};
