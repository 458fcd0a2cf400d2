import { call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { SmbCommand, SmbRequest } from './message';
import { srvOpenFile } from './open-file';
import { connectionOf, srvRespond, srvVerify } from './request';
import { Rfcb, srvAllocate } from './srv-block';
import type { WorkContext } from './work-context';

/** SMB_COM_NT_CREATE_ANDX ([MS-CIFS] 3.3.5.51): opens a file and names the open by a FID. */
export function* srvNtCreate(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'NT_CREATE' }>,
): Routine {
  const wrong = yield* call(srvVerify(context, request));
  if (wrong !== undefined) {
    yield srvRespond(context, { status: wrong });
    return;
  }
  const { server } = context;
  const file = yield* call(srvOpenFile(server, body.path, request.client, body));
  if (typeof file === 'string') {
    if (file === 'STATUS_INSUFFICIENT_RESOURCES') yield server.logPagedPoolEmpty();
    const status = file === 'STATUS_INSUFFICIENT_RESOURCES' ? 'STATUS_INSUFF_SERVER_RESOURCES' : file;
    yield srvRespond(context, { status });
    return;
  }
  const connection = connectionOf(context);
  const { treeConnect } = context;
  yield connection.lock.acquire;
  const fid = connection.nextId++;
  connection.lock.release();
  if (treeConnect === undefined) return;
  const rfcb = new Rfcb(connection, treeConnect, fid, file.fileObject, file.handle);
  const made = yield* call(srvAllocate(rfcb, TAG.srvRfcb, 96, 'SrvAllocateRfcb'));
  yield connection.lock.acquire;
  // A tree connect or a connection that has been closed meanwhile takes no new files.
  const status = !made
    ? 'STATUS_INSUFF_SERVER_RESOURCES'
    : connection.closing || treeConnect.closing
      ? 'STATUS_SMB_BAD_TID'
      : undefined;
  if (status === undefined) connection.files.set(fid, rfcb);
  else rfcb.dereference();
  connection.lock.release();
  if (status !== undefined) {
    if (!server.io.world.defect('srv.failed-open-keeps-handle')) yield server.io.systemHandles.close(file.handle);
    yield rfcb.free();
  }
  yield srvRespond(context, { status: status ?? 'STATUS_SUCCESS', fid });
}
