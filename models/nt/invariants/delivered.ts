import type { Irp, NotifyRecord } from '../io/irp';

/** The open that a notify request is for, by its key for the notify package; undefined for any other request. */
export function handleOf(irp: Irp): object | undefined {
  const location = irp.stack[0];
  return location?.parameters?.kind === 'notify' ? location.fileObject?.fsContext2 : undefined;
}

/** The length of the buffer that a notify request came with. */
export function bufferBytesOf(irp: Irp): number {
  const parameters = irp.stack[0]?.parameters;
  return parameters?.kind === 'notify' ? parameters.bufferBytes : 0;
}

/** What a notify request has been told, wherever that lies. */
export function recordsOf(irp: Irp): readonly NotifyRecord[] {
  return (irp.systemBuffer ?? irp.mdl ?? irp.userBuffer)?.records ?? [];
}

/** Whether a status tells of changes: which, or that there were too many. */
export function tellsOfChanges(irp: Irp): boolean {
  return irp.ioStatus === 'STATUS_SUCCESS' || irp.ioStatus === 'STATUS_NOTIFY_ENUM_DIR';
}
