import { call, type Routine } from '../../../harness/sim';
import { ACCESS } from '../io/access';
import { ioSynchronousRequest, type SynchronousRequest } from '../io/io-synchronous-request';
import type { NtStatus } from '../status';
import type { SmbCommand, SmbRequest } from './message';
import { srvCloseFile, srvOpenFile } from './open-file';
import { srvRespond, srvVerify } from './request';
import type { WorkContext } from './work-context';

/** SMB_COM_RENAME ([MS-CIFS] 3.3.5.10). */
export function srvRename(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'RENAME' }>,
): Routine {
  const { from, to, replace } = body;
  return onPath(context, request, from, { major: 'SET_INFORMATION', parameters: { kind: 'rename', to, replace } });
}

/** SMB_COM_DELETE, SMB_COM_DELETE_DIRECTORY. */
export function srvDelete(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'DELETE' }>,
): Routine {
  const parameters = { kind: 'disposition', deleteFile: true } as const;
  return onPath(context, request, body.path, { major: 'SET_INFORMATION', parameters });
}

/** SMB_COM_SET_INFORMATION; TRANS2_SET_PATH_INFORMATION, SMB_SET_FILE_BASIC_INFO. */
export function srvSetBasicInfo(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'SET_BASIC_INFO' }>,
): Routine {
  const { path, attributes, times } = body;
  return onPath(context, request, path, { major: 'SET_INFORMATION', parameters: { kind: 'basic', attributes, times } });
}

/** TRANS2_SET_PATH_INFORMATION, SMB_SET_FILE_END_OF_FILE_INFO. */
export function srvSetEndOfFile(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'SET_END_OF_FILE' }>,
): Routine {
  const parameters = { kind: 'end-of-file', bytes: body.bytes } as const;
  return onPath(context, request, body.path, { major: 'SET_INFORMATION', parameters });
}

/** Opens the file for as long as it takes. */
function* onPath(context: WorkContext, request: SmbRequest, path: string, wanted: SynchronousRequest): Routine {
  const wrong = yield* call(srvVerify(context, request));
  const status = wrong ?? (yield* call(openAndSet(context, request, path, wanted)));
  if (status === 'STATUS_INSUFFICIENT_RESOURCES') yield context.server.logPagedPoolEmpty();
  yield srvRespond(context, { status });
}

function* openAndSet(
  context: WorkContext,
  request: SmbRequest,
  path: string,
  wanted: SynchronousRequest,
): Routine<NtStatus> {
  const { server } = context;
  // Attributes may be set whoever has the file open for what.
  const access = wanted.parameters?.kind === 'basic' ? 0 : ACCESS.delete;
  const options = { disposition: 'open', directory: false, deleteOnClose: false, access } as const;
  const file = yield* call(srvOpenFile(server, path, request.client, options));
  if (typeof file === 'string') return file;
  const status = yield* call(ioSynchronousRequest(server.io, file.fileObject, wanted));
  yield srvCloseFile(server, file);
  return status;
}
