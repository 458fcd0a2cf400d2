import { assert, call, removeFrom, type Routine } from '../../../harness/sim';
import { srvCloseRfcb } from './close-rfcb';
import type { Connection } from './connection';
import type { SmbRequest } from './message';
import { DISCONNECTED } from './points';
import { connectionOf, srvDereference, srvMustEnd, srvRespond } from './request';
import type { Rfcb, Session, TreeConnect } from './srv-block';
import type { EndCause, WorkContext } from './work-context';

/** SMB_COM_TREE_DISCONNECT ([MS-CIFS] 3.3.5.26), MS-SMB2 3.3.5.8: closes what was opened through this tree connect. */
export function* srvTreeDisconnect(context: WorkContext): Routine {
  const { treeConnect } = context;
  assert(treeConnect !== undefined, 'a verified TID has a tree connect');
  yield srvCloseTreeConnect(connectionOf(context), treeConnect, 'tree disconnect');
  yield srvRespond(context, { status: 'STATUS_SUCCESS' });
}

/** SMB_COM_LOGOFF_ANDX ([MS-CIFS] 3.3.5.44), MS-SMB2 3.3.5.6: ends the session and what was opened in it. */
export function* srvLogoff(context: WorkContext): Routine {
  const { session } = context;
  assert(session !== undefined, 'a verified UID has a session');
  yield srvCloseSession(connectionOf(context), session, 'logoff');
  yield srvRespond(context, { status: 'STATUS_SUCCESS' });
}

/** SMB_COM_PROCESS_EXIT ([MS-CIFS] 3.3.5.20): closes what the process of the header's PID has opened. */
export function* srvProcessExit(context: WorkContext, { pid }: SmbRequest): Routine {
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  const files = [...connection.files.values()].filter((file) => file.pid === pid);
  connection.lock.release();
  yield closeFiles(files, 'process exit');
  yield srvRespond(context, { status: 'STATUS_SUCCESS' });
}

/** The transport has lost a connection: everything that belongs to it ends, and nothing can be answered any more. */
export function* srvDisconnect(connection: Connection): Routine {
  const { server, client } = connection;
  const { world } = server.io;
  world.events.connected(-1);
  yield connection.lock.acquire;
  connection.closing = true;
  const cause = connection.endedBy ?? 'disconnect';
  for (const context of connection.pending) srvMustEnd(context, cause);
  const sessions = [...connection.sessions.values()];
  connection.lock.release();
  if (world.faults.watches(DISCONNECTED)) yield* call(world.faults.pass(DISCONNECTED, { client }));
  if (!world.defect('srv.files-survive-disconnect')) {
    for (const session of sessions) yield srvCloseSession(connection, session, cause);
  }
  yield server.lock.acquire;
  const wasThere = removeFrom(server.connections, connection);
  assert(wasThere, () => `${connection.label} ends once`);
  server.lock.release();
  yield srvDereference(connection, connection);
}

/** Ends a session; nothing happens when somebody else is ending it. */
export function* srvCloseSession(connection: Connection, session: Session, cause: EndCause): Routine {
  yield connection.lock.acquire;
  const mine = connection.sessions.delete(session.uid);
  session.closing = true;
  const trees = [...connection.treeConnects.values()].filter((tree) => tree.session === session);
  connection.lock.release();
  if (!mine) return;
  for (const tree of trees) yield srvCloseTreeConnect(connection, tree, cause);
  if (connection.server.io.world.defect('srv.session-freed-with-logoff')) yield session.free();
  yield srvDereference(connection, session);
}

/** Ends a tree connect; nothing happens when somebody else is ending it. */
export function* srvCloseTreeConnect(connection: Connection, tree: TreeConnect, cause: EndCause): Routine {
  yield connection.lock.acquire;
  const mine = connection.treeConnects.delete(tree.tid);
  tree.closing = true;
  const files = [...connection.files.values()].filter((file) => file.treeConnect === tree);
  connection.lock.release();
  if (!mine) return;
  yield closeFiles(files, cause);
  yield srvDereference(connection, tree);
}

function* closeFiles(files: readonly Rfcb[], cause: EndCause): Routine {
  for (const file of files) yield* call(srvCloseRfcb(file, cause, { holdsBack: false }));
}
