import { call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { NtStatus } from '../status';
import type { DeviceObject } from './device';
import { FileObject, type FileOptions } from './file-object';
import type { Io } from './io';
import { ioSynchronousRequest } from './io-synchronous-request';
import type { Disposition } from './irp';

/** What is to be opened, and how. */
export interface CreateRequest extends FileOptions {
  readonly device: DeviceObject;
  readonly path: string;
  /** Who opens it, for reports. */
  readonly opener: string;
  readonly disposition: Disposition;
  readonly directory: boolean;
  readonly deleteOnClose: boolean;
}

/** IoCreateFile. Answers why not, or the file object with the reference that its first handle will keep. */
export function* ioCreateFile(io: Io, request: CreateRequest): Routine<FileObject | NtStatus> {
  const { device, path, opener, disposition, directory, deleteOnClose } = request;
  const fileObject = new FileObject(io, device, path, opener, request);
  const wanted = { bytes: 112, tag: TAG.file, site: 'IoCreateFile', owner: fileObject };
  const block = yield* io.executive.nonpagedPool.allocate(wanted);
  if (block === undefined) {
    yield fileObject.dereference();
    return 'STATUS_INSUFFICIENT_RESOURCES';
  }
  fileObject.block = block;
  const parameters = { kind: 'create', disposition, directory, deleteOnClose } as const;
  const status = yield* call(ioSynchronousRequest(io, fileObject, { major: 'CREATE', parameters }));
  if (status === 'STATUS_SUCCESS') return fileObject;
  yield fileObject.dereference();
  return status;
}
