import { call, type Routine } from '../../../harness/sim';
import { CLOSE_STARTED } from './points';
import { srvDereference, srvMustEnd } from './request';
import { workItem } from './server';
import type { Rfcb } from './srv-block';
import type { EndCause } from './work-context';

/**
 * Closes a FID: takes it out of the table, then closes the handle, which cleans the open up and so ends what is pended on it. False when
 * somebody else is closing it already. With `holdsBack` what is ended waits until it is released.
 */
export function* srvCloseRfcb(rfcb: Rfcb, cause: EndCause, options: { holdsBack: boolean }): Routine<boolean> {
  const { connection, server } = rfcb;
  const { world } = server.io;
  yield connection.lock.acquire;
  const mine = !rfcb.closing;
  if (mine) {
    rfcb.closing = true;
    if (options.holdsBack) rfcb.heldBack = [];
    connection.files.delete(rfcb.fid);
    for (const context of connection.pending) if (context.rfcb === rfcb) srvMustEnd(context, cause);
  }
  connection.lock.release();
  if (!mine) return false;
  if (world.faults.watches(CLOSE_STARTED)) {
    yield* call(world.faults.pass(CLOSE_STARTED, { client: connection.client, path: rfcb.fileObject.path }));
  }
  const skipped = world.defect('srv.forced-close-skips-cleanup') && connection.closing;
  if (!skipped) yield server.io.systemHandles.close(rfcb.handle);
  yield srvDereference(connection, rfcb);
  return true;
}

/** The CLOSE has been answered: now what it has ended may be. */
export function* srvReleaseHeldBack(rfcb: Rfcb): Routine {
  const { connection, server } = rfcb;
  yield connection.lock.acquire;
  const heldBack = rfcb.heldBack ?? [];
  rfcb.heldBack = undefined;
  const work = heldBack.flatMap((context) =>
    context.restart === undefined ? [] : [workItem(context, context.restart)],
  );
  connection.lock.release();
  for (const item of work) yield server.queue.insert(item);
}
