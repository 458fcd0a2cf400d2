// Values for random workloads.
import type { Routine, Values } from '../../../harness/sim';
import type { SmbClient } from './client';

/** Values for a client that has a connection. */
export function* ifConnected(client: SmbClient, values: () => Values): Routine<Values | undefined> {
  yield client.turn;
  return client.connection === undefined ? undefined : values();
}

/** A file that the client has open. */
export function* someHandle(client: SmbClient, draw: (count: number) => number): Routine<Values | undefined> {
  yield client.turn;
  const open = client.handles.filter((file) => !file.closed);
  return open.length === 0 ? undefined : { on: open[draw(open.length)] };
}
