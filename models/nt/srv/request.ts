import { assert, call, type Routine } from '../../../harness/sim';
import type { NtStatus } from '../status';
import type { Connection } from './connection';
import { srvEndConnection } from './end-connection';
import { END_MARKS, REQUEST_REFUSED } from './marks';
import type { SmbCommand, SmbRequest, SmbResponse } from './message';
import { srvSend } from './send';
import type { SrvBlock } from './srv-block';
import { srvFreeTransaction } from './transaction';
import type { EndCause, WorkContext } from './work-context';

/** The connection that a request came by. It is there as long as the request is. */
export function connectionOf(context: WorkContext): Connection {
  assert(context.connection !== undefined, () => `${context.label} came by a connection`);
  return context.connection;
}

/** Commands whose header must name a session only, or nothing. All others name a tree connect as well. */
const HEADERS: Partial<Record<SmbCommand['command'], 'nothing' | 'session'>> = {
  SESSION_SETUP: 'nothing',
  REAUTHENTICATE: 'session',
  TREE_CONNECT: 'session',
  LOGOFF: 'session',
  PROCESS_EXIT: 'session',
};

/**
 * Looks up what a request's header names, and takes a reference to each: session, tree connect and, if the command has a FID, RFCB. Answers
 * what is wrong with them.
 */
export function* srvVerify(context: WorkContext, request: SmbRequest): Routine<NtStatus | undefined> {
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  const wrong = context.counted ? verify(context, connection, request) : 'STATUS_INVALID_PARAMETER';
  connection.lock.release();
  // MS-SMB2 3.3.5.2.3: a MessageId that the client had no right to ends the connection.
  if (!context.counted) yield srvEndConnection(connection, 'disconnect');
  return wrong;
}

function verify(context: WorkContext, connection: Connection, request: SmbRequest): NtStatus | undefined {
  const { body, uid, tid } = request;
  const named = HEADERS[body.command] ?? 'tree';
  if (named === 'nothing') return undefined;
  const session = connection.sessions.get(uid);
  if (connection.closing || session === undefined) return 'STATUS_SMB_BAD_UID';
  const treeConnect = named === 'session' ? undefined : connection.treeConnects.get(tid);
  if (named === 'tree' && treeConnect === undefined) return 'STATUS_SMB_BAD_TID';
  const rfcb = 'fid' in body ? connection.files.get(body.fid) : undefined;
  if ('fid' in body && (rfcb === undefined || rfcb.closing)) return 'STATUS_INVALID_HANDLE';
  rfcb?.reference();
  session.reference();
  treeConnect?.reference();
  context.session = session;
  context.treeConnect = treeConnect;
  context.rfcb = rfcb;
  return undefined;
}

/** Something has happened that must end what is pended for this request. The caller holds the connection's lock. */
export function srvMustEnd(context: WorkContext, cause: EndCause): void {
  context.endedBy ??= cause;
  context.server.io.world.events.requestMustEnd(context, BECAUSE[cause]);
}

const BECAUSE: Readonly<Record<EndCause, string>> = {
  cancel: 'it was cancelled',
  close: 'its file was closed',
  'tree disconnect': 'its tree was disconnected',
  logoff: 'its session was logged off',
  'process exit': 'its process exited',
  disconnect: 'its connection was lost',
  administrator: 'an administrator closed its file',
  'server stop': 'the server was stopped',
  'session replaced': 'its session was replaced',
};

