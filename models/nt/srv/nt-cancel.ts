import { call, Name, Operation, writes, type Routine } from '../../../harness/sim';
import { ioCancelIrp } from '../io/io-cancel-irp';
import type { SmbRequest } from './message';
import { CANCEL_FOUND } from './points';
import { connectionOf, srvDereferenceContext, srvEndRequest, srvMustEnd } from './request';
import type { WorkContext } from './work-context';
import type { Connection } from './connection';

const BEHIND = Name.of('srv.cancel.behind');

/**
 * SMB_COM_NT_CANCEL ([MS-CIFS] 2.2.4.65, 3.3.5.52), SMB2 CANCEL (MS-SMB2 3.3.5.16): cancels every pending request that it is meant for. Has no
 * answer; the cancelled request has, exactly one: STATUS_CANCELLED, or what it was about to say.
 */
export function* srvNtCancel(context: WorkContext, request: SmbRequest): Routine {
  const connection = connectionOf(context);
  const { dialect, io } = context.server;
  yield srvCancelPending(connection, (other, asyncId) => dialect.cancels(request, other, asyncId));
  io.world.events.requestAnswered(context, 'STATUS_SUCCESS', false, 0);
  yield srvEndRequest(context);
}

/** Waits until a request has been answered. */
function behind({ lock, pending }: Connection, context: WorkContext): Operation {
  return new Operation(BEHIND, [writes(lock.object)], () => !pending.includes(context));
}

/** Cancels the pending requests of a connection that match. */
export function* srvCancelPending(
  connection: Connection,
  matches: (request: SmbRequest, asyncId: number | undefined) => boolean,
): Routine<boolean> {
  const { io } = connection.server;
  yield connection.lock.acquire;
  const found = connection.pending.filter(({ request, asyncId }) => request !== undefined && matches(request, asyncId));
  // A reference each, so that the IRP is not used for another request while it is being cancelled (KB Q161802).
  const held = !io.world.defect('srv.cancel-without-reference');
  for (const context of found) {
    if (held) context.references++;
    srvMustEnd(context, 'cancel');
  }
  connection.lock.release();
  for (const context of found) {
    const subjects = { request: context.label, client: context.client };
    if (io.world.faults.watches(CANCEL_FOUND)) yield* call(io.world.faults.pass(CANCEL_FOUND, subjects));
    if (io.world.defect('srv.cancel-in-line')) yield behind(connection, context);
    const taken = yield* call(ioCancelIrp(io, context.irp));
    if (taken && io.world.defect('srv.cancel-answers-too')) {
      const response = { mid: context.mid, status: 'STATUS_CANCELLED' } as const;
      const sent = yield* call(connection.transport.send(response, context.label));
      io.world.events.requestAnswered(context, 'STATUS_CANCELLED', sent, 0);
    }
    if (held) yield srvDereferenceContext(connection, context);
  }
  return found.length > 0;
}
