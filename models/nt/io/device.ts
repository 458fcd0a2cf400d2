import type { Routine } from '../../../harness/sim';
import type { NtStatus } from '../status';
import type { Irp, MajorFunction } from './irp';

/** A driver's dispatch routine: completes or queues the IRP; the caller must not touch it afterwards. */
export type Dispatch = (irp: Irp) => Routine<NtStatus>;

/** DEVICE_OBJECT with its driver's dispatch table. */
export interface DeviceObject {
  readonly label: string;
  readonly dispatch: Readonly<Record<MajorFunction, Dispatch>>;
}