/** Answers a request, and gives back everything that it held. The context must not be touched afterwards. */
export function* srvRespond(context: WorkContext, answer: Omit<SmbResponse, 'mid'>): Routine {
  const connection = connectionOf(context);
  const { world } = context.server.io;
  const { dialect } = context.server;
  yield connection.lock.acquire;
  // No longer in the table: whoever cancels it from here on finds nothing.
  connection.unpend(context);
  markEnd(context);
  const credits = srvCountOut(context, context.asyncId === undefined ? 'final' : 'final after interim');
  connection.lock.release();
  if (answer.status === 'STATUS_INSUFF_SERVER_RESOURCES') world.kernel.mark(REQUEST_REFUSED);
  const { mid, asyncId } = context;
  const { information, records, uid, tid, fid, mpxCount, maxWriteBytes } = answer;
  const status = dialect.wireStatus(answer.status);
  const response = {
    mid,
    status,
    information,
    records,
    uid,
    tid,
    fid,
    asyncId,
    credits,
    mpxCount,
    maxWriteBytes,
  } satisfies Record<keyof SmbResponse, unknown>;
  const sent = yield* call(srvSend(context, response));
  world.events.requestAnswered(context, sent.status, sent.sent, sent.records);
  yield srvEndRequest(context);
}

/** Cancelled, a request has been cancelled or answered all the same; any other end is a cleanup of the file system's. */
function markEnd({ endedBy, irp, server }: WorkContext): void {
  if (endedBy === undefined) return;
  const tooLate = endedBy === 'cancel' && irp.ioStatus !== 'STATUS_CANCELLED';
  const cleanedUp = endedBy !== 'cancel' && irp.ioStatus === 'STATUS_NOTIFY_CLEANUP';
  if (tooLate || cleanedUp) server.io.world.kernel.mark(END_MARKS[endedBy]);
}

/** A request is about to be answered: its place among those under way is free. The caller holds the connection's lock. */
export function srvCountOut(context: WorkContext, response: 'interim' | 'final' | 'final after interim'): number {
  const { request, connection } = context;
  if (!context.counted || request === undefined || connection === undefined) return 0;
  if (response !== 'interim') context.counted = false;
  return connection.flow.give(request, response);
}

/** Gives back everything that a request holds: its transaction, its references, its work context. */
export function* srvEndRequest(context: WorkContext): Routine {
  const connection = connectionOf(context);
  yield srvFreeTransaction(context);
  yield connection.lock.acquire;
  const { rfcb, treeConnect, session } = context;
  context.rfcb = undefined;
  context.treeConnect = undefined;
  context.session = undefined;
  const rfcbEnded = rfcb?.dereference() === true;
  const treeConnectEnded = treeConnect?.dereference() === true;
  const sessionEnded = session?.dereference() === true;
  const ended = dereference(connection, context);
  connection.lock.release();
  if (rfcbEnded) yield rfcb.free();
  if (treeConnectEnded) yield treeConnect.free();
  if (sessionEnded) yield session.free();
  yield freeEnded(connection, context, ended);
}

/** Gives back one of the references that keep a work context from being used for another request. */
export function* srvDereferenceContext(connection: Connection, context: WorkContext): Routine {
  yield connection.lock.acquire;
  const ended = dereference(connection, context);
  connection.lock.release();
  yield freeEnded(connection, context, ended);
}

/** What has ended with a reference: nothing, the request, or with it its connection. */
type Ended = 'nothing' | 'request' | 'connection';

/** The caller holds the lock, and frees what has ended without it. */
function dereference(connection: Connection, context: WorkContext): Ended {
  if (--context.references > 0) return 'nothing';
  return connection.dereference() ? 'connection' : 'request';
}

function* freeEnded(connection: Connection, context: WorkContext, ended: Ended): Routine {
  if (ended === 'nothing') return;
  yield srvReturnContext(context);
  if (ended === 'connection') yield connection.free();
}

/** Nobody refers to the context any more. */
export function* srvReturnContext(context: WorkContext): Routine {
  const { server } = context;
  const { world } = server.io;
  if (world.defect('srv.work-context-lost') && context.irp.cancel) return;
  world.events.requestForgotten(context);
  context.request = undefined;
  context.connection = undefined;
  yield server.contexts.return(context);
}

/** Gives one reference back, without the lock held before. */
export function* srvDereference(connection: Connection, block: SrvBlock): Routine {
  yield connection.lock.acquire;
  const last = block.dereference();
  connection.lock.release();
  if (last) yield block.free();
}
