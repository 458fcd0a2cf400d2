import { call, type Routine } from '../../../harness/sim';
import { ioCancelIrp } from '../io/io-cancel-irp';
import type { SmbRequest } from './message';
import { CANCEL_FOUND } from './points';
import { connectionOf, srvEndRequest, srvReturnContext } from './request';
import type { WorkContext } from './work-context';
import type { Connection } from './connection';

/**
 * SMB_COM_NT_CANCEL ([MS-CIFS] 2.2.4.65, 3.3.5.52): cancels every pending request with the same UID, TID, PID and MID. Has no answer; the
 * cancelled request has, exactly one: STATUS_CANCELLED, or what it was about to say.
 */
export function* srvNtCancel(context: WorkContext, request: SmbRequest): Routine {
  const connection = connectionOf(context);
  yield srvCancelPending(
    connection,
    (other) =>
      other.uid === request.uid && other.tid === request.tid && other.pid === request.pid && other.mid === request.mid,
  );
  context.server.io.world.events.requestAnswered(context, 'STATUS_SUCCESS', false);
  yield srvEndRequest(context);
}

/** Cancels the pending requests of a connection that match. */
export function* srvCancelPending(connection: Connection, matches: (request: SmbRequest) => boolean): Routine<boolean> {
  const { io } = connection.server;
  yield connection.lock.acquire;
  const found = connection.pending.filter(({ request }) => request !== undefined && matches(request));
  // A reference each, so that the IRP is not used for another request while it is being cancelled (KB Q161802).
  for (const context of found) {
    context.references++;
    io.world.events.requestMustEnd(context, 'it was cancelled');
  }
  connection.lock.release();
  for (const context of found) {
    const subjects = { request: context.label, client: context.client };
    if (io.world.faults.watches(CANCEL_FOUND)) yield* call(io.world.faults.pass(CANCEL_FOUND, subjects));
    const taken = yield* call(ioCancelIrp(io, context.irp));
    if (taken && io.world.defect('srv.cancel-answers-too')) {
      const sent = yield* call(connection.transport.send({ mid: context.mid, status: 'STATUS_CANCELLED' }));
      io.world.events.requestAnswered(context, 'STATUS_CANCELLED', sent);
    }
    yield connection.lock.acquire;
    const last = --context.references === 0;
    connection.lock.release();
    if (last) yield srvReturnContext(context);
  }
  return found.length > 0;
}
