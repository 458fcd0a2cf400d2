import { assert, call, type Routine } from '../../../harness/sim';
import type { NtStatus } from '../status';
import type { Connection } from './connection';
import { REQUEST_REFUSED } from './marks';
import type { SmbRequest, SmbResponse } from './message';
import type { Rfcb, SrvBlock } from './srv-block';
import { srvFreeTransaction } from './transaction';
import type { WorkContext } from './work-context';

/** The connection that a request came by. It is there as long as the request is. */
export function connectionOf(context: WorkContext): Connection {
  assert(context.connection !== undefined, () => `${context.label} came by a connection`);
  return context.connection;
}

/**
 * Looks up what the request's header names, and takes a reference to each: session, tree connect and, if the command has a FID, RFCB.
 * Answers what is wrong with them.
 */
export function* srvVerify(context: WorkContext, request: SmbRequest, fid?: number): Routine<NtStatus | undefined> {
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  const wrong = verify(context, connection, request, fid);
  connection.lock.release();
  return wrong;
}

function verify(
  context: WorkContext,
  connection: Connection,
  request: SmbRequest,
  fid: number | undefined,
): NtStatus | undefined {
  const session = connection.sessions.get(request.uid);
  if (connection.closing || session === undefined) return 'STATUS_SMB_BAD_UID';
  const treeConnect = connection.treeConnects.get(request.tid);
  if (treeConnect === undefined) return 'STATUS_SMB_BAD_TID';
  let rfcb: Rfcb | undefined;
  if (fid !== undefined) {
    rfcb = connection.files.get(fid);
    if (rfcb === undefined || rfcb.closing) return 'STATUS_INVALID_HANDLE';
    rfcb.reference();
  }
  session.reference();
  treeConnect.reference();
  context.session = session;
  context.treeConnect = treeConnect;
  context.rfcb = rfcb;
  return undefined;
}

/** Answers a request, and gives back everything that it held. The context must not be touched afterwards. */
export function* srvRespond(context: WorkContext, answer: Omit<SmbResponse, 'mid'>): Routine {
  const connection = connectionOf(context);
  const sent = yield* call(connection.transport.send({ mid: context.mid, ...answer }));
  const { world } = context.server.io;
  if (answer.status === 'STATUS_INSUFF_SERVER_RESOURCES') world.kernel.mark(REQUEST_REFUSED);
  world.events.requestAnswered(context, answer.status, sent, answer.records?.length ?? 0);
  yield srvEndRequest(context);
}

/** Gives back everything that a request holds: its place in the table, its transaction, its references, its work context. */
export function* srvEndRequest(context: WorkContext): Routine {
  const connection = connectionOf(context);
  yield srvFreeTransaction(context);
  yield connection.lock.acquire;
  const at = connection.pending.indexOf(context);
  if (at >= 0) connection.pending.splice(at, 1);
  const { rfcb, treeConnect, session } = context;
  context.rfcb = undefined;
  context.treeConnect = undefined;
  context.session = undefined;
  const rfcbEnded = rfcb?.dereference() === true;
  const treeConnectEnded = treeConnect?.dereference() === true;
  const sessionEnded = session?.dereference() === true;
  const last = --context.references === 0;
  connection.lock.release();
  if (rfcbEnded) yield rfcb.free();
  if (treeConnectEnded) yield treeConnect.free();
  if (sessionEnded) yield session.free();
  if (last) yield srvReturnContext(context);
}

/** Nobody refers to the context any more. */
export function* srvReturnContext(context: WorkContext): Routine {
  const { server } = context;
  if (server.io.world.defect('srv.work-context-lost') && context.irp.cancel) return;
  yield server.contexts.return(context);
  server.io.world.events.requestForgotten(context);
  context.request = undefined;
  context.connection = undefined;
}

/** Gives one reference back, without the lock held before. */
export function* srvDereference(connection: Connection, block: SrvBlock): Routine {
  yield connection.lock.acquire;
  const last = block.dereference();
  connection.lock.release();
  if (last) yield block.free();
}
