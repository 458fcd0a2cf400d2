import { call, type Routine } from '../../../harness/sim';
import type { Executive } from '../ex/executive';
import type { NtStatus } from '../status';
import type { DispatcherObject } from './dispatcher-object';
import { EventObject } from './event-object';
import type { HandleTable } from './handle-table';
import type { ObObject } from './object';

/** NtCreateEvent: the handle, or why there is none. */
export function* ntCreateEvent(
  executive: Executive,
  handles: Pick<HandleTable<EventObject>, 'insert'>,
  label: string,
  options: { readonly resetsItself: boolean },
): Routine<number | NtStatus> {
  const event = new EventObject(executive, label, options);
  if (yield* call(event.allocate())) return yield* call(handles.insert(event));
  yield event.dereference();
  return 'STATUS_INSUFFICIENT_RESOURCES';
}

/** NtDuplicateObject: a handle in one table to what a handle in another is for. */
export function* ntDuplicateObject<T extends ObObject>(
  source: HandleTable<T>,
  handle: number,
  target: HandleTable<T>,
): Routine<number | NtStatus> {
  const object = yield* call(source.reference(handle));
  if (object === undefined) return 'STATUS_INVALID_HANDLE';
  const duplicate = yield* call(target.duplicate(object));
  yield object.dereference();
  return duplicate;
}

/** NtWaitForSingleObject. */
export function* ntWaitForSingleObject(
  handles: HandleTable<DispatcherObject>,
  handle: number,
  timeoutTicks: number,
): Routine<NtStatus> {
  const object = yield* call(handles.reference(handle));
  if (object === undefined) return 'STATUS_INVALID_HANDLE';
  const inTime = yield* call(object.wait(timeoutTicks));
  yield object.dereference();
  return inTime ? 'STATUS_SUCCESS' : 'STATUS_TIMEOUT';
}
