import { assert, call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { Connection } from './connection';
import { srvCloseSession } from './disconnect';
import { srvEndConnection } from './end-connection';
import type { SmbCommand } from './message';
import { connectionOf, srvRespond } from './request';
import { Session, srvAllocate, TreeConnect, type SrvBlock } from './srv-block';
import type { WorkContext } from './work-context';

/**
 * SMB_COM_SESSION_SETUP_ANDX with TREE_CONNECT_ANDX chained to it ([MS-CIFS] 3.3.5.43, 3.3.5.45), SMB2 SESSION_SETUP and TREE_CONNECT.
 * Simplified: everybody may.
 */
export function* srvSessionSetup(
  context: WorkContext,
  { replaces }: Extract<SmbCommand, { command: 'SESSION_SETUP' }>,
): Routine {
  const connection = connectionOf(context);
  if (replaces) yield replaceEarlier(connection);
  const { server } = connection;
  const { world } = server.io;
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
  const isMade = made && !connection.closing;
  if (isMade) {
    connection.sessions.set(uid, session);
    connection.treeConnects.set(tid, treeConnect);
  }
  connection.lock.release();
  if (isMade) {
    const mpxCount = world.number('srv.mpx-count');
    const maxWriteBytes = Math.min(MAX_WRITE_BYTES, CREDIT_BYTES * world.number('srv.credits'));
    yield srvRespond(context, { status: 'STATUS_SUCCESS', uid, tid, mpxCount, maxWriteBytes });
    return;
  }
  yield undo(connection, [treeConnect, session]);
  yield srvRespond(context, { status: 'STATUS_INSUFF_SERVER_RESOURCES' });
}

/** What a message may carry for one credit (MS-SMB2 3.1.5.2), and Windows' own limit. */
const CREDIT_BYTES = 65_536;
const MAX_WRITE_BYTES = 8 * 1024 * 1024;

/** SMB_COM_TREE_CONNECT_ANDX: another one to the same share. */
export function* srvTreeConnect(context: WorkContext): Routine {
  const connection = connectionOf(context);
  const { session } = context;
  assert(session !== undefined, 'a verified UID has a session');
  yield connection.lock.acquire;
  const tid = connection.nextId++;
  connection.lock.release();
  const treeConnect = new TreeConnect(connection, session, tid);
  const made = yield* call(srvAllocate(treeConnect, TAG.srvTreeConnect, 88, 'SrvAllocateTreeConnect'));
  yield connection.lock.acquire;
  const status = !made
    ? 'STATUS_INSUFF_SERVER_RESOURCES'
    : connection.closing || session.closing
      ? 'STATUS_SMB_BAD_UID'
      : 'STATUS_SUCCESS';
  if (status === 'STATUS_SUCCESS') connection.treeConnects.set(tid, treeConnect);
  connection.lock.release();
  if (status !== 'STATUS_SUCCESS') yield undo(connection, [treeConnect]);
  yield srvRespond(context, { status, tid });
}

/** SESSION_SETUP for a session that there is; in SMB2 it is lost if that fails (MS-SMB2 3.3.5.5.3). */
export function* srvReauthenticate(
  context: WorkContext,
  { succeeds }: Extract<SmbCommand, { command: 'REAUTHENTICATE' }>,
): Routine {
  const { session, server } = context;
  assert(session !== undefined, 'a verified UID has a session');
  if (!succeeds && server.dialect.failedLogonEndsSession)
    yield srvCloseSession(connectionOf(context), session, 'session replaced');
  yield srvRespond(context, { status: succeeds ? 'STATUS_SUCCESS' : 'STATUS_LOGON_FAILURE' });
}

/**
 * The client begins anew: its earlier connections end (a VcNumber of zero, [MS-CIFS] 3.3.5.43), or only their sessions (PreviousSessionId,
 * MS-SMB2 3.3.5.5.3).
 */
function* replaceEarlier(connection: Connection): Routine {
  const { server } = connection;
  yield server.lock.acquire;
  const earlier = server.connections.filter((one) => one !== connection && one.client === connection.client);
  server.lock.release();
  for (const one of earlier) {
    if (server.dialect.logonReplaces === 'connections') yield srvEndConnection(one, 'session replaced');
    else yield endSessions(one);
  }
}

function* endSessions(connection: Connection): Routine {
  yield connection.lock.acquire;
  const sessions = [...connection.sessions.values()];
  connection.lock.release();
  for (const session of sessions) yield srvCloseSession(connection, session, 'session replaced');
}

/** Nobody else has seen these. */
function* undo(connection: Connection, blocks: readonly SrvBlock[]): Routine {
  yield connection.lock.acquire;
  for (const block of blocks) block.dereference();
  connection.lock.release();
  for (const block of blocks) yield block.free();
}
