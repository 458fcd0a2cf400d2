// What the file system answers and reports, one row a script.
import test from 'ava';
import { assert, call, type Fault, type Routine } from '../../../harness/sim';
import { Executive } from '../ex/executive';
import { POOL_ALLOCATE } from '../ex/pool';
import { FILTERS } from '../fsrtl/filters';
import type { Change } from '../fsrtl/notify-full-report-change';
import { FileObject } from '../io/file-object';
import { Io } from '../io/io';
import { ioSynchronousRequest } from '../io/io-synchronous-request';
import type { Disposition, Parameters } from '../io/irp';
import { play } from '../_machine.test';
import { fatDeleteVcb, fatDismountVolume, fatMountVolume, type Volume } from './volume';

/** How a file is opened, unless as one that exists. */
interface How {
  readonly disposition?: Disposition;
  readonly directory?: boolean;
  readonly deleteOnClose?: boolean;
}

/** A volume with the directories docs and docs\sub, and somebody who works on it. Statuses come without their prefix. */
class Disk {
  readonly #handles = new Map<FileObject, number>();

  constructor(
    readonly io: Io,
    readonly volume: Volume,
  ) {}

  *open(path: string, how: How = {}): Routine<FileObject | string> {
    const { disposition = 'open', directory = false, deleteOnClose = false } = how;
    const file = new FileObject(this.io, this.volume.device, path, 'alice');
    const parameters = { kind: 'create', disposition, directory, deleteOnClose } as const;
    const status = yield* call(ioSynchronousRequest(this.io, file, { major: 'CREATE', parameters }));
    if (status !== 'STATUS_SUCCESS') {
      yield file.dereference();
      return short(status);
    }
    this.#handles.set(file, yield* call(this.io.systemHandles.insert(file)));
    return file;
  }

  /** Opens a file that is there. */
  *opened(path: string, how: How = {}): Routine<FileObject> {
    const file = yield* call(this.open(path, how));
    assert(typeof file !== 'string', () => `${path} can be opened`);
    return file;
  }

