import { call, type Routine } from '../../../harness/sim';
import { ACCESS } from '../io/access';
import type { FileObject } from '../io/file-object';
import { ioSynchronousRequest, type SynchronousRequest } from '../io/io-synchronous-request';
import type { BasicInformation, FileTime } from '../io/irp';
import type { NtStatus } from '../status';
import type { SmbCommand, SmbRequest } from './message';
import { srvCloseFile, srvOpenFile } from './open-file';
import { srvRespond } from './request';
import type { Server } from './server';
import type { WorkContext } from './work-context';

/** SMB_COM_RENAME ([MS-CIFS] 3.3.5.10). Windows sets the attributes and the creation time of a file anew with it (raw.notify). */
export function srvRename(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'RENAME' }>,
): Routine {
  const { from, to, replace } = body;
  const wanted = { major: 'SET_INFORMATION', parameters: { kind: 'rename', to, replace } } as const;
  return onPath(context, request, from, wanted, ['creation']);
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

/** TRANS2_SET_PATH_INFORMATION, SMB_SET_FILE_END_OF_FILE_INFO. Windows sets the attributes anew with it (raw.notify). */
export function srvSetEndOfFile(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'SET_END_OF_FILE' }>,
): Routine {
  const parameters = { kind: 'end-of-file', bytes: body.bytes } as const;
  return onPath(context, request, body.path, { major: 'SET_INFORMATION', parameters }, []);
}

/** Watchers hear of attributes and these times besides, where `renewed` says so. */
function* onPath(
  context: WorkContext,
  request: SmbRequest,
  path: string,
  wanted: SynchronousRequest,
  renewed?: readonly FileTime[],
): Routine {
  const status = yield* call(srvOnPath(context.server, path, request.client, wanted, renewed));
  yield srvRespond(context, { status });
}

/** Opens a file for as long as one request to it takes. With `renewed` its attributes and these times are set anew afterwards. */
export function* srvOnPath(
  server: Server,
  path: string,
  opener: string,
  wanted: SynchronousRequest,
  renewed?: readonly FileTime[],
): Routine<NtStatus> {
  // Attributes may be set whoever has the file open for what.
  const access = wanted.parameters?.kind === 'basic' ? 0 : ACCESS.delete;
  const options = { disposition: 'open', directory: false, deleteOnClose: false, access } as const;
  const file = yield* call(srvOpenFile(server, path, opener, options));
  if (typeof file === 'string') return file;
  const status = yield* call(ioSynchronousRequest(server.io, file.fileObject, wanted));
  const renews = renewed !== undefined && server.io.world.text('srv.attributes') === 'renewed';
  if (status === 'STATUS_SUCCESS' && renews) yield renewAttributes(server, file.fileObject, renewed);
  yield srvCloseFile(server, file);
  return status;
}

/**
 * Sets attributes of a file to what they are. Of a directory nothing of the kind is heard (raw.notify mask). Watchers of Windows
 * are seen to be told; that it happens in this way is a hypothesis.
 */
function* renewAttributes({ io }: Server, fileObject: FileObject, times: readonly FileTime[]): Routine {
  const into: BasicInformation = { directory: false, attributes: '' };
  const query = { major: 'QUERY_INFORMATION', parameters: { kind: 'query-basic', into } } as const;
  const status = yield* call(ioSynchronousRequest(io, fileObject, query));
  if (status !== 'STATUS_SUCCESS' || into.directory) return;
  const parameters = { kind: 'basic', attributes: into.attributes, times } as const;
  yield ioSynchronousRequest(io, fileObject, { major: 'SET_INFORMATION', parameters });
}
