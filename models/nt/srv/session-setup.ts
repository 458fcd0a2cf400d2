import { call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { SmbRequest } from './message';
import { connectionOf, srvRespond, srvVerify } from './request';
import { Session, srvAllocate, TreeConnect } from './srv-block';
import type { WorkContext } from './work-context';

/** SMB_COM_TREE_CONNECT_ANDX ([MS-CIFS] 3.3.5.45) by itself: once more to the share, in the session that there is. */
export function* srvTreeConnect(context: WorkContext, request: SmbRequest): Routine {
  const wrong = yield* call(srvVerify(context, request));
  const { session } = context;
  if (session === undefined) {
    yield srvRespond(context, { status: wrong ?? 'STATUS_SMB_BAD_UID' });
    return;
  }
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  const tid = connection.nextId++;
  connection.lock.release();
  const treeConnect = new TreeConnect(connection, session, tid);
  const made = yield* call(srvAllocate(treeConnect, TAG.srvTreeConnect, 88, 'SrvAllocateTreeConnect'));
  yield connection.lock.acquire;
  const kept = made && !connection.closing && !session.closing;
  if (kept) connection.treeConnects.set(tid, treeConnect);
  else treeConnect.dereference();
  connection.lock.release();
  if (!kept) yield treeConnect.free();
  yield srvRespond(context, kept ? { status: 'STATUS_SUCCESS', tid } : { status: 'STATUS_INSUFF_SERVER_RESOURCES' });
}

/** SMB_COM_SESSION_SETUP_ANDX with TREE_CONNECT_ANDX chained to it ([MS-CIFS] 3.3.5.43, 3.3.5.45). Simplified: everybody may. */
export function* srvSessionSetup(context: WorkContext): Routine {
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  const uid = connection.nextId++;
  const tid = connection.nextId++;
  connection.lock.release();
  const session = new Session(connection, uid);
  const treeConnect = new TreeConnect(connection, session, tid);
  const made =
    (yield* call(srvAllocate(session, TAG.srvSession, 120, 'SrvAllocateSession'))) &&
    (yield* call(srvAllocate(treeConnect, TAG.srvTreeConnect, 88, 'SrvAllocateTreeConnect')));
  yield connection.lock.acquire;
  if (made && !connection.closing) {
    connection.sessions.set(uid, session);
    connection.treeConnects.set(tid, treeConnect);
    connection.lock.release();
    yield srvRespond(context, { status: 'STATUS_SUCCESS', uid, tid });
    return;
  }
  session.dereference();
  treeConnect.dereference();
  connection.lock.release();
  yield session.free();
  yield treeConnect.free();
  yield srvRespond(context, { status: 'STATUS_INSUFF_SERVER_RESOURCES' });
}
