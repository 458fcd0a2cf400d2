import type { Executive } from '../ex/executive';
import { SpinLock } from '../ke/spin-lock';
import { HandleTable } from '../ob/handle-table';
import type { NtWorld } from '../world';
import type { FileObject } from './file-object';

/** The I/O manager's global state. */
export class Io {
  /** The system's one cancel spin lock. */
  readonly cancelSpinLock: SpinLock;
  /** Handles of the system process, where SRV opens files. */
  readonly systemHandles: HandleTable<FileObject>;

  constructor(
    readonly world: NtWorld,
    readonly executive: Executive,
  ) {
    this.cancelSpinLock = new SpinLock(world, 'cancel spin lock');
    this.systemHandles = new HandleTable(world, 'handle table of System');
  }
}
