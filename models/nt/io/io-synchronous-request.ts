import { assert, call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import type { NtStatus } from '../status';
import type { FileObject } from './file-object';
import type { Io } from './io';
import { ioCallDriver } from './io-call-driver';
import { Irp, StackLocation, type MajorFunction, type Parameters } from './irp';

/** What a synchronous request asks for. */
export interface SynchronousRequest {
  readonly major: MajorFunction;
  readonly parameters?: Parameters | undefined;
}

/**
 * What NtCreateFile, NtSetInformationFile and their like do, and the close and delete procedures of a file object: builds
 * an IRP and sends it. Simplified: drivers may wait in the caller's thread and pend none of these. CLEANUP and CLOSE must not fail for want of memory: their IRP is
 * taken from the reserve (Simplified: not allocated).
 */
export function* ioSynchronousRequest(io: Io, fileObject: FileObject, request: SynchronousRequest): Routine<NtStatus> {
  const { device } = fileObject;
  const irp = new Irp(io.world, `${request.major} IRP of ${fileObject.label}`);
  irp.process = io.executive.systemProcess;
  if (request.major !== 'CLEANUP' && request.major !== 'CLOSE') {
    const wanted = { bytes: 256, tag: TAG.irp, site: 'IoAllocateIrp', owner: irp };
    const block = yield* io.executive.nonpagedPool.allocate(wanted);
    if (block === undefined) return 'STATUS_INSUFFICIENT_RESOURCES';
    irp.block = block;
  }
  irp.stack = [
    new StackLocation(io.world.kernel, irp, {
      major: request.major,
      device,
      fileObject,
      parameters: request.parameters,
      completionRoutine: undefined,
    }),
  ];
  irp.current = 1;
  const status = yield* call(ioCallDriver(io, irp));
  assert(status !== 'STATUS_PENDING', () => `${device.label} does a synchronous request in its caller's thread`);
  return status;
}
