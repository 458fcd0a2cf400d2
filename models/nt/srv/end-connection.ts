import type { Routine } from '../../../harness/sim';
import type { Connection } from './connection';
import type { EndCause } from './work-context';

/** The server ends a connection: its transport tells the client, and then us, as if the client had gone. */
export function* srvEndConnection(connection: Connection, cause: EndCause): Routine {
  yield connection.lock.acquire;
  connection.endedBy ??= cause;
  connection.lock.release();
  yield connection.transport.disconnect();
}
