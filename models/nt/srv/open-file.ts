import { call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { FileObject } from '../io/file-object';
import { ioSynchronousRequest } from '../io/io-synchronous-request';
import type { Disposition } from '../io/irp';
import type { NtStatus } from '../status';
import type { Server } from './server';

/** How a file is to be opened. */
export interface OpenOptions {
  readonly disposition: Disposition;
  readonly directory: boolean;
  readonly deleteOnClose: boolean;
}

/** An open file of the server's: a handle in the system process, and a reference to its file object. */
export interface OpenedFile {
  readonly fileObject: FileObject;
  readonly handle: number;
}

/** IoCreateFile. Answers why not, or the file with a reference of the caller's own besides its handle's. */
export function* srvOpenFile(
  server: Server,
  path: string,
  opener: string,
  options: OpenOptions,
): Routine<OpenedFile | NtStatus> {
  const { io } = server;
  const fileObject = new FileObject(io, server.volume.device, path, opener);
  const wanted = { bytes: 112, tag: TAG.file, site: 'IoCreateFile', owner: fileObject };
  const block = yield* call(io.executive.nonpagedPool.allocate(wanted));
  if (block === undefined) {
    yield fileObject.dereference();
    return 'STATUS_INSUFFICIENT_RESOURCES';
  }
  fileObject.block = block;
  const { disposition, directory, deleteOnClose } = options;
  const parameters = { kind: 'create', disposition, directory, deleteOnClose } as const;
  const status = yield* call(ioSynchronousRequest(io, fileObject, { major: 'CREATE', parameters }));
  if (status !== 'STATUS_SUCCESS') {
    yield fileObject.dereference();
    return status;
  }
  const handle = yield* call(io.systemHandles.insert(fileObject));
  yield fileObject.reference;
  return { fileObject, handle };
}

/** Closes the handle, which cleans the open up, and gives the reference back. */
export function* srvCloseFile(server: Server, file: OpenedFile): Routine {
  yield server.io.systemHandles.close(file.handle);
  yield file.fileObject.dereference();
}
