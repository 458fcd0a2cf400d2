import { Name, Operation, reads, type Routine, type Values } from '../../../harness/sim';
import { FileObject } from '../io/file-object';
import { NativeHandle, NativeRequest, type NativeClient } from './client';

const LOOK = Name.of('native.look');

type Draw = (count: number) => number;

/** One of the files that the program has open, for a random workload. */
export function* someFile(client: NativeClient, draw: Draw): Routine<Values | undefined> {
  const { handles } = client.process;
  yield new Operation(LOOK, [reads(handles.object)]);
  const open = [...handles.entries].filter(([, object]) => object instanceof FileObject).map(([handle]) => handle);
  return open.length === 0 ? undefined : { on: new NativeHandle(client, open[draw(open.length)]) };
}

/** One of the requests that the program has under way. */
export function* someRequest(client: NativeClient, draw: Draw): Routine<Values | undefined> {
  yield new Operation(LOOK, [reads(client.process.object)]);
  const threads = [...client.process.threads.values()];
  yield new Operation(
    LOOK,
    threads.map(({ object }) => reads(object)),
  );
  const requests = threads
    .flatMap(({ irps }) => irps.map(({ userIosb }) => userIosb))
    .filter((one) => one instanceof NativeRequest);
  return requests.length === 0 ? undefined : { request: requests[draw(requests.length)] };
}
