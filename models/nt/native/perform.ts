import { assert, call, type Performed, type Routine, type Value, type Values } from '../../../harness/sim';
import { FILTERS } from '../fsrtl/filters';
import type { Caller } from '../io/caller';
import type { SynchronousRequest } from '../io/io-synchronous-request';
import type { Parameters } from '../io/irp';
import { ntNotifyChangeDirectoryFile } from '../io/nt-notify-change-directory-file';
import { ntError, type NtStatus } from '../status';
import { text } from '../text';
import { NativeHandle, NativeRequest, type NativeClient } from './client';
import { onHandle, onPath } from './files';

/** NtNotifyChangeDirectoryFile with what the scenario says. */
export function* notify(client: NativeClient, values: Values, name: string): Routine<Performed> {
  const { on, event } = values;
  const directory = on === undefined ? 0 : valueOf(client, on);
  const made = new NativeRequest(client, directory, name, Number(values.buffer));
  const asked = {
    handle: directory,
    event: event === undefined ? undefined : valueOf(client, event),
    iosb: values['status-block'] === false ? undefined : made,
    buffer: made.buffer,
    filter: bits(values.filter, FILTERS),
    watchTree: values.tree === true,
    name,
  };
  const status = yield* call(client.service((caller) => ntNotifyChangeDirectoryFile(client.io, caller, asked)));
  if (ntError(status)) made.refusal = status;
  // Pending, it has an outcome of its own, which may be there already and is not the caller's to look at in this step.
  return { response: status === 'STATUS_PENDING' ? { status } : made.response, made };
}

/** What a call that opens something comes to. */
export function* opened(
  client: NativeClient,
  open: (caller: Caller) => Routine<number | NtStatus>,
): Routine<Performed> {
  const handle = yield* call(client.service(open));
  if (typeof handle !== 'number') return done(handle);
  return { response: { status: 'STATUS_SUCCESS' }, made: new NativeHandle(client, handle) };
}

/** What a call that answers no more than a status comes to. */
export function* simple(client: NativeClient, service: (caller: Caller) => Routine<NtStatus>): Routine<Performed> {
  return done(yield* call(client.service(service)));
}

export function onOpen(
  client: NativeClient,
  on: Value,
  access: number,
  wanted: SynchronousRequest,
): Routine<Performed> {
  return simple(client, (caller) => onHandle(client, caller, valueOf(client, on), access, wanted));
}

export function onNamed(client: NativeClient, path: Value, access: number, parameters: Parameters): Routine<Performed> {
  const wanted = { major: 'SET_INFORMATION', parameters } as const;
  return simple(client, (caller) => onPath(client, caller, text(path), access, wanted));
}

export function done(status: NtStatus): Performed {
  return { response: { status }, effective: status === 'STATUS_SUCCESS' };
}

/** The number of a handle in its own process's table; to other processes it means nothing. */
export function valueOf(client: NativeClient, value: Value): number {
  const { client: owner, handle } = handleOf(value);
  return owner === client ? handle : 0;
}

/** ACCESS bits, FILTERS bits. */
export function bits(value: Value, of: Readonly<Record<string, number>>): number {
  assert(Array.isArray(value), 'the scenario is compiled: a set is a list');
  return value.reduce((sum: number, name) => sum | (of[String(name)] ?? 0), 0);
}

export function handleOf(value: Value): NativeHandle {
  assert(value instanceof NativeHandle, 'the scenario is compiled: this value is a handle of a native client');
  return value;
}

export function requestOf(value: Value): NativeRequest {
  assert(value instanceof NativeRequest, 'the scenario is compiled: this value is a request of a native client');
  return value;
}
