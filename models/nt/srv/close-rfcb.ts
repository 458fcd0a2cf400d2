import { call, type Routine } from '../../../harness/sim';
import { CLOSE_STARTED } from './points';
import { srvDereference } from './request';
import type { Rfcb } from './srv-block';

/**
 * Closes a FID: takes it out of the table, then closes the handle, which cleans the open up and so ends what is pended on it. False when
 * somebody else is closing it already.
 */
export function* srvCloseRfcb(rfcb: Rfcb): Routine<boolean> {
  const { connection, server } = rfcb;
  const { world } = server.io;
  yield connection.lock.acquire;
  const mine = !rfcb.closing;
  if (mine) {
    rfcb.closing = true;
    connection.files.delete(rfcb.fid);
    for (const context of connection.pending) {
      if (context.rfcb === rfcb) world.events.requestMustEnd(context, `its file was closed`);
    }
  }
  connection.lock.release();
  if (!mine) return false;
  if (world.faults.watches(CLOSE_STARTED)) {
    yield* call(world.faults.pass(CLOSE_STARTED, { client: connection.client, path: rfcb.fileObject.path }));
  }
  const skipped = connection.closing && world.defect('srv.forced-close-skips-cleanup');
  if (!skipped) yield server.io.systemHandles.close(rfcb.handle);
  yield srvDereference(connection, rfcb);
  return true;
}
