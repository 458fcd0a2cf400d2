// A watched directory without a file system above it, for the tests beside this file.
import { assert, call, type Routine } from '../../../harness/sim';
import { Executive } from '../ex/executive';
import { TAG } from '../ex/tags';
import type { Block } from '../ex/block';
import type { DeviceObject } from '../io/device';
import { FileObject } from '../io/file-object';
import { Io } from '../io/io';
import { ioCallDriver } from '../io/io-call-driver';
import { ioCancelIrp } from '../io/io-cancel-irp';
import { Irp, NotifyMemory, StackLocation, type CompletionRoutine } from '../io/irp';
import type { NtStatus } from '../status';
import { play, type MachineOptions } from '../_machine.test';
import type { NtWorld } from '../world';
import { FILTERS, type FileAction } from './filters';
import { NotifyList, type FilterCallback, type NotifyChange, type TraverseCallback } from './notify-change';
import { fsRtlNotifyCleanup, fsRtlNotifyCleanupAll } from './notify-cleanup';
import {
  fsRtlNotifyDeletePending,
  fsRtlNotifyFilterChangeDirectory,
  fsRtlNotifyFullChangeDirectory,
} from './notify-full-change-directory';
import { fsRtlNotifyFullReportChange, type Change } from './notify-full-report-change';
import { NotifySync } from './notify-sync';
import { seCaptureSubjectContext } from './subject-context';

/** What a request carries besides its user buffer. */
export type Buffers = 'user' | 'mdl' | 'system';

export interface Asked {
  readonly bytes?: number;
  readonly filter?: number;
  readonly tree?: boolean;
  readonly buffers?: Buffers;
  /** Its driver answers STATUS_MORE_PROCESSING_REQUIRED at completion, as SRV does. */
  readonly kept?: boolean;
  /** What the file system registers it with besides. */
  readonly ignoreBuffer?: boolean;
  readonly traverse?: TraverseCallback;
  readonly filtered?: FilterCallback;
  /** Whose context the file system captures for it. */
  readonly subject?: string;
}

export const NAME = FILTERS['file-name'] | FILTERS['dir-name'];

/** One handle on one directory. */
export class Watcher {
  readonly io: Io;
  readonly sync: NotifySync;
  readonly list: NotifyList;
  /** The CCB and the FCB, as keys. */
  readonly handle = { label: 'handle' };
  readonly stream = { label: 'stream' };
  /** The directory's name, which the package borrows. */
  readonly name: { readonly fullName: string; nameBlock: Block | undefined };
  readonly fileObject: FileObject;
  #asked: Asked = {};
  #requests = 0;

