import { call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { NtStatus } from '../status';
import { srvEndConnection } from './end-connection';
import { RESPONSE_BUFFER, RESPONSE_REFUSED, SEND_FAILED } from './marks';
import type { SmbResponse } from './message';
import { RESPONSE_SEND } from './points';
import type { WorkContext } from './work-context';

/** What became of a response. */
export interface Sent {
  /** What it says, or would have said. */
  readonly status: NtStatus;
  /** False when its connection has gone. */
  readonly sent: boolean;
  /** How many change records it carries. */
  readonly records: number;
}

/**
 * Sends a response. One that carries records needs a buffer of its own, until it has been sent: without one the client is told that
 * resources are short, for which the buffer of its request is enough.
 */
export function* srvSend(context: WorkContext, response: SmbResponse): Routine<Sent> {
  const { server, connection, client, label } = context;
  const { world } = server.io;
  const bytes = response.records?.length === 0 ? 0 : (response.information ?? 0);
  const owner = { label: `response to ${label}` };
  const wanted = { bytes, tag: TAG.srvDataBuffer, site: 'SrvAllocateResponse', owner };
  const block = bytes > 0 ? yield* server.nonpaged.allocate(wanted) : undefined;
  if (block !== undefined) world.kernel.mark(RESPONSE_BUFFER);
  let answer = response;
  if (bytes > 0 && block === undefined) {
    world.kernel.mark(RESPONSE_REFUSED);
    const status = server.dialect.wireStatus('STATUS_INSUFF_SERVER_RESOURCES');
    answer = { ...response, status, information: 0, records: [] };
  }
  const { status } = answer;
  const failed =
    world.faults.watches(RESPONSE_SEND) &&
    (yield* call(world.faults.pass(RESPONSE_SEND, { request: label, client, status }))) !== undefined;
  const sent = !failed && connection !== undefined && (yield* call(connection.transport.send(answer, label)));
  if (block !== undefined) yield* server.nonpaged.free(block, 'SrvSendCompletion');
  if (failed && connection !== undefined) {
    // Nobody can know what of it has arrived: the transport can not go on.
    world.kernel.mark(SEND_FAILED);
    yield srvEndConnection(connection, 'disconnect');
  }
  return { status, sent, records: answer.records?.length ?? 0 };
}