  *close(file: FileObject): Routine {
    yield this.io.systemHandles.close(this.#handles.get(file) ?? 0);
  }

  /** Opens a file and closes it again. */
  *touch(path: string, how: How = {}): Routine<string> {
    const file = yield* call(this.open(path, how));
    if (typeof file === 'string') return file;
    yield this.close(file);
    return 'SUCCESS';
  }

  create(path: string): Routine<string> {
    return this.touch(path, { disposition: 'create' });
  }

  /** Sets information of an open file, or of one that is opened for as long as it takes. */
  *set(on: FileObject | string, parameters: Parameters): Routine<string> {
    const file = typeof on === 'string' ? yield* call(this.opened(on)) : on;
    const major = parameters.kind === 'write' ? 'WRITE' : 'SET_INFORMATION';
    const status = yield* call(ioSynchronousRequest(this.io, file, { major, parameters }));
    if (typeof on === 'string') yield this.close(file);
    return short(status);
  }

  rename(from: FileObject | string, to: string, replace = false): Routine<string> {
    return this.set(from, { kind: 'rename', to, replace });
  }

  delete(on: FileObject | string, deleteFile = true): Routine<string> {
    return this.set(on, { kind: 'disposition', deleteFile });
  }
}

function short(status: string): string {
  return status.replace('STATUS_', '');
}

/** "ADDED \docs\a (file-name)". */
function lineOf({ action, target, filterMatch }: Change): string {
  const bits = Object.entries(FILTERS).filter(([, bit]) => (filterMatch & bit) !== 0);
  return `${action} ${target} (${bits.map(([name]) => name).join(' ')})`;
}

const OVERWRITTEN = 'attributes size last-write last-access creation ea';

const scripts: readonly (readonly [
  name: string,
  script: (disk: Disk) => Routine<string>,
  status: string,
  reports: readonly string[],
])[] = [
  ['a file is created', (disk) => disk.create('\\docs\\a'), 'SUCCESS', ['ADDED \\docs\\a (file-name)']],
  [
    'a directory is created',
    (disk) => disk.touch('\\docs\\d', { disposition: 'create', directory: true }),
    'SUCCESS',
    ['ADDED \\docs\\d (dir-name)'],
  ],
  ['a file is created in no directory', (disk) => disk.create('\\none\\a'), 'OBJECT_PATH_NOT_FOUND', []],
  ['a file is opened that is not there', (disk) => disk.touch('\\docs\\a'), 'OBJECT_NAME_NOT_FOUND', []],
  [
    'a file is created a second time',
    function* (disk) {
      yield disk.create('\\docs\\a');
      return yield* call(disk.create('\\docs\\a'));
    },
    'OBJECT_NAME_COLLISION',
    ['ADDED \\docs\\a (file-name)'],
  ],
  [
    'a file is overwritten',
    function* (disk) {
      yield disk.create('\\docs\\a');
      return yield* call(disk.touch('\\docs\\a', { disposition: 'overwrite' }));
    },
    'SUCCESS',
    ['ADDED \\docs\\a (file-name)', `MODIFIED \\docs\\a (${OVERWRITTEN})`],
  ],
  [
    'a file is overwritten that is not there',
    (disk) => disk.touch('\\docs\\a', { disposition: 'overwrite' }),
    'SUCCESS',
    ['ADDED \\docs\\a (file-name)'],
  ],
  [
    'a directory is overwritten',
    (disk) => disk.touch('\\docs\\sub', { disposition: 'overwrite' }),
    'FILE_IS_A_DIRECTORY',
    [],
  ],
  [
    'a file is written, which counts when it is closed',
    function* (disk) {
      const file = yield* call(disk.opened('\\docs\\a', { disposition: 'create' }));
      const status = yield* call(disk.set(file, { kind: 'write', offset: 0, bytes: 10 }));
      yield disk.create('\\docs\\b');
      yield disk.close(file);
      return status;
    },
    'SUCCESS',
    ['ADDED \\docs\\a (file-name)', 'ADDED \\docs\\b (file-name)', 'MODIFIED \\docs\\a (size last-write)'],
  ],
  [
    'attributes and times are set',
    (disk) => disk.set('\\docs\\sub', { kind: 'basic', attributes: 'hidden', times: ['creation', 'last-access'] }),
    'SUCCESS',
    ['MODIFIED \\docs\\sub (attributes last-access creation)'],
  ],
  [
    'a file is truncated',
    function* (disk) {
      yield disk.create('\\docs\\a');
      yield disk.set('\\docs\\a', { kind: 'end-of-file', bytes: 10 });
      return yield* call(disk.set('\\docs\\a', { kind: 'end-of-file', bytes: 0 }));
    },
    'SUCCESS',
    ['ADDED \\docs\\a (file-name)', 'MODIFIED \\docs\\a (size)', 'MODIFIED \\docs\\a (size)'],
  ],
  [
    'a file is given the end that it has',
    function* (disk) {
      yield disk.create('\\docs\\a');
      return yield* call(disk.set('\\docs\\a', { kind: 'end-of-file', bytes: 0 }));
    },
    'SUCCESS',
    ['ADDED \\docs\\a (file-name)'],
  ],
  [
    'a directory is truncated',
    (disk) => disk.set('\\docs\\sub', { kind: 'end-of-file', bytes: 0 }),
    'INVALID_DEVICE_REQUEST',
    [],
  ],
  [
    'a directory is written',
    (disk) => disk.set('\\docs', { kind: 'write', offset: 0, bytes: 10 }),
    'INVALID_DEVICE_REQUEST',
    [],
  ],
  [
    'a directory is renamed',
    (disk) => disk.rename('\\docs\\sub', '\\docs\\other'),
    'SUCCESS',
    ['RENAMED_OLD_NAME \\docs\\sub (dir-name)', 'RENAMED_NEW_NAME \\docs\\other (dir-name)'],
  ],
  [
    'a directory is moved',
    (disk) => disk.rename('\\docs\\sub', '\\sub'),
    'SUCCESS',
    ['REMOVED \\docs\\sub (dir-name)', 'ADDED \\sub (dir-name)'],
  ],
  [
    'a directory is moved to no directory',
    (disk) => disk.rename('\\docs\\sub', '\\none\\sub'),
    'OBJECT_PATH_NOT_FOUND',
    [],
  ],
  [
    'a directory is renamed that somebody else has open',
    function* (disk) {
      const other = yield* call(disk.opened('\\docs\\sub'));
      const status = yield* call(disk.rename('\\docs\\sub', '\\docs\\other'));
      yield disk.close(other);
      return status;
    },
    'ACCESS_DENIED',
    [],
  ],
  [
    'a directory is renamed below which something is open',
    function* (disk) {
      const below = yield* call(disk.opened('\\docs\\sub'));
      const status = yield* call(disk.rename('\\docs', '\\other'));
      yield disk.close(below);
      return status;
    },
    'ACCESS_DENIED',
    [],
  ],
  [
    'a file is renamed to a name that is taken',
    function* (disk) {
      yield disk.create('\\docs\\a');
      return yield* call(disk.rename('\\docs\\a', '\\docs\\sub'));
    },
    'OBJECT_NAME_COLLISION',
    ['ADDED \\docs\\a (file-name)'],
  ],
  [
    'a file takes the place of another',
    function* (disk) {
      yield disk.create('\\docs\\a');
      yield disk.create('\\docs\\b');
      yield disk.rename('\\docs\\a', '\\docs\\b', true);
      return yield* call(disk.touch('\\docs\\a'));
    },
    'OBJECT_NAME_NOT_FOUND',
    [
      'ADDED \\docs\\a (file-name)',
      'ADDED \\docs\\b (file-name)',
      'REMOVED \\docs\\a (file-name)',
      `MODIFIED \\docs\\b (${OVERWRITTEN})`,
    ],
  ],
  [
    'a file takes the place of a directory',
    function* (disk) {
      yield disk.create('\\docs\\a');
      return yield* call(disk.rename('\\docs\\a', '\\docs\\sub', true));
    },
    'OBJECT_NAME_COLLISION',
    ['ADDED \\docs\\a (file-name)'],
  ],
  [
    'a file takes the place of one that is read-only',
    function* (disk) {
      yield disk.create('\\docs\\a');
      yield disk.create('\\docs\\b');
      yield disk.set('\\docs\\b', { kind: 'basic', attributes: 'read-only', times: [] });
      return yield* call(disk.rename('\\docs\\a', '\\docs\\b', true));
    },
    'OBJECT_NAME_COLLISION',
    ['ADDED \\docs\\a (file-name)', 'ADDED \\docs\\b (file-name)', 'MODIFIED \\docs\\b (attributes)'],
  ],
  ...[false, true].map((replace): (typeof scripts)[number] => [
    `a file is given the name that it has, ${replace ? 'over itself' : 'over nothing'}`,
    function* (disk) {
      yield disk.create('\\docs\\a');
      return yield* call(disk.rename('\\docs\\a', '\\docs\\a', replace));
    },
    'SUCCESS',
    ['ADDED \\docs\\a (file-name)'],
  ]),
  ['the root is renamed', (disk) => disk.rename('\\', '\\other'), 'INVALID_PARAMETER', []],
  [
    'attributes of the root are set',
    (disk) => disk.set('\\', { kind: 'basic', attributes: 'hidden', times: [] }),
    'INVALID_PARAMETER',
    [],
  ],
  ['the root is deleted', (disk) => disk.delete('\\'), 'CANNOT_DELETE', []],
  [
    'a file is deleted that is read-only',
    function* (disk) {
      yield disk.create('\\docs\\a');
      yield disk.set('\\docs\\a', { kind: 'basic', attributes: 'read-only', times: [] });
      return yield* call(disk.delete('\\docs\\a'));
    },
    'CANNOT_DELETE',
    ['ADDED \\docs\\a (file-name)', 'MODIFIED \\docs\\a (attributes)'],
  ],
  [
    'a file takes the place of one that is open',
    function* (disk) {
      yield disk.create('\\docs\\a');
      const other = yield* call(disk.opened('\\docs\\b', { disposition: 'create' }));
      const status = yield* call(disk.rename('\\docs\\a', '\\docs\\b', true));
      yield disk.close(other);
      return status;
    },
    'ACCESS_DENIED',
    ['ADDED \\docs\\a (file-name)', 'ADDED \\docs\\b (file-name)'],
  ],
  ['a directory is deleted', (disk) => disk.delete('\\docs\\sub'), 'SUCCESS', ['REMOVED \\docs\\sub (dir-name)']],
  ['a directory is deleted that has something in it', (disk) => disk.delete('\\docs'), 'DIRECTORY_NOT_EMPTY', []],
  [
    'a directory is deleted that others have open: it goes with the last of them',
    function* (disk) {
      const other = yield* call(disk.opened('\\docs\\sub'));
      yield disk.delete('\\docs\\sub');
      const status = yield* call(disk.touch('\\docs\\sub'));
      yield disk.create('\\docs\\a');
      yield disk.close(other);
      return status;
    },
    'DELETE_PENDING',
    ['ADDED \\docs\\a (file-name)', 'REMOVED \\docs\\sub (dir-name)'],
  ],
  [
    'nothing is made in a directory that is to go',
    function* (disk) {
      const other = yield* call(disk.opened('\\docs\\sub'));
      yield disk.delete('\\docs\\sub');
      const status = yield* call(disk.create('\\docs\\sub\\a'));
      yield disk.close(other);
      return status;
    },
    'DELETE_PENDING',
    ['REMOVED \\docs\\sub (dir-name)'],
  ],
  [
    'nothing is moved to a directory that is to go',
    function* (disk) {
      const other = yield* call(disk.opened('\\docs\\sub'));
      yield disk.create('\\docs\\a');
      yield disk.delete('\\docs\\sub');
      const status = yield* call(disk.rename('\\docs\\a', '\\docs\\sub\\a'));
      yield disk.close(other);
      return status;
    },
    'DELETE_PENDING',
    ['ADDED \\docs\\a (file-name)', 'REMOVED \\docs\\sub (dir-name)'],
  ],
  [
    'a deletion is taken back',
    function* (disk) {
      const other = yield* call(disk.opened('\\docs\\sub'));
      yield disk.delete(other);
      yield disk.delete(other, false);
      yield disk.close(other);
      return yield* call(disk.touch('\\docs\\sub'));
    },
    'SUCCESS',
    [],
  ],
  [
    'a file goes with the handle that was opened to delete it',
    function* (disk) {
      yield disk.touch('\\docs\\a', { disposition: 'create', deleteOnClose: true });
      return yield* call(disk.touch('\\docs\\a'));
    },
    'OBJECT_NAME_NOT_FOUND',
    ['ADDED \\docs\\a (file-name)', 'REMOVED \\docs\\a (file-name)'],
  ],
  [
    'a directory with something in it does not go with the handle that was opened to delete it',
    function* (disk) {
      yield disk.touch('\\docs', { deleteOnClose: true });
      return yield* call(disk.touch('\\docs'));
    },
    'SUCCESS',
    [],
  ],
  [
    'a file is opened on a volume that has been dismounted',
    function* (disk) {
      yield fatDismountVolume(disk.volume.vcb);
      return yield* call(disk.touch('\\docs'));
    },
    'VOLUME_DISMOUNTED',
    [],
  ],
  ...(['write', 'disposition'] as const).map((kind): (typeof scripts)[number] => [
    `a file is open when its volume is dismounted: ${kind}`,
    function* (disk) {
      const file = yield* call(disk.opened('\\docs\\a', { disposition: 'create', deleteOnClose: true }));
      yield disk.set(file, { kind: 'write', offset: 0, bytes: 10 });
      yield fatDismountVolume(disk.volume.vcb);
      const status = yield* call(kind === 'write' ? disk.set(file, { kind, offset: 0, bytes: 10 }) : disk.delete(file));
      yield disk.close(file);
      return status;
    },
    'VOLUME_DISMOUNTED',
    ['ADDED \\docs\\a (file-name)'],
  ]),
];

for (const [name, script, status, reports] of scripts) {
  test(`${name}: ${status}, ${reports.length} reports`, (t) => {
    const { answer, reported, leftBytes } = work(script);
    t.is(answer, status);
    t.deepEqual(reported, reports);
    t.is(leftBytes, 0, 'closed and dismounted, nothing is left');
  });
}

/** A rename needs memory for the new name: without it nothing has happened, and nobody has been told. */
test('a rename without memory for the new name is refused before anything is reported', (t) => {
  const noName: Fault = {
    name: 'no memory for the new name',
    point: POOL_ALLOCATE,
    where: { site: 'FatSetFullFileNameInFcb', bytes: 2 * '\\docs\\other'.length },
    select: { kind: 'nth', n: 1 },
    times: 1,
    action: { kind: 'fail', status: 'STATUS_INSUFFICIENT_RESOURCES' },
  };
  const { answer, reported, leftBytes } = work((disk) => disk.rename('\\docs\\sub', '\\docs\\other'), [noName]);
  t.is(answer, 'INSUFFICIENT_RESOURCES');
  t.deepEqual(reported, []);
  t.is(leftBytes, 0);
});

/** One script on a fresh volume, to its dismount: what it answers, what was reported, what is left in the pools. */
function work(
  script: (disk: Disk) => Routine<string>,
  faults: readonly Fault[] = [],
): { readonly answer: string; readonly reported: readonly string[]; readonly leftBytes: number } {
  let answer = '';
  let leftBytes = -1;
  const reported: string[] = [];
  play(
    (world) => {
      const io = new Io(world, new Executive(world));
      const thread = function* (): Routine {
        const volume = yield* call(fatMountVolume(io, 'volume', ['\\docs', '\\docs\\sub']));
        answer = yield* call(script(new Disk(io, volume)));
        yield fatDeleteVcb(volume.vcb);
        leftBytes = io.executive.pagedPool.bytes + io.executive.nonpagedPool.bytes;
      };
      return { thread: thread() };
    },
    { faults, listeners: { changeReported: (change) => void reported.push(lineOf(change)) } },
  );
  return { answer, reported, leftBytes };
}
