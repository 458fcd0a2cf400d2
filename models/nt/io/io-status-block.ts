import { SharedObject } from '../../../harness/sim';
import type { NtStatus } from '../status';
import type { NtWorld } from '../world';

/** IO_STATUS_BLOCK, in its caller's memory: written once, by the final stage of completion, and until then as the caller left it. */
export class IoStatusBlock extends SharedObject {
  status: NtStatus = 'STATUS_WAIT_1';
  information = 1;
  written = false;

  constructor(
    world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
  }

  /** In a step that announces it. */
  write(status: NtStatus, information: number): void {
    this.status = status;
    this.information = information;
    this.written = true;
  }
}
