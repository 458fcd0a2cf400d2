import { call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { NtStatus } from '../status';
import { INTERIM_SENT } from './marks';
import { INTERIM_SEND } from './points';
import { connectionOf, srvCountOut, srvDereferenceContext } from './request';
import { srvSend } from './send';
import { workItem } from './server';
import type { WorkContext } from './work-context';

/** An SMB2 header, and the body of an error response. */
const INTERIM_BYTES = 73;

/**
 * The file system has a request and may keep it: the client is told so by an interim response, which gives the request an AsyncId and
 * the client its credits back (MS-SMB2 3.3.4.2). Not if it is complete already, or if there is no memory for it; and the final
 * response waits for it. Simplified: Windows gives the request half a millisecond first.
 */
export function* srvGoAsync(context: WorkContext, status: NtStatus): Routine {
  const connection = connectionOf(context);
  const { nonpaged, queue } = context.server;
  const { events, faults, kernel } = context.server.io.world;
  const subjects = { request: context.label, client: context.client };
  if (faults.watches(INTERIM_SEND)) yield* call(faults.pass(INTERIM_SEND, subjects));
  const owner = { label: `interim response to ${context.label}` };
  const wanted = { bytes: INTERIM_BYTES, tag: TAG.srvDataBuffer, site: 'SrvAllocateInterimResponse', owner };
  const buffer = yield* nonpaged.allocate(wanted);
  yield connection.lock.acquire;
  const isLate = context.completed;
  const mayGo = !isLate || context.server.io.world.defect('srv.interim-too-late');
  const goesAsync = buffer !== undefined && status === 'STATUS_PENDING' && mayGo;
  const { mid } = context;
  const asyncId = connection.nextAsyncId;
  let credits = 0;
  if (goesAsync) {
    connection.nextAsyncId++;
    context.asyncId = asyncId;
    context.interimUnderWay = true;
    credits = srvCountOut(context, 'interim');
  }
  connection.lock.release();
  if (goesAsync) {
    kernel.mark(INTERIM_SENT);
    events.interimSent(context, asyncId);
    yield* call(srvSend(context, { mid, asyncId, credits, status: 'STATUS_PENDING' }));
    yield connection.lock.acquire;
    context.interimUnderWay = false;
    const next = context.completed && !isLate ? nextWork(context) : undefined;
    connection.lock.release();
    if (next !== undefined) yield queue.insert(workItem(context, next));
  }
  if (buffer !== undefined) yield* nonpaged.free(buffer, 'SrvSendCompletion');
  yield srvDereferenceContext(connection, context);
}

/** The IRP of a request has been completed: a worker goes on with it, when nothing must be sent before its answer. */
export function* srvCompleted(context: WorkContext, restart: () => Routine): Routine {
  const { server } = context;
  if (!server.dialect.hasInterim) {
    yield server.queue.insert(workItem(context, restart));
    return;
  }
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  context.completed = true;
  context.restart = restart;
  const next = context.interimUnderWay ? undefined : nextWork(context);
  connection.lock.release();
  if (next !== undefined) yield server.queue.insert(workItem(context, next));
}

/** Undefined when it waits for the response to a CLOSE of its file. The caller holds the connection's lock. */
function nextWork(context: WorkContext): (() => Routine) | undefined {
  const heldBack = context.rfcb?.heldBack;
  if (heldBack === undefined) return context.restart;
  heldBack.push(context);
  return undefined;
}