  constructor(
    world: NtWorld,
    readonly directory = '\\docs',
  ) {
    this.io = new Io(world, new Executive(world));
    this.sync = new NotifySync(this.io, 'sync');
    this.list = new NotifyList(world, 'list');
    this.name = { fullName: directory, nameBlock: undefined };
    this.fileObject = new FileObject(this.io, this.#device(), directory, 'test');
    this.fileObject.fsContext = this.stream;
  }

  /** The handle's notify structure. */
  get entry(): NotifyChange {
    const entry = this.list.find(this.handle);
    assert(entry !== undefined, 'the handle has been watched');
    return entry;
  }

  get chargedBytes(): number {
    return this.io.executive.systemProcess.chargedBytes;
  }

  /** Sends a request; what has become of it is for its caller to see. */
  *request(asked: Asked = {}): Routine<Irp> {
    const { bytes = 4096, filter = NAME, tree = false, buffers = 'user', kept = false } = asked;
    const irp = new Irp(this.io.world, `request ${++this.#requests}`);
    const { kernel } = this.io.world;
    const memory = (kind: NotifyMemory['kind']): NotifyMemory => new NotifyMemory(kernel, kind, bytes, irp);
    irp.process = this.io.executive.systemProcess;
    irp.userBuffer = memory('user');
    if (buffers === 'mdl') irp.mdl = memory('mdl');
    if (buffers === 'system') irp.systemBuffer = memory('system');
    irp.stack = [
      new StackLocation(kernel, irp, {
        major: 'DIRECTORY_CONTROL',
        device: this.fileObject.device,
        fileObject: this.fileObject,
        parameters: { kind: 'notify', bufferBytes: bytes, filter, watchTree: tree },
        completionRoutine: kept ? KEEPER : undefined,
      }),
    ];
    irp.current = 1;
    this.#asked = asked;
    yield* call(ioCallDriver(this.io, irp));
    return irp;
  }

  /** A request that makes the structure and is cancelled at once: from now on changes are buffered. */
  *open(asked: Asked = {}): Routine {
    yield this.cancel(yield* call(this.request(asked)));
  }

  *cancel(irp: Irp): Routine {
    yield* call(ioCancelIrp(this.io, irp));
  }

  /** Reports changes of names directly below the directory. */
  *change(...names: readonly string[]): Routine {
    for (const name of names) yield this.report(`${this.directory}\\${name}`);
  }

  report(target: string, action: FileAction = 'ADDED', filterMatch: number = FILTERS['file-name']): Routine {
    return this.tell({ target, filterMatch, action });
  }

  /** Reports a change in all its detail. */
  tell(change: Change): Routine {
    return fsRtlNotifyFullReportChange(this.io, this.sync, this.list, change);
  }

  *rename(which: 'old' | 'new', name: string): Routine {
    const action = which === 'old' ? 'RENAMED_OLD_NAME' : 'RENAMED_NEW_NAME';
    yield this.report(`${this.directory}\\${name}`, action);
  }

  cleanUp(): Routine {
    return fsRtlNotifyCleanup(this.io, this.sync, this.list, this.handle, this.directory);
  }

  cleanUpAll(): Routine {
    return fsRtlNotifyCleanupAll(this.io, this.sync, this.list);
  }

  deletePending(): Routine {
    return fsRtlNotifyDeletePending(this.io, this.sync, this.list, this.stream);
  }

  /** The file system, as far as it is needed. */
  #device(): DeviceObject {
    const dispatch = (irp: Irp): Routine<NtStatus> => this.#register(irp);
    const others = { CREATE: dispatch, CLEANUP: dispatch, CLOSE: dispatch, SET_INFORMATION: dispatch, WRITE: dispatch };
    return { label: 'directory', dispatch: { ...others, DIRECTORY_CONTROL: dispatch, QUERY_INFORMATION: dispatch } };
  }

  *#register(irp: Irp): Routine<NtStatus> {
    const { io, sync, list } = this;
    const { filter = NAME, tree = false, ignoreBuffer = false, traverse, filtered, subject } = this.#asked;
    const registration = {
      fsContext: this.handle,
      directory: this.name,
      watchTree: tree,
      ignoreBuffer,
      completionFilter: filter,
      traverseCallback: traverse,
      subjectContext: subject === undefined ? undefined : yield* call(seCaptureSubjectContext(io, subject)),
    };
    if (filtered === undefined) yield fsRtlNotifyFullChangeDirectory(io, sync, list, registration, irp);
    else yield fsRtlNotifyFilterChangeDirectory(io, sync, list, registration, filtered, irp);
    return 'STATUS_PENDING';
  }
}

const KEEPER: CompletionRoutine = {
  label: 'driver',
  keepsIrp: true,
  *run(): Routine<NtStatus> {
    return 'STATUS_MORE_PROCESSING_REQUIRED';
  },
};

/** Plays one thread with a watched directory. */
export function watch(
  routine: (watcher: Watcher) => Routine,
  { directory, ...options }: MachineOptions & { readonly directory?: string } = {},
): void {
  play((world) => ({ thread: routine(new Watcher(world, directory)) }), options);
}

/** "SUCCESS 18 [ADDED hoo]", "pended": what has become of a request. */
export function cameOf(irp: Irp): string {
  if (irp.state === 'sent') return 'pended';
  const status = irp.ioStatus.replace('STATUS_', '');
  if (status !== 'SUCCESS') return irp.information === 0 ? status : `${status} ${String(irp.information)}`;
  const records = (irp.systemBuffer ?? irp.mdl ?? irp.userBuffer)?.records ?? [];
  return `${status} ${String(irp.information)} [${records.map(({ action, name }) => `${action} ${name}`).join(', ')}]`;
}

/** Live blocks of the change buffer's tag. */
export function liveBuffers({ io }: Watcher): number {
  const usage = io.executive.pagedPool.account.find(TAG.fsRtl);
  return usage === undefined ? 0 : usage.allocations - usage.frees;
}
