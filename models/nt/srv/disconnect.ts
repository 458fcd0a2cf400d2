import { call, type Routine } from '../../../harness/sim';
import { srvCloseRfcb } from './close-rfcb';
import type { Connection } from './connection';
import type { SmbRequest } from './message';
import { DISCONNECTED } from './points';
import { connectionOf, srvDereference, srvRespond, srvVerify } from './request';
import type { Rfcb, Session, TreeConnect } from './srv-block';
import type { WorkContext } from './work-context';

/** SMB_COM_TREE_DISCONNECT ([MS-CIFS] 3.3.5.26): closes what was opened through this tree connect. */
export function* srvTreeDisconnect(context: WorkContext, request: SmbRequest): Routine {
  const wrong = yield* call(srvVerify(context, request));
  const { treeConnect } = context;
  if (treeConnect === undefined) {
    yield srvRespond(context, { status: wrong ?? 'STATUS_SMB_BAD_TID' });
    return;
  }
  yield closeTreeConnect(connectionOf(context), treeConnect);
  yield srvRespond(context, { status: 'STATUS_SUCCESS' });
}

/** SMB_COM_LOGOFF_ANDX ([MS-CIFS] 3.3.5.44): ends the session and what was opened in it. */
export function* srvLogoff(context: WorkContext, request: SmbRequest): Routine {
  const wrong = yield* call(srvVerify(context, request));
  const { session } = context;
  if (session === undefined) {
    yield srvRespond(context, { status: wrong ?? 'STATUS_SMB_BAD_UID' });
    return;
  }
  yield closeSession(connectionOf(context), session);
  yield srvRespond(context, { status: 'STATUS_SUCCESS' });
}

/** SMB_COM_PROCESS_EXIT ([MS-CIFS] 3.3.5.18): closes what the process has open. Simplified: a client is one process, with one session. */
export function* srvProcessExit(context: WorkContext, request: SmbRequest): Routine {
  const wrong = yield* call(srvVerify(context, request));
  if (wrong === undefined) yield closeFiles(connectionOf(context), () => true);
  yield srvRespond(context, { status: wrong ?? 'STATUS_SUCCESS' });
}

/** The transport has lost a connection: everything that belongs to it ends, and nothing can be answered any more. */
export function* srvDisconnect(connection: Connection): Routine {
  const { world } = connection.server.io;
  world.events.connected(-1);
  yield connection.lock.acquire;
  connection.closing = true;
  for (const context of connection.pending) world.events.requestMustEnd(context, 'its connection was lost');
  const sessions = [...connection.sessions.values()];
  connection.lock.release();
  if (world.faults.watches(DISCONNECTED)) yield* call(world.faults.pass(DISCONNECTED, { client: connection.client }));
  if (!world.defect('srv.files-survive-disconnect')) {
    for (const session of sessions) yield closeSession(connection, session);
  }
  yield srvDereference(connection, connection);
}

function* closeSession(connection: Connection, session: Session): Routine {
  yield connection.lock.acquire;
  const mine = connection.sessions.delete(session.uid);
  session.closing = true;
  const trees = [...connection.treeConnects.values()].filter((tree) => tree.session === session);
  connection.lock.release();
  if (!mine) return;
  for (const tree of trees) yield closeTreeConnect(connection, tree);
  yield srvDereference(connection, session);
}

function* closeTreeConnect(connection: Connection, tree: TreeConnect): Routine {
  yield connection.lock.acquire;
  const mine = connection.treeConnects.delete(tree.tid);
  tree.closing = true;
  connection.lock.release();
  if (!mine) return;
  yield closeFiles(connection, (file) => file.treeConnect === tree);
  yield srvDereference(connection, tree);
}

function* closeFiles(connection: Connection, matches: (file: Rfcb) => boolean): Routine {
  yield connection.lock.acquire;
  const files = [...connection.files.values()].filter(matches);
  connection.lock.release();
  for (const file of files) yield* call(srvCloseRfcb(file));
}
