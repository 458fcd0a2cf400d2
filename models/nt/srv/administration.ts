import { call, type Routine } from '../../../harness/sim';
import { srvCloseRfcb } from './close-rfcb';
import { srvCloseSession, srvCloseTreeConnect } from './disconnect';
import type { Connection } from './connection';
import type { Server } from './server';

/** NetFileClose: an administrator closes a file that a client has open. False when it was closed. */
export function* srvForceClose(connection: Connection, fid: number): Routine<boolean> {
  yield connection.lock.acquire;
  const rfcb = connection.files.get(fid);
  connection.lock.release();
  return rfcb !== undefined && (yield* call(srvCloseRfcb(rfcb, 'administrator', { holdsBack: false })));
}

/** NetShareDel: closes every tree connect, and what was opened through it. False when there was none. */
export function* srvDeleteShare(server: Server): Routine<boolean> {
  let any = false;
  for (const connection of yield* call(connectionsOf(server))) {
    yield connection.lock.acquire;
    const trees = [...connection.treeConnects.values()];
    connection.lock.release();
    for (const tree of trees) yield srvCloseTreeConnect(connection, tree, 'administrator');
    any ||= trees.length > 0;
  }
  return any;
}

/** NetSessionDel: ends the sessions of a client, which stays connected. False when it had none. */
export function* srvDeleteSession(server: Server, client: string): Routine<boolean> {
  let any = false;
  for (const connection of yield* call(connectionsOf(server))) {
    if (connection.client !== client) continue;
    yield connection.lock.acquire;
    const sessions = [...connection.sessions.values()];
    connection.lock.release();
    for (const session of sessions) yield srvCloseSession(connection, session, 'administrator');
    any ||= sessions.length > 0;
  }
  return any;
}

function* connectionsOf(server: Server): Routine<readonly Connection[]> {
  yield server.lock.acquire;
  const connections = [...server.connections];
  server.lock.release();
  return connections;
}
