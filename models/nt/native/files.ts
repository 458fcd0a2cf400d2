import { call, type Routine } from '../../../harness/sim';
import { ACCESS, ALL_ACCESS } from '../io/access';
import { type Caller, referenceFile } from '../io/caller';
import { ioCreateFile } from '../io/io-create-file';
import { ioSynchronousRequest, type SynchronousRequest } from '../io/io-synchronous-request';
import type { Disposition } from '../io/irp';
import type { NtStatus } from '../status';
import type { NativeClient } from './client';

/** How a file is opened: ACCESS bits that are asked for, and that are left to others. */
export interface Opening {
  readonly path: string;
  readonly disposition: Disposition;
  readonly directory: boolean;
  readonly access: number;
  readonly share: number;
  readonly synchronous: boolean;
}

/** NtCreateFile: the handle, or why there is none. */
export function* ntCreateFile(client: NativeClient, caller: Caller, opening: Opening): Routine<number | NtStatus> {
  const { path, disposition, directory, access, share, synchronous } = opening;
  const { label: opener, volume } = client;
  const { device } = volume;
  const asked = { path, disposition, directory, access, share, synchronous, device, opener, deleteOnClose: false };
  const file = yield* call(ioCreateFile(client.io, asked));
  return typeof file === 'string' ? file : yield* call(caller.handles.insert(file));
}

/** NtSetInformationFile, NtWriteFile: on a handle that was opened for this access. */
export function* onHandle(
  client: NativeClient,
  caller: Caller,
  handle: number,
  access: number,
  wanted: SynchronousRequest,
): Routine<NtStatus> {
  const file = yield* call(referenceFile(caller, handle, access));
  if (typeof file === 'string') return file;
  const status = yield* call(ioSynchronousRequest(client.io, file, wanted));
  yield file.dereference();
  return status;
}

/** NtCreateFile, what is wanted, NtClose: how DeleteFile, MoveFile and their like do it. */
export function* onPath(
  client: NativeClient,
  caller: Caller,
  path: string,
  access: number,
  wanted: SynchronousRequest,
): Routine<NtStatus> {
  const opening: Opening = {
    path,
    disposition: 'open',
    directory: false,
    access,
    share: ALL_ACCESS,
    synchronous: false,
  };
  const handle = yield* call(ntCreateFile(client, caller, opening));
  if (typeof handle === 'string') return handle;
  const status = yield* call(onHandle(client, caller, handle, access, wanted));
  yield caller.handles.close(handle);
  return status;
}

/** Makes a file or directory and closes it again. */
export function* makeFile(
  client: NativeClient,
  caller: Caller,
  path: string,
  { disposition, directory }: Pick<Opening, 'disposition' | 'directory'>,
): Routine<NtStatus> {
  const opening = { path, disposition, directory, access: ACCESS.write, share: 0, synchronous: false };
  const handle = yield* call(ntCreateFile(client, caller, opening));
  return typeof handle === 'string' ? handle : yield* call(caller.handles.close(handle));
}
