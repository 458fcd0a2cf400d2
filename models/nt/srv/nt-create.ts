import { assert, call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { ACCESS, ALL_ACCESS } from '../io/access';
import type { Access, SmbCommand, SmbRequest } from './message';
import { srvOpenFile } from './open-file';
import { connectionOf, srvRespond } from './request';
import { Rfcb, srvAllocate } from './srv-block';
import type { WorkContext } from './work-context';

const MASKS: Readonly<Record<Access, number>> = { everything: ALL_ACCESS, attributes: 0, delete: ACCESS.delete };

/** SMB_COM_NT_CREATE_ANDX ([MS-CIFS] 3.3.5.51), SMB2 CREATE: opens a file and names the open by a FID. */
export function* srvNtCreate(
  context: WorkContext,
  { client, pid }: SmbRequest,
  body: Extract<SmbCommand, { command: 'NT_CREATE' }>,
): Routine {
  const { server, treeConnect } = context;
  assert(treeConnect !== undefined, 'a verified TID has a tree connect');
  const file = yield* call(srvOpenFile(server, body.path, client, { ...body, access: MASKS[body.access] }));
  if (typeof file === 'string') {
    const status = file === 'STATUS_INSUFFICIENT_RESOURCES' ? 'STATUS_INSUFF_SERVER_RESOURCES' : file;
    yield srvRespond(context, { status });
    return;
  }
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  const fid = connection.nextId++;
  connection.lock.release();
  const rfcb = new Rfcb({ connection, treeConnect, fid, pid, access: body.access, ...file });
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
