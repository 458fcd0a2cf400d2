import { call, type Routine } from '../../../harness/sim';
import { ALL_ACCESS } from '../io/access';
import type { FileObject } from '../io/file-object';
import { ioCreateFile } from '../io/io-create-file';
import type { Disposition } from '../io/irp';
import type { NtStatus } from '../status';
import type { Server } from './server';

/** How a file is to be opened; for everything unless told, and shared for everything. */
export interface OpenOptions {
  readonly disposition: Disposition;
  readonly directory: boolean;
  readonly deleteOnClose: boolean;
  readonly access?: number | undefined;
}

/** An open file of the server's: a handle in the system process, and a reference to its file object. */
export interface OpenedFile {
  readonly fileObject: FileObject;
  readonly handle: number;
}

/** Opens a file for a client. Answers why not, or the file with a reference of the caller's own besides its handle's. */
export function* srvOpenFile(
  server: Server,
  path: string,
  opener: string,
  options: OpenOptions,
): Routine<OpenedFile | NtStatus> {
  const { io } = server;
  const { device } = server.volume;
  const { disposition, directory, deleteOnClose, access = ALL_ACCESS } = options;
  const share = ALL_ACCESS;
  const wanted = { disposition, directory, deleteOnClose, device, path, opener, access, share, synchronous: false };
  const fileObject = yield* call(ioCreateFile(io, wanted));
  if (typeof fileObject === 'string') return fileObject;
  const handle = yield* call(io.systemHandles.insert(fileObject));
  yield fileObject.reference;
  return { fileObject, handle };
}

/** Closes the handle, which cleans the open up, and gives the reference back. */
export function* srvCloseFile(server: Server, file: OpenedFile): Routine {
  yield server.io.systemHandles.close(file.handle);
  yield file.fileObject.dereference();
}
